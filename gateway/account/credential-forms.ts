import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { Page } from '../pages/page.ts';
import { answerNotFound } from '../server/answer-not-found.ts';
import { clearCookie, readCookie, setCookie } from '../sign-in/cookies.ts';
import { passwordProblem, readNewPassword } from '../sign-in/new-password.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { mayConfirmPassword, mayText } from '../sign-in/password-limits.ts';
import { busyPage, tooManyPage } from '../sign-in/password-pages.ts';
import { accountVisit, saidAt, signInFirst, type AccountSection, type AccountVisit, type Said } from './account-section.ts';
import { beginFactor, changePassword, confirmFactor, factorsOf, isFactorKind, removeFactor, showFactor, type FactorKind, type ListedFactor } from './credential-link.ts';
import { addingOverPage, beginFactorPage, changePasswordPage, confirmFactorPage, credentialList, removeFactorPage } from './credential-pages.ts';

const said: Said = {
  password: 'Your password has changed. You are signed out everywhere else.',
  added: 'It was added. You can use it when you next sign in.',
  removed: 'It was removed.',
};

/** Password and second factors, for accounts made by invitation (REG-7). */
export function credentialSection(parts: SignInParts): AccountSection {
  return {
    id: 'sign-in',
    title: 'How you sign in',
    said,
    content: async ({ session, access }) => {
      const factors = await factorsOf(parts.rooms.identity, access);
      return factors === null ? null : credentialList(session.viewer.email, factors);
    },
  };
}

type Answer = (parts: SignInParts, request: FastifyRequest, reply: FastifyReply, visit: AccountVisit, factors: readonly ListedFactor[]) => Promise<FastifyReply>;

export function registerCredentialForms(app: FastifyInstance, parts: SignInParts): void {
  const quiet = { logLevel: 'warn' } as const;
  const show = (path: string, answer: Answer): void => {
    app.get(path, quiet, (request, reply) => visited(parts, request, reply, answer));
  };
  const take = (path: string, answer: Answer): void => {
    app.post(path, quiet, (request, reply) => {
      requireOwnForm(request, parts.ownOrigin);
      return visited(parts, request, reply, answer);
    });
  };
  show('/account/password', async (_parts, _request, reply, visit) => send(parts, reply, 200, visit, changePasswordPage()));
  take('/account/password', takePassword);
  show('/account/factors/remove', showRemoval);
  take('/account/factors/remove', takeRemoval);
  show('/account/factors/:kind', async (_parts, request, reply, visit) => {
    const kind = kindOf(request);
    return kind === null ? answerNotFound(request, reply) : send(parts, reply, 200, visit, beginFactorPage(kind));
  });
  take('/account/factors/:kind', takeBeginning);
  show('/account/factors/:kind/confirm', showConfirmation);
  take('/account/factors/:kind/confirm', takeConfirmation);
}

/** For people with a password of ours; there is nothing here for all others. */
async function visited(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  const visit = await accountVisit(parts, request);
  if (visit === null) return signInFirst(reply);
  try {
    const factors = await factorsOf(parts.rooms.identity, visit.access);
    return factors === null ? answerNotFound(request, reply) : await answer(parts, request, reply, visit, factors);
  } catch (error) {
    // A person needs a page, also when a room or the database does not answer; what it was is in the log.
    request.log.error(errorKind(error), 'a form of the account page failed');
    return send(parts, reply, 503, visit, busyPage('/account'));
  }
}

const send = (parts: SignInParts, reply: FastifyReply, status: number, { session }: AccountVisit, page: Page): FastifyReply =>
  parts.pages.send(reply, status, { ...page, reader: session.viewer, current: 'account' });

const done = (reply: FastifyReply, what: string): FastifyReply => reply.redirect(saidAt(what), 303);

function kindOf(request: FastifyRequest): FactorKind | null {
  const kind = request.url.split('?')[0]?.split('/')[3];
  return isFactorKind(kind) ? kind : null;
}

const longestPassword = 256;
const wrongPassword: Problem = ['password', 'The password is not right'];

/** Reads the password that confirms a change; a page instead when it is missing or was wrong too often. */
async function confirmingPassword(
  parts: SignInParts, request: FastifyRequest, reply: FastifyReply, visit: AccountVisit, again: (found: readonly Problem[]) => Page,
): Promise<{ password: string } | { sent: FastifyReply }> {
  const password = formOf(request).secret('password', longestPassword);
  if (password === '') return { sent: send(parts, reply, 422, visit, again([['password', 'Enter your password']])) };
  const { allowed, retryAfter } = await mayConfirmPassword(parts, visit.session.viewer.accountId);
  if (allowed) return { password };
  return { sent: send(parts, reply.header('retry-after', String(retryAfter)), 429, visit, tooManyPage(retryAfter, 'confirmation')) };
}

const takePassword: Answer = async (parts, request, reply, visit) => {
  const before = await confirmingPassword(parts, request, reply, visit, changePasswordPage);
  if ('sent' in before) return before.sent;
  const { password, found } = readNewPassword(request);
  if (found.length > 0) return send(parts, reply, 422, visit, changePasswordPage(found));
  try {
    if (!(await changePassword(parts.rooms.identity, before.password, password, visit.access))) return send(parts, reply, 422, visit, changePasswordPage([wrongPassword]));
  } catch (error) {
    const problem = passwordProblem(error);
    if (problem === null) throw error;
    return send(parts, reply, 422, visit, changePasswordPage([problem]));
  }
  // All sessions end, this one as well; the person goes on in a new one.
  await parts.courier.drain();
  const { sessionId: _ended, ...person } = visit.session.viewer;
  await parts.sessions.begin(request, reply, person);
  return done(reply, 'password');
};

const takeBeginning: Answer = async (parts, request, reply, visit) => {
  const kind = kindOf(request);
  if (kind === null) return answerNotFound(request, reply);
  const mobile = formOf(request).text('mobile', 40);
  const again = (found: readonly Problem[]): Page => beginFactorPage(kind, mobile, found);
  const given = await confirmingPassword(parts, request, reply, visit, again);
  if ('sent' in given) return given.sent;
  if (kind === 'text') {
    const { allowed, retryAfter } = await mayText(parts, visit.session.viewer.accountId);
    if (!allowed) return send(parts, reply.header('retry-after', String(retryAfter)), 429, visit, tooManyPage(retryAfter, 'text'));
  }
  let token: string | null;
  try {
    token = await beginFactor(parts.rooms.identity, kind, given.password, mobile, visit.access);
  } catch (error) {
    if (!(error instanceof CieError && error.code === 'MOBILE_INVALID')) throw error;
    return send(parts, reply, 422, visit, again([['mobile', error.message]]));
  }
  if (token === null) return send(parts, reply, 422, visit, again([wrongPassword]));
  setCookie(reply, 'step', token);
  return reply.redirect(`/account/factors/${kind}/confirm`, 303);
};

function over(parts: SignInParts, reply: FastifyReply, visit: AccountVisit): FastifyReply {
  clearCookie(reply, 'step');
  return send(parts, reply, 400, visit, addingOverPage);
}

const showConfirmation: Answer = async (parts, request, reply, visit) => {
  const kind = kindOf(request);
  const token = readCookie(request, 'step');
  const shown = kind === null || token === null ? null : await showFactor(parts.rooms.identity, kind, token, visit.access);
  return shown === null ? over(parts, reply, visit) : send(parts, reply, 200, visit, confirmFactorPage(shown));
};

const takeConfirmation: Answer = async (parts, request, reply, visit) => {
  const kind = kindOf(request);
  const token = readCookie(request, 'step');
  if (kind === null || token === null) return over(parts, reply, visit);
  const posted = formOf(request);
  const given = { code: posted.text('code', 20), response: posted.secret('response', 16_000), name: posted.text('name', 40) };
  const judged = await confirmFactor(parts.rooms.identity, kind, token, given, visit.access);
  if (judged.outcome === 'accepted') {
    clearCookie(reply, 'step');
    return done(reply, 'added');
  }
  const shown = judged.outcome === 'over' ? null : await showFactor(parts.rooms.identity, kind, token, visit.access);
  if (judged.outcome === 'over' || shown === null) return over(parts, reply, visit);
  const left = judged.triesLeft === 1 ? '1 try' : `${judged.triesLeft} tries`;
  const problem: Problem = kind === 'passkey' ? ['main', 'The passkey could not be added. It may have been added before'] : ['code', `The code is not right. You have ${left} left`];
  return send(parts, reply, 422, visit, confirmFactorPage(shown, [problem]));
};

const showRemoval: Answer = async (parts, request, reply, visit, factors) => {
  const id = new URL(request.url, 'http://query.invalid').searchParams.get('id');
  const factor = factors.find((each) => each.id === id);
  return factor === undefined ? reply.redirect('/account#sign-in', 303) : send(parts, reply, 200, visit, removeFactorPage(factor));
};

const takeRemoval: Answer = async (parts, request, reply, visit, factors) => {
  const factor = factors.find((each) => each.id === formOf(request).text('id'));
  if (factor === undefined) return reply.redirect('/account#sign-in', 303);
  const given = await confirmingPassword(parts, request, reply, visit, (found) => removeFactorPage(factor, found));
  if ('sent' in given) return given.sent;
  const outcome = await removeFactor(parts.rooms.identity, factor.id, given.password, visit.access);
  if (outcome === 'wrong-password') return send(parts, reply, 422, visit, removeFactorPage(factor, [wrongPassword]));
  if (outcome === 'last-one') return send(parts, reply, 422, visit, removeFactorPage(factor, [['main', 'This is your only one. Add another one first']]));
  return done(reply, 'removed');
};
