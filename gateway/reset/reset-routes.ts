import { errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { clearCookie, readCookie, setCookie } from '../sign-in/cookies.ts';
import { passwordProblem, readNewPassword } from '../sign-in/new-password.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { mayAnswer, mayReset, plain } from '../sign-in/password-limits.ts';
import type { Judged } from '../sign-in/password-link.ts';
import { busyPage, tooManyPage } from '../sign-in/password-pages.ts';
import { isSecretForm, newSecret } from '../sign-in/secret.ts';
import { textClaim } from '../sign-in/claims.ts';
import { evenStep, inEvenTime } from '../throttle/even-time.ts';
import { beginReset, giveResetAnswer, giveResetCode, resetOf, sendResetCode, setNewPassword } from './reset-link.ts';
import { resetDonePage, resetOverPage, resetPage, resetStepPage, sentPage } from './reset-pages.ts';

type Answer = (parts: SignInParts, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** REG-8: a new password by link, code and security answer, in this order. */
export function registerResetRoutes(app: FastifyInstance, parts: SignInParts): void {
  // The address of a link is a secret: it must not reach the log of requests.
  const quiet = { logLevel: 'warn' } as const;
  const open = { ...quiet, config: { policy: 'public' } } as const;
  const show = (path: string, answer: Answer, options: typeof quiet | typeof open = quiet): void => {
    app.get(path, options, (request, reply) => calmly(parts, request, reply, answer));
  };
  const take = (path: string, answer: Answer, options: typeof quiet | typeof open = quiet): void => {
    app.post(path, options, (request, reply) => {
      requireOwnForm(request, parts.ownOrigin);
      return calmly(parts, request, reply, answer);
    });
  };
  show('/reset', async (_parts, _request, reply) => parts.pages.send(reply, 200, resetPage()), open);
  take('/reset', takeAddress, open);
  show('/reset/sent', async (_parts, _request, reply) => parts.pages.send(reply, 200, sentPage), open);
  show('/reset/next', showNext);
  take('/reset/send-code', takeCodeWish);
  take('/reset/code', takeCode);
  take('/reset/answer', takeAnswer);
  take('/reset/password', takePassword);
  show('/reset/done', async (_parts, _request, reply) => parts.pages.send(reply, 200, resetDonePage), open);
  show('/reset/:token', openLink);
}

async function calmly(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  try {
    return await answer(parts, request, reply);
  } catch (error) {
    // A person needs a page, also when a room or the database does not answer; what it was is in the log.
    request.log.error(errorKind(error), 'a reset could not go on');
    return parts.pages.send(reply, 503, busyPage('/reset/next'));
  }
}

const takeAddress: Answer = async (parts, request, reply) => {
  const email = formOf(request).text('email', 254);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    const problem: Problem = ['email', 'Enter an email address in the correct format, like name@example.com'];
    return parts.pages.send(reply, 422, resetPage(email, [problem]));
  }
  const { allowed, retryAfter } = await mayReset(parts, request, email);
  if (!allowed) return parts.pages.send(reply.header('retry-after', String(retryAfter)), 429, tooManyPage(retryAfter, 'reset'));
  await inEvenTime(evenStep, () => beginReset(parts.rooms.identity, plain(email), parts.clock()));
  return reply.redirect('/reset/sent', 303);
};

/** Changes nothing, so that a program that opens links in e-mails uses nothing up. The token leaves the address at once. */
const openLink: Answer = async (parts, request, reply) => {
  const token = request.url.split('?')[0]?.split('/')[2];
  if (!isSecretForm(token)) return parts.pages.send(reply, 400, resetOverPage);
  setCookie(reply, 'reset', token);
  return reply.redirect('/reset/next', 303);
};

function over(parts: SignInParts, reply: FastifyReply): FastifyReply {
  clearCookie(reply, 'reset');
  return parts.pages.send(reply, 400, resetOverPage);
}

const showNext: Answer = async (parts, request, reply) => {
  const token = readCookie(request, 'reset');
  const shown = token === null ? null : await resetOf(parts.rooms.identity, token, parts.clock());
  return shown === null ? over(parts, reply) : parts.pages.send(reply, 200, resetStepPage(shown));
};

/** The same page again, with what is wrong. */
async function again(parts: SignInParts, reply: FastifyReply, token: string, found: readonly Problem[]): Promise<FastifyReply> {
  const shown = await resetOf(parts.rooms.identity, token, parts.clock());
  return shown === null ? over(parts, reply) : parts.pages.send(reply, 422, resetStepPage(shown, found));
}

const takeCodeWish: Answer = async (parts, request, reply) => {
  const token = readCookie(request, 'reset');
  if (token === null) return over(parts, reply);
  if (await sendResetCode(parts.rooms.identity, token, parts.clock())) return reply.redirect('/reset/next', 303);
  return again(parts, reply, token, [['code', 'We have sent three codes. Use the newest one, or ask for a new link']]);
};

/** What follows a judged check: the next page, this page with the problem, or the end. */
async function follow(parts: SignInParts, reply: FastifyReply, token: string, judged: Judged, name: string, text: string): Promise<FastifyReply> {
  if (judged.outcome === 'accepted') return reply.redirect('/reset/next', 303);
  if (judged.outcome === 'over') return over(parts, reply);
  return again(parts, reply, token, [[name, `${text} You have ${judged.triesLeft === 1 ? '1 try' : `${judged.triesLeft} tries`} left`]]);
}

const takeCode: Answer = async (parts, request, reply) => {
  const token = readCookie(request, 'reset');
  if (token === null) return over(parts, reply);
  const code = formOf(request).text('code', 20);
  if (code === '') return again(parts, reply, token, [['code', 'Enter the code from the text message']]);
  return follow(parts, reply, token, await giveResetCode(parts.rooms.identity, token, code, parts.clock()), 'code', 'The code is not right.');
};

const takeAnswer: Answer = async (parts, request, reply) => {
  const token = readCookie(request, 'reset');
  const shown = token === null ? null : await resetOf(parts.rooms.identity, token, parts.clock());
  if (token === null || shown === null) return over(parts, reply);
  const answer = formOf(request).text('answer', 200);
  if (shown.next !== 'answer') return reply.redirect('/reset/next', 303);
  if (answer === '') return again(parts, reply, token, [['answer', 'Enter the answer to your security question']]);
  const { allowed, retryAfter } = await mayAnswer(parts, shown.accountId);
  if (!allowed) return parts.pages.send(reply.header('retry-after', String(retryAfter)), 429, tooManyPage(retryAfter, 'answer'));
  return follow(parts, reply, token, await giveResetAnswer(parts.rooms.identity, token, answer, parts.clock()), 'answer', 'The answer is not right.');
};

const takePassword: Answer = async (parts, request, reply) => {
  const token = readCookie(request, 'reset');
  if (token === null) return over(parts, reply);
  const { password, found } = readNewPassword(request);
  if (found.length > 0) return again(parts, reply, token, found);
  let judged: Judged;
  try {
    judged = await setNewPassword(parts.rooms.identity, token, password, parts.clock());
  } catch (error) {
    const problem = passwordProblem(error);
    if (problem === null) throw error;
    return again(parts, reply, token, [problem]);
  }
  if (judged.outcome !== 'accepted') return over(parts, reply);
  // Who is signed in anywhere is out before this person reads that the password has changed.
  await parts.courier.drain();
  await knowDevice(parts, request, reply, textClaim(judged.answer, 'email') ?? '');
  clearCookie(reply, 'reset');
  return reply.redirect('/reset/done', 303);
};

/** Three checks were passed in this browser: others' wrong passwords do not slow it down (abuse case 39). */
async function knowDevice(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, email: string): Promise<void> {
  const device = readCookie(request, 'device') ?? newSecret();
  await parts.devices.remember(device, email, parts.clock());
  setCookie(reply, 'device', device);
}
