import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { untilEven } from '../throttle/even-time.ts';
import { clearCookie, readCookie, setCookie } from './cookies.ts';
import { portal, readDestination, type Destination } from './destination.ts';
import { failurePage } from './pages.ts';
import type { SignInParts } from './parts.ts';
import { passkeyScript, passkeyScriptAddress } from './passkey-form.ts';
import { forgetPasswordTries, isKnownDevice, mayBeginPasskey, mayText, mayTryPassword, mayTrySecondFactor, plain } from './password-limits.ts';
import {
  beginPasskey, checkPasskey, checkPassword, checkSecondFactor, readPerson, secondFactorOf, sendSignInCode, tellOfNewDevice, type OfferedFactor, type SecondFactorChoice,
} from './password-link.ts';
import { busyPage, notRight, passkeyPage, passkeyRefusedPage, passwordAddress, passwordPage, secondFactorAddress, secondFactorPage, signInOverPage, tooManyPage } from './password-pages.ts';
import { proceed } from './proceed.ts';
import { newSecret } from './secret.ts';

type Answer = (parts: SignInParts, request: FastifyRequest, reply: FastifyReply, destination: Destination) => Promise<FastifyReply>;

/** Milliseconds in which a wrong password is answered: longer than a hash takes, as a rule. */
const passwordStep = 100;
/** Characters of UTF-16 that a password of 128 characters has at most. */
const longestPassword = 256;
/** A browser's answer about a passkey, with the largest signatures that there are. */
const longestResponse = 8000;

/** REG-7: sign-in for accounts made by invitation. */
export function registerPasswordRoutes(app: FastifyInstance, parts: SignInParts): void {
  const quiet = { logLevel: 'warn' } as const;
  const open = { ...quiet, config: { policy: 'public' } } as const;
  const show = (path: string, answer: Answer, options: typeof quiet | typeof open = quiet): void => {
    app.get(path, options, (request, reply) => withDestination(parts, request, reply, answer));
  };
  const take = (path: string, answer: Answer, options: typeof quiet | typeof open = quiet): void => {
    app.post(path, options, (request, reply) => {
      requireOwnForm(request, parts.ownOrigin);
      return withDestination(parts, request, reply, answer);
    });
  };
  show('/sign-in/password', async (_parts, _request, reply, destination) => parts.pages.send(reply, 200, passwordPage(destination)), open);
  take('/sign-in/password', takePassword, open);
  show('/sign-in/second-factor', showSecondFactor);
  take('/sign-in/second-factor', takeSecondFactor);
  take('/sign-in/second-factor/code', takeCodeWish);
  show('/sign-in/passkey', showPasskey, open);
  take('/sign-in/passkey', takePasskey);
  app.get(passkeyScriptAddress, open, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(passkeyScript));
}

async function withDestination(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  const destination = readDestination(new URL(request.url, 'http://query.invalid').searchParams);
  if (destination === null) {
    const { status, page } = failurePage('bad-address', portal);
    return parts.pages.send(reply, status, page);
  }
  try {
    return await answer(parts, request, reply, destination);
  } catch (error) {
    if (error instanceof CieError && error.code === 'BEGIN_AGAIN') return over(parts, reply, destination);
    // A person needs a page, also when a room or the database does not answer; what it was is in the log.
    request.log.error(errorKind(error), 'a sign-in by password could not go on');
    return parts.pages.send(reply, 503, busyPage(passwordAddress(destination)));
  }
}

function wait(parts: SignInParts, reply: FastifyReply, retryAfter: number, what: 'sign-in' | 'code'): FastifyReply {
  return parts.pages.send(reply.header('retry-after', String(retryAfter)), 429, tooManyPage(retryAfter, what));
}

const takePassword: Answer = async (parts, request, reply, destination) => {
  const begin = performance.now();
  const posted = formOf(request);
  const email = posted.text('email', 254);
  const password = posted.secret('password', longestPassword);
  const found: Problem[] = [];
  if (email === '') found.push(['email', 'Enter your email address']);
  if (password === '') found.push(['password', 'Enter your password']);
  if (found.length > 0) return parts.pages.send(reply, 422, passwordPage(destination, email, found));

  const allowance = await mayTryPassword(parts, request, email);
  if (!allowance.allowed) return wait(parts, reply, allowance.retryAfter, 'sign-in');
  const token = await checkPassword(parts.rooms.identity, plain(email), password, parts.clock());
  if (token === null) {
    // A hash takes as long for nobody as for somebody, and looking up does not quite (abuse case 38).
    await untilEven(begin, passwordStep);
    return parts.pages.send(reply, 422, passwordPage(destination, email, [notRight]));
  }
  await forgetPasswordTries(parts, request, email);
  await textUnasked(parts, token);
  setCookie(reply, 'step', token);
  return reply.redirect(secondFactorAddress(destination), 303);
};

/** Who has nothing but a phone need not ask for the message. It counts like those that are asked for; without it the page offers one. */
async function textUnasked(parts: SignInParts, token: string): Promise<void> {
  const choice = await secondFactorOf(parts.rooms.identity, token, parts.clock());
  if (choice === null || choice.phoneEnd === null || choice.hasApp || choice.passkeyOptions !== null) return;
  if ((await mayText(parts, choice.accountId)).allowed) await sendSignInCode(parts.rooms.identity, token, parts.clock());
}

/** The sign-in that this browser is in the middle of; null when there is none. */
async function choiceOf(parts: SignInParts, request: FastifyRequest): Promise<{ token: string; choice: SecondFactorChoice } | null> {
  const token = readCookie(request, 'step');
  const choice = token === null ? null : await secondFactorOf(parts.rooms.identity, token, parts.clock());
  return token === null || choice === null ? null : { token, choice };
}

function over(parts: SignInParts, reply: FastifyReply, destination: Destination): FastifyReply {
  clearCookie(reply, 'step');
  return parts.pages.send(reply, 400, signInOverPage(destination));
}

const showSecondFactor: Answer = async (parts, request, reply, destination) => {
  const found = await choiceOf(parts, request);
  return found === null ? over(parts, reply, destination) : parts.pages.send(reply, 200, secondFactorPage(destination, found.choice));
};

const takeCodeWish: Answer = async (parts, request, reply, destination) => {
  const found = await choiceOf(parts, request);
  if (found === null) return over(parts, reply, destination);
  const allowance = await mayText(parts, found.choice.accountId);
  if (!allowance.allowed) return wait(parts, reply, allowance.retryAfter, 'code');
  if (await sendSignInCode(parts.rooms.identity, found.token, parts.clock())) return reply.redirect(secondFactorAddress(destination), 303);
  const problem: Problem = ['text-code', 'We have sent three codes. Use the newest one, or start the sign-in again'];
  return parts.pages.send(reply, 422, secondFactorPage(destination, found.choice, [problem]));
};

function readOffered(request: FastifyRequest): OfferedFactor | Problem {
  const posted = formOf(request);
  const kind = posted.text('kind', 10);
  if (kind === 'passkey') {
    const response = posted.secret('response', longestResponse);
    return response === '' ? ['text-code', 'The passkey was not used. Try again, or choose another way'] : { kind, response };
  }
  if (kind === 'totp') return posted.text('totp-code', 20) === '' ? ['totp-code', 'Enter the code from your authenticator app'] : { kind, code: posted.text('totp-code', 20) };
  return posted.text('text-code', 20) === '' ? ['text-code', 'Enter the code from the text message'] : { kind: 'text', code: posted.text('text-code', 20) };
}

const takeSecondFactor: Answer = async (parts, request, reply, destination) => {
  const found = await choiceOf(parts, request);
  if (found === null) return over(parts, reply, destination);
  const { token, choice } = found;
  const offered = readOffered(request);
  if (!('kind' in offered)) return parts.pages.send(reply, 422, secondFactorPage(destination, choice, [offered]));
  const allowance = await mayTrySecondFactor(parts, request, choice);
  if (!allowance.allowed) return wait(parts, reply, allowance.retryAfter, 'code');
  const judged = await checkSecondFactor(parts.rooms.identity, token, offered, parts.clock());
  if (judged.outcome === 'accepted') return finish(parts, request, reply, judged.answer, destination);
  if (judged.outcome === 'over') return over(parts, reply, destination);
  const left = judged.triesLeft === 1 ? '1 try' : `${judged.triesLeft} tries`;
  const problem: Problem = offered.kind === 'passkey'
    ? ['main', 'This passkey was not accepted. Try again, or choose another way']
    : [`${offered.kind}-code`, `The code is not right. You have ${left} left`];
  // The passkey's challenge is used up: the page needs a new one.
  const next = await secondFactorOf(parts.rooms.identity, token, parts.clock());
  return next === null ? over(parts, reply, destination) : parts.pages.send(reply, 422, secondFactorPage(destination, next, [problem]));
};

const showPasskey: Answer = async (parts, request, reply, destination) => {
  const allowance = await mayBeginPasskey(parts, request);
  if (!allowance.allowed) return wait(parts, reply, allowance.retryAfter, 'sign-in');
  const { token, options } = await beginPasskey(parts.rooms.identity, parts.clock());
  setCookie(reply, 'step', token);
  return parts.pages.send(reply, 200, passkeyPage(destination, options));
};

const takePasskey: Answer = async (parts, request, reply, destination) => {
  const token = readCookie(request, 'step');
  const response = formOf(request).secret('response', longestResponse);
  const judged = token === null || response === '' ? null : await checkPasskey(parts.rooms.identity, token, response, parts.clock());
  if (judged?.outcome === 'accepted') return finish(parts, request, reply, judged.answer, destination);
  clearCookie(reply, 'step');
  return parts.pages.send(reply, 403, passkeyRefusedPage(destination));
};

/** Both factors are right: the browser is known from now on, and the sign-in goes on as every other does. */
async function finish(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, answer: Readonly<Record<string, unknown>>, destination: Destination): Promise<FastifyReply> {
  const { person, isFirst } = readPerson(answer);
  const email = person.email ?? '';
  const now = parts.clock();
  if (!isFirst && !(await isKnownDevice(parts, request, email))) await tellOfNewDevice(parts.rooms.identity, person.accountId, now);
  const device = readCookie(request, 'device') ?? newSecret();
  await parts.devices.remember(device, email, now);
  setCookie(reply, 'device', device);
  clearCookie(reply, 'step');
  return proceed(parts, request, reply, person, destination);
}
