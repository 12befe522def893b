import { errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from './cookies.ts';
import { portal, readDestination } from './destination.ts';
import { failureOf } from './failure.ts';
import { failurePage, type Failure } from './pages.ts';
import type { SignInParts } from './parts.ts';
import { newSecret } from './secret.ts';
import { mayStart } from './start-limit.ts';

/** A signed token in compact form (RFC 7515): three parts, no larger than NHS login makes them. */
const compactToken = /^[\w-]{1,2000}\.[\w-]{1,6000}\.[\w-]{1,2000}$/;

/**
 * GET /sign-in/nhs-app: where the NHS App hands a person over (REG-2). Its token goes on to NHS login as it came, which alone can
 * tell whether it is good: once, for a minute. We neither read nor keep it, and ask nothing (`prompt=none`), since the person
 * is signed in over there. Anybody can send a browser here with a token of their own: a session of another account is therefore
 * not replaced unasked (login CSRF, RFC 6749, 10.12).
 */
export function registerNhsAppRoute(app: FastifyInstance, parts: SignInParts): void {
  // The address carries a token: it must not reach the log of requests.
  app.get('/sign-in/nhs-app', { logLevel: 'warn', config: { policy: 'public' } }, (request, reply) => handOver(parts, request, reply));
}

async function handOver(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = new URL(request.url, 'http://query.invalid').searchParams;
  const token = query.get('assertedLoginIdentity') ?? '';
  const destination = readDestination(query);
  const fail = (failure: Failure): FastifyReply => {
    const { status, page } = failurePage(failure, destination ?? portal);
    return parts.pages.send(reply, status, page);
  };
  const nhsLogin = parts.providers.get('nhs-login');
  if (nhsLogin === undefined || destination?.kind !== 'page' || !compactToken.test(token)) return fail('bad-address');
  if (!(await mayStart(parts, request))) return fail('too-many');
  const browser = readCookie(request, 'attempt') ?? newSecret();
  try {
    const attempt = await parts.attempts.begin('nhs-login', 'any', { ...destination, isHandedOver: true }, browser, parts.clock());
    const address = await nhsLogin.authorizationAddress(attempt, { asserted_login_identity: token, prompt: 'none' });
    setCookie(reply, 'attempt', browser);
    return reply.redirect(address.href, 303);
  } catch (error) {
    request.log.error({ ...errorKind(error), provider: 'nhs-login' }, 'a hand-over from the NHS App could not begin');
    return fail(failureOf(error));
  }
}
