import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorKind } from '@cie/kit/errors.ts';
import { readCookie, setCookie } from './cookies.ts';
import { portal, readDestination, type Destination } from './destination.ts';
import { failureOf } from './failure.ts';
import { finishScript } from './finish-script.ts';
import { choicePage, failurePage, type Failure } from './pages.ts';
import { proceed } from './proceed.ts';
import type { Level, ProviderName } from './attempt.store.ts';
import type { SignInParts, SignInProvider } from './parts.ts';
import { arriveAsProfessional } from './professionals/professional-routes.ts';
import { newSecret } from './secret.ts';
import { mayStart } from './start-limit.ts';

/** Parameters arrive twice or not at all, as the sender likes; URLSearchParams reads the first and never an object. */
function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://query.invalid').searchParams;
}

/** Pages of sign-in and the journeys to the identity providers and back. */
export function registerSignInRoutes(app: FastifyInstance, parts: SignInParts): void {
  // Addresses on the way back carry code and state: they must not reach the log of requests.
  const quiet = { logLevel: 'warn', config: { policy: 'public' } } as const;

  app.get('/sign-in', quiet, (request, reply) => {
    const destination = readDestination(queryOf(request));
    return destination === null ? fail(parts, reply, 'bad-address', portal) : parts.pages.send(reply, 200, choicePage(destination, parts.trusts));
  });

  app.get('/sign-in/finish.js', quiet, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(finishScript));

  for (const [name, provider] of parts.providers) {
    app.get(`/sign-in/${name}`, quiet, (request, reply) => leave(parts, name, provider, request, reply));
    app.get(`/sign-in/return/${name}`, quiet, (request, reply) => comeBack(parts, name, provider, request, reply));
  }
}

async function leave(parts: SignInParts, name: ProviderName, provider: SignInProvider, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = queryOf(request);
  const destination = readDestination(query);
  if (destination === null) return fail(parts, reply, 'bad-address', portal);
  if (!(await mayStart(parts, request))) return fail(parts, reply, 'too-many', destination);
  const level: Level = query.get('prove') === '1' ? 'P9' : 'any';
  // One cookie serves all tabs of a browser: a second sign-in must not undo the first.
  const browser = readCookie(request, 'attempt') ?? newSecret();
  try {
    const attempt = await parts.attempts.begin(name, level, destination, browser, parts.clock());
    const address = await provider.authorizationAddress(attempt);
    setCookie(reply, 'attempt', browser);
    return reply.redirect(address.href, 303);
  } catch (error) {
    request.log.error({ ...errorKind(error), provider: name }, 'sign-in could not begin');
    return fail(parts, reply, failureOf(error), destination);
  }
}

async function comeBack(parts: SignInParts, name: ProviderName, provider: SignInProvider, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = queryOf(request);
  const state = query.get('state');
  const browser = readCookie(request, 'attempt');
  if (state === null || browser === null) return fail(parts, reply, 'begin-again', portal);
  const attempt = await parts.attempts.take(state, name, browser, parts.clock());
  if (attempt === null) return fail(parts, reply, 'begin-again', portal);
  try {
    const identity = await provider.identify(attempt, state, query);
    if ('roles' in identity) return await arriveAsProfessional(parts, request, reply, identity, attempt.destination);
    return await proceed(parts, request, reply, identity, attempt.destination);
  } catch (error) {
    request.log.warn({ ...errorKind(error), provider: name }, 'sign-in refused');
    return fail(parts, reply, failureOf(error), attempt.destination);
  }
}

function fail(parts: SignInParts, reply: FastifyReply, failure: Failure, destination: Destination): FastifyReply {
  const { status, page } = failurePage(failure, destination);
  return parts.pages.send(reply, status, page);
}
