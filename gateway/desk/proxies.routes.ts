import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import { endReasons, ownConsents, proxyLabels, proxyLists, refusalReasons, suspensionReasons, type DeskProxy, type ProxyPage, type ProxyReason } from '@cie/kit/proxies.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { dateField, field, form, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import { formOf, type FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { proxyBody, proxyListBody } from './proxy-page.ts';
import { consentWords, labelWords, reasonWords } from './proxy-words.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage, type StaffParts } from './staff-parts.ts';
import { dayAt, lastDay, nhsNumber } from './shown.ts';

type Params = { readonly Params: { readonly id: string } };

export interface ProxyParts extends StaffParts {
  readonly rooms: Pick<RoomLinks, 'sharing'>;
}

/** Most patients of whom nobody knows an address are young children: the desk must not think that they were told. */
const told = 'They are told by email. So is the patient, if we hold an email address of theirs.';

const doneWords = {
  verified: `The record is open to this person. ${told}`,
  refused: `The request is refused. ${told}`,
  continued: 'The review was recorded.',
  suspended: `This person sees nothing from now on. ${told}`,
  ended: `The access is ended. ${told}`,
} as const;
const doneNames = ['verified', 'refused', 'continued', 'suspended', 'ended'] as const;

interface Typed {
  readonly labels: readonly string[];
  readonly evidence: string;
  readonly consent: string;
  readonly consentBy: string;
  readonly until: ReturnType<FormBody['day']>;
  readonly reason: string;
  readonly text: string;
}

/** What the desk can do to a request or a proxy: the command, its form, and where its faults belong. */
interface ProxyStep {
  readonly name: string;
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly command: string;
  readonly done: keyof typeof doneWords;
  /** The control that faults of the whole form are shown at. */
  readonly first: string;
  controls(typed: Typed, items: readonly Problem[], found: DeskProxy): readonly Html[];
  /** All that is missing, in the order of the form. */
  missing(typed: Typed): readonly Problem[];
  input(typed: Typed): object;
}

const fieldOfCode: Readonly<Record<string, string>> = {
  PROXY_LABELS: 'labels-0', PROXY_EVIDENCE: 'evidence', PROXY_CONSENT: 'consentBy', PROXY_PATIENT_REFUSED: 'consent-0', PROXY_UNTIL: 'day', PROXY_REASON: 'reason-0',
};

const consentControls = (typed: Typed, items: readonly Problem[], found: DeskProxy): readonly Html[] => [
  options('radio', 'consent', 'What does the patient say?', ownConsents.map((value) => ({ value, label: consentWords[value], checked: value === typed.consent })),
    'Ask the patient themselves, alone where that is possible. A child who understands is asked too. Presume that everybody can decide.', problemOf(items, 'consent-0')),
  field({ name: 'consentBy', label: 'Who asked the patient, or who assessed that they cannot decide?', value: typed.consentBy, problem: problemOf(items, 'consentBy') }),
  dateField({ legend: 'Last day (optional)', hint: lastDayHint(found), value: typed.until.typed, problem: problemOf(items, 'day') }),
];

function lastDayHint({ basis, startedAt, longestUntil, reviewDue }: DeskProxy): string {
  const longest = basis === 'parental-responsibility' ? '5 years, or the day before the child’s 16th birthday if that is sooner' : '5 years';
  const empty = startedAt === null ? `Leave it empty for the longest time allowed (${longest})` : 'Leave it empty to keep the end that was agreed';
  const review = reviewDue === null ? '' : ` A review is due on ${dayAt(reviewDue)}, when the child turns 13: from then on nothing opens until it is made. The child’s own agreement counts as the review if it is given from their 12th birthday on.`;
  return `${empty}: it runs until the end of ${lastDay(longestUntil)}.${review}`;
}

const missingConsent = ({ consent, consentBy, until }: Typed): readonly Problem[] => {
  const { day, month, year } = until.typed;
  return [
    ...problemIf(consent === '', 'consent-0', 'Select what the patient says'),
    ...problemIf(consentBy === '', 'consentBy', 'Write down who asked the patient, or who assessed that they cannot decide'),
    ...problemIf(until.date === null && `${day}${month}${year}` !== '', 'day', 'Enter a real date for the last day, or leave it empty'),
  ];
};

const missingReason = ({ reason, text }: Typed): readonly Problem[] => [
  ...problemIf(reason === '', 'reason-0', 'Choose a reason'),
  ...problemIf(reason === 'OTHER' && text === '', 'text', 'Say why in words'),
];

const problemIf = (isMissing: boolean, field: string, text: string): readonly Problem[] => (isMissing ? [[field, text]] : []);

const reasonControls = (reasons: readonly ProxyReason[]) => (typed: Typed, items: readonly Problem[]): readonly Html[] => [
  options('radio', 'reason', 'Why?', reasons.map((value) => ({ value, label: reasonWords[value], checked: value === typed.reason })), undefined, problemOf(items, 'reason-0')),
  longField({ name: 'text', label: 'In words (optional)', hint: 'Needed for another reason. Who acts does not see it.', value: typed.text, problem: problemOf(items, 'text') }),
];

const consentInput = ({ consent, consentBy, until }: Typed): object => ({ consent, consentBy, until: until.date });
const reasonInput = ({ reason, text }: Typed): object => ({ reason, text });

const steps: readonly ProxyStep[] = [
  {
    name: 'verify', title: 'Verify and open the record', command: 'verify-proxy', done: 'verified', button: 'Open the record to this person', first: 'labels-0',
    intro: 'Open a record only on evidence that you have seen yourself, and after hearing the patient.',
    controls: (typed, items, found) => [
      longField({ name: 'evidence', label: 'What were you shown?', hint: 'The document and its reference, for example the number of a power of attorney', value: typed.evidence, problem: problemOf(items, 'evidence') }),
      options('checkbox', 'labels', 'Which parts of the record?', proxyLabels.map((value) => ({ value, label: labelWords[value], checked: typed.labels.includes(value) })), undefined, problemOf(items, 'labels-0')),
      ...consentControls(typed, items, found),
    ],
    missing: (typed) => [
      ...problemIf(typed.evidence === '', 'evidence', 'Write down what you were shown, and its reference'),
      ...problemIf(typed.labels.length === 0, 'labels-0', 'Choose at least one part of the record'),
      ...missingConsent(typed),
    ],
    input: (typed) => ({ labels: typed.labels, evidence: typed.evidence, ...consentInput(typed) }),
  },
  {
    name: 'refuse', title: 'Refuse the request', command: 'refuse-proxy', done: 'refused', button: 'Refuse', first: 'reason-0',
    intro: 'Who asked is told that the request is refused. Why is shown to them only if what they showed is not enough, or the patient is 16 or over; never that the patient may be under pressure, and never your words.',
    controls: reasonControls(refusalReasons), missing: missingReason, input: reasonInput,
  },
  {
    name: 'continue', title: 'Review, and let it continue', command: 'review-proxy', done: 'continued', button: 'Let it continue', first: 'consent-0',
    intro: 'Hear the patient again. What the desk had suspended opens again; what the patient suspended does not.',
    controls: consentControls, missing: missingConsent, input: (typed) => ({ outcome: 'continue', ...consentInput(typed) }),
  },
  {
    name: 'suspend', title: 'Suspend', command: 'review-proxy', done: 'suspended', button: 'Suspend', first: 'reason-0',
    intro: 'The person sees nothing until somebody lets it continue.', controls: reasonControls(suspensionReasons), missing: missingReason, input: (typed) => ({ outcome: 'suspend', ...reasonInput(typed) }),
  },
  {
    name: 'end', title: 'End for good', command: 'end-proxy', done: 'ended', button: 'End', first: 'reason-0',
    intro: 'The person sees nothing any more. A new start needs a new request.', controls: reasonControls(endReasons), missing: missingReason, input: reasonInput,
  },
];

/** People who act for a patient (ACC-4): requests, reviews, and what the desk decides. */
export function registerProxyRoutes(app: FastifyInstance, parts: ProxyParts): void {
  const ask = askOf(parts.rooms.sharing);

  app.get('/desk/proxies', async (request, reply) => {
    const query = queryOf(request);
    const list = nameIn(proxyLists, query.get('list')) ?? 'requested';
    const page = await ask<ProxyPage>('proxy-requests', { list, after: query.get('after') }, deskReader(request).access);
    return sendStaffPage(parts, request, reply, 200, { title: 'People who act for patients', body: proxyListBody(page, list, parts.clock()) });
  });

  app.get<Params>('/desk/proxies/:id', async (request, reply) => {
    const found = await proxyOf(parts, request, reply);
    if (found === null) return reply;
    const done = nameIn(doneNames, queryOf(request).get('done'));
    return sendStaffPage(parts, request, reply, 200, { title: `${found.proxy.name} for a patient`, body: proxyBody(found), done: done === null ? undefined : doneWords[done] });
  });

  for (const step of steps) registerStep(app, parts, step);
}

function registerStep(app: FastifyInstance, parts: ProxyParts, step: ProxyStep): void {
  const path = `/desk/proxies/:id/${step.name}`;
  const show = (request: FastifyRequest, reply: FastifyReply, found: DeskProxy, status: number, typed: Typed, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, {
      title: step.title, items,
      body: html`<p>${found.proxy.name} for the patient with NHS number ${nhsNumber(found.nhsNumber)}, ${found.age} years old. ${step.intro}</p>
${form(`/desk/proxies/${found.id}/${step.name}`, step.controls(typed, items, found), step.button)}
<p><a href="/desk/proxies/${found.id}">Back</a></p>`,
    });

  app.get<Params>(path, async (request, reply) => {
    const found = await proxyOf(parts, request, reply);
    const typed = { labels: found?.labels.length === 0 ? ['general'] : (found?.labels ?? []), evidence: '', consent: '', consentBy: '', until: emptyDay, reason: '', text: '' };
    return found === null ? reply : show(request, reply, found, 200, typed);
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await proxyOf(parts, request, reply);
    if (found === null) return reply;
    const typed = read(formOf(request));
    const missing = step.missing(typed);
    if (missing.length > 0) return show(request, reply, found, 422, typed, missing);
    try {
      await askOf(parts.rooms.sharing)(step.command, { ...step.input(typed), id: found.id }, deskReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, found, 422, typed, [[fieldOfCode[code] ?? step.first, text]]);
    }
    return reply.redirect(`/desk/proxies/${encodeURIComponent(found.id)}?done=${step.done}`, 303);
  });
}

const emptyDay = { typed: { day: '', month: '', year: '' }, date: null };

function read(body: FormBody): Typed {
  return {
    labels: body.all('labels').filter((each) => proxyLabels.some((label) => label === each)), evidence: body.text('evidence', 1000),
    consent: nameIn(ownConsents, body.text('consent')) ?? '', consentBy: body.text('consentBy'), until: body.day(), reason: body.text('reason'), text: body.text('text', 1000),
  };
}

async function proxyOf({ rooms }: ProxyParts, request: FastifyRequest<Params>, reply: FastifyReply): Promise<DeskProxy | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(request.params.id)) {
    reply.callNotFound();
    return null;
  }
  try {
    return await askOf(rooms.sharing)<DeskProxy>('proxy', { id: request.params.id }, deskReader(request).access);
  } catch (error) {
    if (!(error instanceof CieError) || error.code !== 'PROXY_UNKNOWN') throw error;
    reply.callNotFound();
    return null;
  }
}
