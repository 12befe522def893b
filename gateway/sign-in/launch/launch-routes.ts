import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import type { Page } from '../../pages/page.ts';
import { checkNetwork } from '../../throttle/check-network.ts';
import type { ProviderName } from '../attempt.store.ts';
import { isRecord, textClaim } from '../claims.ts';
import { readCookie, setCookie } from '../cookies.ts';
import { portal, type Destination } from '../destination.ts';
import { failureOf } from '../failure.ts';
import { failurePage } from '../pages.ts';
import type { SignInParts } from '../parts.ts';
import { proceed } from '../proceed.ts';
import { signInProfessional } from '../professionals/professional-account.ts';
import { newSecret } from '../secret.ts';
import type { Person } from '../session.store.ts';
import { LaunchParty, type LaunchIdentity } from './launch-party.ts';
import { bareIss, readLaunchSystems } from './launch-systems.ts';
import { launchFailedPage, noRecordPage, systemDownPage, unknownSystemPage } from './pages.ts';

/** A whole hospital may come from one address. */
const launchLimit = { most: 600, seconds: 60 } as const;

/** Where a launch ends when no door opens. */
const withoutRecord: Destination = { kind: 'page', path: '/launch/no-record' };

interface LaunchOptions {
  readonly parts: SignInParts;
  readonly settings: Settings;
  readonly sharing: RoomLink;
}

/** The launch from a trust's patient-record system (REG-6): SMART App Launch, as a whole page of ours. Throws SETTING_MISSING or SETTING_INVALID. */
export async function registerLaunch(app: FastifyInstance, { parts, settings, sharing }: LaunchOptions): Promise<void> {
  // Addresses carry launches, codes and states: they must not reach the log of requests.
  const quiet = { logLevel: 'warn', config: { policy: 'public' } } as const;
  const systems = new Map<string, LaunchParty>();
  for (const system of readLaunchSystems(settings)) {
    const name: ProviderName = `launch-${system.key}`;
    const party = await LaunchParty.create(system, settings, `${parts.ownOrigin}/sign-in/return/${name}`);
    systems.set(system.iss, party);
    app.get(`/sign-in/return/${name}`, quiet, (request, reply) => comeBack(parts, sharing, name, party, request, reply));
  }
  app.get('/launch', quiet, (request, reply) => leave(parts, systems, request, reply));
  app.get('/launch/no-record', quiet, async (request, reply) => {
    const session = await parts.sessions.read(request);
    return session === null ? reply.redirect('/sign-in?return=/record', 303) : parts.pages.send(reply, 200, noRecordPage(session.viewer));
  });
}

async function leave(parts: SignInParts, systems: ReadonlyMap<string, LaunchParty>, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = new URL(request.url, parts.ownOrigin).searchParams;
  const party = systems.get(bareIss(query.get('iss') ?? ''));
  const launch = query.get('launch') ?? '';
  // Whoever sends the browser here chooses `iss`: only registered systems are ever asked anything.
  if (party === undefined) return parts.pages.send(reply, 403, unknownSystemPage);
  if (!/^[\x21-\x7e]{1,2000}$/.test(launch) || isFramed(request)) return parts.pages.send(reply, 400, launchFailedPage);
  const { allowed } = await checkNetwork(parts.throttle, 'launches from', request.ip, launchLimit, parts.clock());
  if (!allowed) return parts.pages.send(reply, 429, systemDownPage);
  const browser = readCookie(request, 'attempt') ?? newSecret();
  try {
    const attempt = await parts.attempts.begin(`launch-${party.system.key}`, 'any', portal, browser, parts.clock());
    const address = await party.authorizationAddress(attempt, launch);
    setCookie(reply, 'attempt', browser);
    return await reply.redirect(address.href, 303);
  } catch (error) {
    request.log.error({ ...errorKind(error), system: party.system.key }, 'a launch could not begin');
    return fail(parts, reply, error);
  }
}

/** A launch is a full page of its own: in a frame somebody could lay something over it, and systems advise against it. */
function isFramed(request: FastifyRequest): boolean {
  const destination = request.headers['sec-fetch-dest'];
  return destination !== undefined && destination !== 'document';
}

async function comeBack(
  parts: SignInParts, sharing: RoomLink, name: ProviderName, party: LaunchParty, request: FastifyRequest, reply: FastifyReply,
): Promise<FastifyReply> {
  const query = new URL(request.url, parts.ownOrigin).searchParams;
  const state = query.get('state');
  const browser = readCookie(request, 'attempt');
  const attempt = state === null || browser === null ? null : await parts.attempts.take(state, name, browser, parts.clock());
  if (state === null || attempt === null) return parts.pages.send(reply, 400, launchFailedPage);
  try {
    const identity = await party.identify(attempt, state, query);
    const { issuer, subject, email, role } = identity;
    const choice = { organisation: party.system.organisation, role };
    const person = await signInProfessional(parts.rooms.identity, { issuer, subject, name: identity.name, email }, choice, parts.clock());
    const { patientId, open } = await findRecord(sharing, person, identity, parts.clock());
    // The session is for this one patient, whether or not a door opens, and for no duty of the exchange.
    const destination = open ? { kind: 'page' as const, path: `/record?patient=${patientId}` } : withoutRecord;
    return await proceed(parts, request, reply, { ...person, duties: [], onlyPatientId: patientId }, destination);
  } catch (error) {
    request.log.warn({ ...errorKind(error), system: party.system.key }, 'a launch was refused');
    return fail(parts, reply, error);
  }
}

/** The nil UUID, which is nobody's. */
const nobody = { patientId: '00000000-0000-0000-0000-000000000000', open: false } as const;

async function findRecord(sharing: RoomLink, person: Person, { patient }: LaunchIdentity, now: Date): Promise<{ patientId: string; open: boolean }> {
  if (patient.person === null) return nobody;
  const answer = await sharing.command('find-launched', patient.person, { requestId: randomUUID(), viewer: { ...person, sessionId: 'launch' }, now });
  const patientId = isRecord(answer) ? textClaim(answer, 'patientId') : null;
  if (!isRecord(answer) || patientId === null || !/^[0-9a-f-]{36}$/.test(patientId)) {
    throw new CieError('ROOM_ANSWER_INVALID', 'The sharing room answered find-launched in a form that the gateway does not know.');
  }
  return { patientId, open: answer['open'] === true };
}

function fail(parts: SignInParts, reply: FastifyReply, error: unknown): FastifyReply {
  const code = error instanceof CieError ? error.code : '';
  if (code === 'LAUNCH_SYSTEM_UNAVAILABLE') return send(parts, reply, 503, systemDownPage);
  if (code === 'ACCESS_ENDED') {
    const { status, page } = failurePage(failureOf(error), portal);
    return send(parts, reply, status, page);
  }
  return send(parts, reply, 403, launchFailedPage);
}

const send = (parts: SignInParts, reply: FastifyReply, status: number, page: Page): FastifyReply => parts.pages.send(reply, status, page);
