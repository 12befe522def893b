import { createHash, randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecretForm } from '../sign-in/secret.ts';
import { nextStep } from '../sign-in/registration-link.ts';
import { checkNetwork } from '../throttle/check-network.ts';
import type { CalendarParts } from './calendar-parts.ts';
import type { FoundFeed } from './feed.store.ts';
import { readFeed } from './read-calendar.ts';

/** Calendars ask a few times a day, some every quarter of an hour. */
const fetches = { most: 30, seconds: 3600 } as const;
/** Addresses that open nothing, by network; one that opens a feed counts by the feed, since a calendar service fetches for thousands from a few machines. */
const misses = { most: 30, seconds: 3600 } as const;

type Address = { readonly Params: { readonly file: string } };

/**
 * GET /calendar/feed/<token>.ics: the appointments of who made the feed, for their calendar. Every fetch asks identity whose record the
 * account opens now, goes through sharing's own door and stands in the access log: an account that is closed has no feed.
 */
export function registerFeedRoutes(app: FastifyInstance, parts: CalendarParts): void {
  app.get<Address>('/calendar/feed/:file', { config: { policy: 'secret' } }, async (request, reply) => {
    const token = /^(.+)\.ics$/.exec(request.params.file)?.[1];
    const now = parts.clock();
    const feed = isSecretForm(token) ? await parts.feeds.find(token) : null;
    if (feed === null) return refuseUnknown(parts, request, reply, now);
    const allowance = await parts.throttle.check(`calendar feed ${feed.id}`, fetches, now);
    if (!allowance.allowed) return tooMany(reply, allowance.retryAfter);
    const text = await fetchFeed(parts, feed, now);
    if (text === null) return reply.callNotFound();
    await parts.feeds.markFetched(feed.id, now);
    return sendFeed(request, reply, text);
  });
}

async function refuseUnknown({ throttle }: CalendarParts, request: FastifyRequest, reply: FastifyReply, now: Date): Promise<FastifyReply> {
  const allowance = await checkNetwork(throttle, 'calendar feed missed', request.ip, misses, now);
  if (!allowance.allowed) return tooMany(reply, allowance.retryAfter);
  reply.callNotFound();
  return reply;
}

/** The feed's text; null when the account is closed or opens no record any more. */
async function fetchFeed({ identity, execute, feeds }: CalendarParts, { id, owner, detail, labels }: FoundFeed, now: Date): Promise<string | null> {
  const { patientId, isClosed } = await recordOf(identity, owner, now);
  if (isClosed) await feeds.endAll(owner.accountId);
  if (patientId === null) return null;
  const access: AccessContext = {
    requestId: randomUUID(), now, purpose: 'calendar', onlyLabels: labels,
    viewer: { ...owner, patientId, organisation: null, role: null, duties: [], email: null, sessionId: id },
  };
  return readFeed(await execute('CalendarFeed', { patient: patientId, detail: detail === 'clinic' ? 'CLINIC' : 'GENERAL' }, access));
}

/** The record that the account opens now, as at a sign-in; null when it opens none. */
async function recordOf(identity: CalendarParts['identity'], owner: FoundFeed['owner'], now: Date): Promise<{ readonly patientId: string | null; readonly isClosed: boolean }> {
  const person = { ...owner, patientId: null, organisation: null, role: null, duties: [], email: null };
  try {
    return { patientId: (await nextStep({ identity }, person, now)).patientId, isClosed: false };
  } catch (error) {
    if (error instanceof CieError && error.code === 'ACCOUNT_CLOSED') return { patientId: null, isClosed: true };
    throw error;
  }
}

/** A calendar that has this version already is told so (RFC 9110, section 13.1.2). */
function sendFeed(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const version = `"${createHash('sha256').update(text).digest('base64url')}"`;
  void reply.header('etag', version).header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  if (known.includes(version)) return reply.code(304).send();
  return reply.header('content-disposition', 'inline; filename="appointments.ics"').type('text/calendar; charset=utf-8').send(text);
}

function tooMany(reply: FastifyReply, retryAfter: number): FastifyReply {
  return reply.code(429).header('retry-after', String(retryAfter)).type('text/plain; charset=utf-8').send('This calendar is asked for too often. Try again later.\n');
}
