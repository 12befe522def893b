import { proxyLabels, type ProxyLabel } from '@cie/kit/proxies.ts';
import { withholdReasons, type LabelCount, type Reviewer, type StaffRequest } from '@cie/kit/records-requests.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deskReader } from '../desk/desk-guard.ts';
import { askOf } from '../desk/desk-link.ts';
import { labelWords } from '../desk/proxy-words.ts';
import { adviceOf, queryOf, sendStaffPage } from '../desk/staff-parts.ts';
import { field, form, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import type { RecordsParts, WithId } from './records-parts.ts';
import { withholdWords } from './records-words.ts';
import { previewTable } from './team-pages.ts';
import { current, requestAt } from './team.routes.ts';

/** Asking a health professional, and deciding what a copy holds (SAR-1). */
export function registerDecisionRoutes(app: FastifyInstance, parts: RecordsParts): void {
  const ask = askOf(parts.rooms.sharing);

  const showReview = async (request: FastifyRequest, reply: FastifyReply, found: StaffRequest, wrong: readonly Problem[] = []): Promise<FastifyReply> => {
    const words = queryOf(request).get('words')?.trim() ?? '';
    let [items, reviewers]: [readonly Problem[], readonly Reviewer[] | null] = [wrong, null];
    try {
      if (words !== '') reviewers = await ask<readonly Reviewer[]>('find-reviewers', { words }, deskReader(request).access);
    } catch (error) {
      items = [['words', adviceOf(error).text]];
    }
    return sendStaffPage(parts, request, reply, items.length === 0 ? 200 : 422, { title: 'Ask a health professional', items, current, body: reviewBody(found, words, reviewers, items) });
  };

  app.get<WithId>('/records/:id/review', async (request, reply) => {
    const found = await requestAt(parts, request, reply, 'review');
    return found === null ? reply : showReview(request, reply, found);
  });

  app.post<WithId>('/records/:id/review', async (request, reply) => {
    const found = await requestAt(parts, request, reply, 'review');
    if (found === null) return reply;
    try {
      await ask('assign-review', { id: found.id, accountId: formOf(request).text('accountId', 36) }, deskReader(request).access);
    } catch (error) {
      return showReview(request, reply, found, [['words', adviceOf(error).text]]);
    }
    return reply.redirect(`/records/${found.id}?done=asked`, 303);
  });

  const showApprove = async (request: FastifyRequest, reply: FastifyReply, found: StaffRequest, typed: TypedDecision, items: readonly Problem[]): Promise<FastifyReply> =>
    sendStaffPage(parts, request, reply, items.length === 0 ? 200 : 422, {
      title: 'Decide what the copy holds', items, current, body: approveBody(found, await countsOf(parts, request, found), typed, items),
    });

  app.get<WithId>('/records/:id/approve', async (request, reply) => {
    const found = await requestAt(parts, request, reply, 'approve');
    return found === null ? reply : showApprove(request, reply, found, noDecision, []);
  });

  app.post<WithId>('/records/:id/approve', async (request, reply) => {
    const found = await requestAt(parts, request, reply, 'approve');
    if (found === null) return reply;
    const typed = readDecision(formOf(request));
    const items = decisionProblems(typed);
    if (items.length > 0) return showApprove(request, reply, found, typed, items);
    const released = proxyLabels.filter((label) => typed[label].choice === 'release');
    const withheld = proxyLabels.filter((label) => !released.includes(label)).map((label) => ({ label, reason: typed[label].choice, text: typed[label].text }));
    try {
      await ask('approve-records-request', { id: found.id, released, withheld }, deskReader(request).access);
    } catch (error) {
      return showApprove(request, reply, found, typed, [[`${proxyLabels[0]}-0`, adviceOf(error).text]]);
    }
    return reply.redirect(`/records/${found.id}?done=approved`, 303);
  });
}

function reviewBody({ id, reference, requester }: StaffRequest, words: string, found: readonly Reviewer[] | null, items: readonly Problem[]): Html {
  return html`<p>Request ${reference} of ${requester.name}. Ask the health professional who is responsible for the patient’s care now, or who last was; if there is none, one with the right experience. They can read the whole record for 14 days, and say what could do serious harm. They are told by email. Who gave an opinion before can read no more, but what they said against a part stands.</p>
<form action="/records/${id}/review" method="get" novalidate>
${field({ name: 'words', label: 'Name of the health professional', hint: 'They must have signed in to the exchange before', value: words, problem: problemOf(items, 'words') })}
<button class="nhsuk-button nhsuk-button--secondary" type="submit">Search</button>
</form>
${found === null ? null : found.length === 0 ? html`<p>Nobody of this name has signed in to the exchange.</p>` : html`<ul class="cie-sign-ins" role="list" aria-label="Health professionals found">${found.map((each) => reviewerItem(id, each))}</ul>`}
<p><a href="/records/${id}">Back</a></p>`;
}

const reviewerItem = (id: string, { accountId, name, role, organisation }: Reviewer): Html => html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
<p>${[role, organisation === null ? null : organisationName(organisation)].filter((each) => each !== null && each !== '').join(', ')}</p>
${form(`/records/${id}/review`, [], html`Ask<span class="nhsuk-u-visually-hidden"> ${name}</span>`, { kept: { accountId }, kind: 'secondary' })}
</li>`;

type Choice = { readonly choice: string; readonly text: string };
type TypedDecision = Readonly<Record<ProxyLabel, Choice>>;

const nothing: Choice = { choice: '', text: '' };
const noDecision: TypedDecision = { general: nothing, sexualHealth: nothing, mentalHealth: nothing, socialCare: nothing };

function readDecision(body: FormBody): TypedDecision {
  const read = (label: ProxyLabel): Choice => ({ choice: body.text(label), text: body.text(`${label}-text`, 1000) });
  return { general: read('general'), sexualHealth: read('sexualHealth'), mentalHealth: read('mentalHealth'), socialCare: read('socialCare') };
}

function decisionProblems(typed: TypedDecision): readonly Problem[] {
  const choices: readonly string[] = ['release', ...withholdReasons];
  return proxyLabels.flatMap((label): readonly Problem[] => {
    const { choice, text } = typed[label];
    if (!choices.includes(choice)) return [[`${label}-0`, `Decide about: ${labelWords[label]}`]];
    return choice === 'other' && text === '' ? [[`${label}-text`, `Say in words why this is left out: ${labelWords[label]}`]] : [];
  });
}

function approveBody({ id, reference, requester, review }: StaffRequest, counts: Parameters<typeof previewTable>[0], typed: TypedDecision, items: readonly Problem[]): Html {
  const harmful = review?.harmful ?? [];
  const choices = (label: ProxyLabel) => [
    // What a health professional spoke against is not offered.
    ...(harmful.includes(label) ? [] : [{ value: 'release', label: 'Release it' }]),
    // And only that is left out as harm: nobody of the team may judge it.
    ...withholdReasons.filter((value) => value !== 'serious-harm' || harmful.includes(label)).map((value) => ({ value, label: `Leave it out: ${withholdWords[value].toLowerCase()}` })),
  ].map((each) => ({ ...each, checked: typed[label].choice === each.value }));
  return html`<p>Request ${reference} of ${requester.name}. ${harmful.length === 0 ? 'The health professional found nothing that could do serious harm.' : `The health professional said that this could do serious harm: ${harmful.map((each) => labelWords[each]).join(', ')}.`}</p>
${previewTable(counts)}
<p>General holds name, number, address and contacts as well.</p>
${form(`/records/${id}/approve`, proxyLabels.flatMap((label) => [
    options('radio', label, labelWords[label], choices(label), undefined, problemOf(items, `${label}-0`)),
    longField({ name: `${label}-text`, label: `Why ${labelWords[label].toLowerCase()} is left out, in words`, hint: 'Needed for “another reason”, otherwise optional. For our file: who asks does not see it.', value: typed[label].text, problem: problemOf(items, `${label}-text`) }),
  ]), 'Let the copy be collected')}
<p><a href="/records/${id}">Back</a></p>`;
}

/** Counts of the rooms, after sharing has noted that they are made (ACS-6). */
async function countsOf({ rooms }: RecordsParts, request: FastifyRequest, { id }: StaffRequest): Promise<Parameters<typeof previewTable>[0]> {
  const { access } = deskReader(request);
  const named = await askOf(rooms.sharing)<{ patientIds: readonly string[] }>('records-request-counts', { id }, access);
  const counted = { Results: rooms.results, Documents: rooms.documents, Appointments: rooms.appointments };
  return Promise.all(Object.entries(counted).map(async ([name, room]) => [name, await askOf(room)<readonly LabelCount[]>('count-labels', named, access)] as const));
}
