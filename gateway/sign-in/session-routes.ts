import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import { isRecord } from './claims.ts';
import { clearCookie, readCookie } from './cookies.ts';
import { requireOwnForm, requireOwnOrigin } from '../pages/own-origin.ts';
import type { SignInParts } from './parts.ts';
import { isSecretForm } from './secret.ts';
import type { Session } from './sessions.ts';

/** What a page may know of its session: no token, no id, nothing clinical. */
interface SessionState {
  readonly state: 'signed-in' | 'signed-out';
  readonly name?: string;
  readonly kind?: 'patient' | 'professional';
  readonly expiresAt?: string;
  readonly idleUntil?: string;
  /** Seconds until it ends if nothing is asked for; the reader's clock may be wrong, and need not be asked. */
  readonly secondsLeft?: number;
  /** Whether extending it would lengthen it: not when the absolute end is the nearer one. */
  readonly extendable?: boolean;
}

function stateOf(session: Session | null, now: Date): SessionState {
  if (session === null) return { state: 'signed-out' };
  return {
    state: 'signed-in',
    name: session.viewer.name,
    kind: session.viewer.kind,
    expiresAt: session.expiresAt.toISOString(),
    idleUntil: session.idleUntil.toISOString(),
    secondsLeft: Math.max(1, Math.round((session.idleUntil.getTime() - now.getTime()) / 1000)),
    extendable: session.idleUntil < session.expiresAt,
  };
}

/** Session state, extension, the end of it, and the exchange of a frame's one-time code for it. */
export function registerSessionRoutes(app: FastifyInstance, parts: SignInParts): void {
  app.get('/session', { config: { policy: 'public' } }, async (request, reply) => reply.send(stateOf(await parts.sessions.peek(request), parts.clock())));

  app.post('/session/extend', { config: { policy: 'signed-in' } }, async (request, reply) => {
    requireOwnOrigin(request, { allowScripts: false });
    return reply.send(stateOf(await parts.sessions.extend(request), parts.clock()));
  });

  app.post('/sign-in/redeem', (request, reply) => redeem(parts, request, reply));
  app.post('/sign-out', { config: { policy: 'public' } }, (request, reply) => signOut(parts, request, reply));
}

async function redeem(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnOrigin(request, { allowScripts: false });
  const body = isRecord(request.body) ? request.body : {};
  const { code, verifier } = body;
  const person = isSecretForm(code) && isSecretForm(verifier) ? await parts.codes.redeem(code, verifier, parts.clock()) : null;
  if (person === null) throw new CieError('CODE_REFUSED', 'This sign-in was already used or took too long. Sign in again.');
  return reply.send(stateOf(await parts.sessions.begin(request, reply, person, 'frame'), parts.clock()));
}

async function signOut(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (isForm) requireOwnForm(request, parts.ownOrigin);
  else requireOwnOrigin(request, { allowScripts: true });
  await parts.sessions.end(request, reply);
  // Whoever signs out leaves the computer: what was begun in other tabs must not be there for the next person.
  const browser = readCookie(request, 'pending');
  if (browser !== null) {
    await Promise.all([parts.pending.endOf(browser), parts.arrivals.endOf(browser)]);
    clearCookie(reply, 'pending');
  }
  if (readCookie(request, 'step') !== null) clearCookie(reply, 'step');
  return isForm ? reply.redirect('/', 303) : reply.code(204).send();
}
