import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import { answerWorkingDays, privacyTextLength, type OwnEmergency } from '@cie/kit/privacy.ts';
import { accessOf, askOf } from '../desk/desk-link.ts';
import { lastDay } from '../desk/shown.ts';
import { adviceOf, summary } from '../desk/staff-parts.ts';
import { form, longField, problemOf, problems, type Problem } from '../pages/controls.ts';
import { dayAndTime } from '../pages/dates.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { allowedReturn } from '../sign-in/destination.ts';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import { isId, type PrivacyParts } from './privacy-parts.ts';
import { categorySentence, outcomeWords } from './words.ts';

type Params = { readonly Params: { readonly id: string } };

export interface EmergencyPageParts extends PrivacyParts {
  readonly sessions: Sessions;
  readonly ownOrigin: string;
}

const address = '/opened-in-emergency';

/** Emergencies in which the person's own record was opened, and how to say that one was not right (ACS-5). Works without script. */
export function registerEmergencyPages(app: FastifyInstance, parts: EmergencyPageParts): void {
  const ask = askOf(parts.rooms.sharing);
  const owned = async (request: FastifyRequest, reply: FastifyReply, act: (session: Session) => Promise<FastifyReply>): Promise<FastifyReply> => {
    const session = await parts.sessions.read(request);
    if (session === null) return reply.redirect(`/sign-in?return=${encodeURIComponent((request.method === 'GET' ? allowedReturn(request.url) : null) ?? address)}`, 303);
    if (isProvedPatient(session.viewer) && session.viewer.patientId !== null) return act(session);
    reply.callNotFound();
    return reply;
  };
  const listOf = ({ viewer }: Session): Promise<OwnEmergency[]> => ask<OwnEmergency[]>('own-emergencies', {}, accessOf(viewer, parts.clock()));
  const show = (reply: FastifyReply, session: Session, status: number, title: string, body: Html, items: readonly Problem[] = []): FastifyReply =>
    parts.pages.send(reply, status, { title, reader: session.viewer, hasProblems: items.length > 0, body: html`<div class="nhsuk-u-reading-width">${problems(items)}${body}</div>` });

  app.get<{ Querystring: { done?: string } }>(address, (request, reply) =>
    owned(request, reply, async (session) => show(reply, session, 200, 'Opened in an emergency', listBody(await listOf(session), request.query.done === 'asked'))));

  app.get<Params>(`${address}/:id`, (request, reply) => owned(request, reply, (session) => showForm(request, reply, session, 200, '')));

  app.post<Params>(`${address}/:id`, (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    return owned(request, reply, async (session) => {
      const text = formOf(request).text('text', privacyTextLength);
      try {
        if (isId(request.params.id)) await ask('dispute-emergency', { id: request.params.id, text }, accessOf(session.viewer, parts.clock()));
      } catch (error) {
        const advice = adviceOf(error);
        if (advice.code === 'DISPUTE_TEXT') return showForm(request, reply, session, 422, text, [['text', advice.text]]);
        // A second press of the button, or somebody else's emergency: the list says how things stand.
        if (advice.code !== 'DISPUTE_TWICE' && advice.code !== 'PRIVACY_CASE_UNKNOWN') throw error;
        return reply.redirect(address, 303);
      }
      return reply.redirect(`${address}?done=asked`, 303);
    });
  });

  async function showForm(request: FastifyRequest<Params>, reply: FastifyReply, session: Session, status: number, text: string, items: readonly Problem[] = []): Promise<FastifyReply> {
    const found = (await listOf(session)).find(({ id }) => id === request.params.id);
    if (found === undefined || found.dispute !== null) return reply.redirect(address, 303);
    return show(reply, session, status, 'Say that it was not right', html`${facts(found)}
<p>The privacy officer looks into it and answers you within ${answerWorkingDays} working days. We send you a message when there is an answer. What you write here is read by the privacy officer alone.</p>
${form(`${address}/${found.id}`, [longField({ name: 'text', most: privacyTextLength, label: 'What was not right, or what would you like to know?', hint: 'In your own words, at least 10 characters', value: text, problem: problemOf(items, 'text') })], 'Send')}
<p><a href="${address}">Back</a></p>`, items);
  }
}

function listBody(found: readonly OwnEmergency[], asked: boolean): Html {
  return html`${asked ? html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>The privacy officer has your message, and answers you by the day below.</p></div>` : null}
<p>In an emergency a health professional may open your whole record for 30 minutes, and has to say why. The privacy officer looks at each one.</p>
${found.length === 0 ? html`<p>Nobody has opened your record in an emergency.</p>` : found.map(emergencyBody)}
<p><a href="/access-log">Everybody who has looked at your record</a></p>`;
}

function emergencyBody(each: OwnEmergency): Html {
  const { id, dispute, answer } = each;
  return html`<section class="cie-emergency" aria-labelledby="at-${id}"><h2 class="nhsuk-heading-m" id="at-${id}">${dayAndTime(each.openedAt)}</h2>
${facts(each)}
${dispute === null ? null : html`<h3 class="nhsuk-heading-s">What you wrote on ${dayAndTime(dispute.at)}</h3><p class="cie-lines">${dispute.text}</p>`}
${answerBody(each)}
${dispute === null ? html`<p><a href="${address}/${id}">${answer === null ? 'Say that it was not right, or ask about it' : 'I do not agree, or have a question'}</a></p>` : null}
</section>`;
}

function answerBody({ dispute, answer }: OwnEmergency): Html | null {
  if (answer !== null) {
    return html`<h3 class="nhsuk-heading-s">${dispute === null ? 'What the privacy officer found' : 'The answer of the privacy officer'}</h3>
<p><strong>${outcomeWords[answer.outcome]}.</strong> <span class="cie-quiet">${dayAndTime(answer.at)}</span></p>
${answer.text === null ? null : html`<p class="cie-lines">${answer.text}</p>`}
${dispute === null ? null : html`<p>If you are not content with the answer, you can <a href="/contact">write to us</a>, or complain to the Information Commissioner’s Office.</p>`}`;
  }
  if (dispute === null) return null;
  return dispute.overdue
    ? html`<p><strong>We should have answered you by the end of ${lastDay(dispute.answerBy)}.</strong> We are sorry that it takes longer.</p>`
    : html`<p>You get an answer by <strong>the end of ${lastDay(dispute.answerBy)}</strong>.</p>`;
}

function facts(each: OwnEmergency): Html {
  const { who, role, organisation: code, reason, until } = each;
  return summary([
    ['Who', [who, role, code === null ? null : organisationName(code)].filter((part) => part !== null).join(', ')],
    ['Why', html`${categorySentence(each)}. <span class="cie-lines">${reason ?? ''}</span>`],
    ['Opened', dayAndTime(each.openedAt)],
    ...(until === null ? [] : [['Until', dayAndTime(until)] as const]),
  ]);
}
