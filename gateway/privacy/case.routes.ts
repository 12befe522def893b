import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { privacyLists, privacyOutcomes, privacyTextLength, type PersonForPrivacy, type PrivacyCase, type PrivacyCaseRecord, type PrivacyPage } from '@cie/kit/privacy.ts';
import { deskReader } from '../desk/desk-guard.ts';
import { askOf } from '../desk/desk-link.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage } from '../desk/staff-parts.ts';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { caseBody, nothingDecided, queueBody, type TypedDecision } from './case-page.ts';
import { isId, type PrivacyParts } from './privacy-parts.ts';
import { kindWords } from './words.ts';

type Params = { readonly Params: { readonly id: string } };

const fieldOfCode: Readonly<Record<string, string>> = { PRIVACY_OUTCOME: 'outcome-0', PRIVACY_NOTE: 'note', PRIVACY_ANSWER: 'answer' };

/** All that is missing, in the order of the form; what is too short or too long the room says. */
function missingIn({ outcome, note, answer }: TypedDecision, isDisputed: boolean): readonly Problem[] {
  return [
    ...(outcome === null ? [['outcome-0', 'Choose what you found'] as const] : []),
    ...(note === '' ? [['note', 'Write down what you looked into, and with whom'] as const] : []),
    ...(isDisputed && answer === '' ? [['answer', 'Answer the patient in your own words'] as const] : []),
  ];
}

/** The privacy officer's queue (ACS-5): emergencies, protected records and alerts, and what was decided about each. */
export function registerCaseRoutes(app: FastifyInstance, parts: PrivacyParts): void {
  const ask = askOf(parts.rooms.sharing);

  app.get('/privacy-officer', async (request, reply) => {
    const query = queryOf(request);
    const { access } = deskReader(request);
    const named = nameIn(privacyLists, query.get('list'));
    const list = named ?? 'disputed';
    const page = await ask<PrivacyPage>('privacy-cases', { list, after: query.get('after') }, access);
    // Nobody waits for an answer: then it is the reviews that one came for.
    if (named === null && page.cases.length === 0 && page.counts.open > 0) return reply.redirect(`/privacy-officer?list=open${query.get('done') === 'decided' ? '&done=decided' : ''}`, 303);
    return sendStaffPage(parts, request, reply, 200, {
      title: 'Privacy', current: 'privacy', body: queueBody(page, list, parts.clock()), done: query.get('done') === 'decided' ? 'The case is decided.' : undefined,
    });
  });

  app.get<Params>('/privacy-officer/cases/:id', (request, reply) => showCase(request, reply, 200, nothingDecided));

  app.post<Params>('/privacy-officer/cases/:id', async (request, reply) => {
    const body = formOf(request);
    const found = await caseOf(request);
    if (found === null) return reply.callNotFound();
    const typed: TypedDecision = { outcome: nameIn(privacyOutcomes, body.text('outcome')), note: body.text('note', privacyTextLength), answer: body.text('answer', privacyTextLength) };
    const missing = missingIn(typed, found.dispute !== null);
    if (missing.length > 0) return showCase(request, reply, 422, typed, missing);
    try {
      await ask<PrivacyCase>('decide-privacy-case', { id: request.params.id, ...typed }, deskReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return showCase(request, reply, 422, typed, [[fieldOfCode[code] ?? 'outcome-0', text]]);
    }
    return reply.redirect('/privacy-officer?done=decided', 303);
  });

  async function showCase(request: FastifyRequest<Params>, reply: FastifyReply, status: number, typed: TypedDecision, items: readonly Problem[] = []): Promise<FastifyReply> {
    const found = await caseOf(request);
    if (found === null) {
      reply.callNotFound();
      return reply;
    }
    return sendStaffPage(parts, request, reply, status, { title: kindWords[found.kind], current: 'privacy', body: caseBody(found, await personOf(request, found), typed, items), items });
  }

  async function caseOf(request: FastifyRequest<Params>): Promise<PrivacyCaseRecord | null> {
    if (!isId(request.params.id)) return null;
    try {
      return await ask<PrivacyCaseRecord>('privacy-case', { id: request.params.id }, deskReader(request).access);
    } catch (error) {
      if (error instanceof CieError && error.code === 'PRIVACY_CASE_UNKNOWN') return null;
      throw error;
    }
  }

  /** Null when identity does not answer, which keeps nobody from reading the case. */
  async function personOf(request: FastifyRequest, { patientId }: PrivacyCaseRecord): Promise<PersonForPrivacy | null> {
    if (patientId === null) return null;
    try {
      return await askOf(parts.rooms.identity)<PersonForPrivacy | null>('person-for-privacy', { patientId }, deskReader(request).access);
    } catch (error) {
      request.log.error(errorKind(error), 'the person of a case is not known');
      return null;
    }
  }
}
