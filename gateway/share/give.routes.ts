import { randomUUID } from 'node:crypto';
import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { proxyLabels } from '@cie/kit/proxies.ts';
import { summaryHours } from '@cie/kit/summary-shares.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { Session } from '../sign-in/sessions.ts';
import { givePage, madePage, type GiveVisit } from './give-pages.ts';
import { makeSummary } from './make-summary.ts';
import type { ShareParts } from './share-parts.ts';
import { words } from './words.ts';

/** Summaries that one account may make in a day: each reads much of a record. */
const perDay = { most: 20, seconds: 86_400 } as const;

/** What went wrong that the person can do something about, beside the part of the form that it is about. */
const problemOfCode: Readonly<Record<string, Problem>> = {
  SUMMARY_UNAVAILABLE: ['labels-0', words.give.unavailable],
  DOWNLOAD_INCOMPLETE: ['labels-0', words.give.unavailable],
  SUMMARY_TOO_LONG: ['labels-0', words.give.tooLong],
  SUMMARY_NO_BIRTH_DATE: ['labels-0', words.give.noBirthDate],
  SUMMARY_BUSY: ['labels-0', words.give.unavailable],
};

/** The pages on which a person gives a summary of their own record away (ACS-3). They work without script. */
export function registerGiveRoutes(app: FastifyInstance, parts: ShareParts): void {
  const owned = async (request: FastifyRequest, reply: FastifyReply, act: (session: Session, patientId: string) => Promise<FastifyReply>): Promise<FastifyReply> => {
    const session = await parts.sessions.read(request);
    if (session === null) return reply.redirect('/sign-in?return=%2Fshare-summary', 303);
    const { viewer } = session;
    if (isProvedPatient(viewer) && viewer.patientId !== null) return act(session, viewer.patientId);
    reply.callNotFound();
    return reply;
  };
  const show = async (reply: FastifyReply, session: Session, visit: Omit<GiveVisit, 'shares'> = {}): Promise<FastifyReply> =>
    parts.pages.send(reply, (visit.found ?? []).length > 0 ? 422 : 200, givePage(session, { ...visit, shares: await parts.summaries.list(accessOf(parts, session)) }));

  app.get<{ Querystring: { done?: string } }>('/share-summary', (request, reply) =>
    owned(request, reply, (session) => show(reply, session, { said: request.query.done === 'stopped' ? words.give.stopped : null })));

  app.post('/share-summary', (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    return owned(request, reply, async (session, patientId) => {
      const typed = formOf(request);
      const labels = proxyLabels.filter((each) => typed.all('labels').includes(each));
      const hours = summaryHours.find((each) => String(each) === typed.text('hours'));
      const sent = typed.text('id', 36);
      const id = isRecordId(sent) ? sent : randomUUID();
      const again = (...found: readonly Problem[]): Promise<FastifyReply> => show(reply, session, { found, chosen: { labels, hours: String(hours) } });
      if (labels.length === 0 || hours === undefined) {
        return again(...(labels.length === 0 ? [['labels-0', words.give.none] as const] : []), ...(hours === undefined ? [['hours-0', words.give.noTime] as const] : []));
      }
      const { allowed } = await parts.throttle.check(`summary:${session.viewer.accountId}`, perDay, parts.clock());
      if (!allowed) return again(['labels-0', words.give.tooOften]);
      try {
        const made = await makeSummary(parts, session.viewer, patientId, { id, labels, hours });
        if (made.outcome === 'added') return parts.pages.send(reply, 200, madePage(session, parts.ownOrigin, made));
        return await (made.outcome === 'known' ? show(reply, session, { said: words.give.known }) : again(['labels-0', words.give.tooMany]));
      } catch (error) {
        const problem = error instanceof CieError ? problemOfCode[error.code] : undefined;
        if (problem === undefined) throw error;
        return again(problem);
      }
    });
  });

  app.post('/share-summary/stop', (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    return owned(request, reply, async (session) => {
      const stopped = await parts.summaries.stop(formOf(request).text('id', 36), accessOf(parts, session));
      return stopped ? reply.redirect('/share-summary?done=stopped', 303) : show(reply, session, { said: words.give.notStopped });
    });
  });
}

const accessOf = ({ clock }: ShareParts, { viewer }: Session): AccessContext => ({ requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });
