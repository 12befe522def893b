import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { untilEven } from '../throttle/even-time.ts';
import { readCookie } from './cookies.ts';
import { failurePage, unprovenPage } from './pages.ts';
import { portal, readDestination } from './destination.ts';
import type { SignInParts } from './parts.ts';
import type { PendingSignIn } from './pending.store.ts';
import { arrive, nextAddress } from './proceed.ts';
import { agree, linkRecord, markExplained, nextStep } from './registration-link.ts';
import { replacePage, replacesAnother } from './replace-session.ts';
import { isSecretForm } from './secret.ts';
import { agreePage, explainPage, notLinkedPage, tryAgainPage } from './step-pages.ts';

/** Milliseconds in which a link is refused: longer than the rooms take to answer, as a rule. */
const linkStep = 100;

/** The steps between identification and session, each a form; they can be taken up again until they are done (REG-1). */
export function registerStepRoutes(app: FastifyInstance, parts: SignInParts): void {
  // Addresses carry the id of a sign-in: they must not reach the log of requests.
  const quiet = { logLevel: 'warn' } as const;
  app.get('/sign-in/next', quiet, (request, reply) => showNext(parts, request, reply));
  app.get('/sign-in/unproven', { ...quiet, config: { policy: 'public' } }, (request, reply) => {
    const destination = readDestination(queryOf(request));
    return destination === null ? refuse(parts, reply) : parts.pages.send(reply, 200, unprovenPage(destination));
  });
  app.post('/sign-in/agree', quiet, (request, reply) => takeStep(parts, request, reply, takeAgreement));
  app.post('/sign-in/explained', quiet, (request, reply) => takeStep(parts, request, reply, takeExplanation));
  app.post('/sign-in/without-record', quiet, (request, reply) => takeStep(parts, request, reply, goWithoutRecord));
  app.post('/sign-in/replace', quiet, (request, reply) => takeStep(parts, request, reply, takeReplacement));
}

const queryOf = (request: FastifyRequest): URLSearchParams => new URL(request.url, 'http://query.invalid').searchParams;

async function pendingOf(parts: SignInParts, request: FastifyRequest, id: string | null): Promise<PendingSignIn | null> {
  const browser = readCookie(request, 'pending');
  return browser === null || !isSecretForm(id) ? null : parts.pending.find(id, browser, parts.clock());
}

function refuse(parts: SignInParts, reply: FastifyReply): FastifyReply {
  const { status, page } = failurePage('took-too-long', portal);
  return parts.pages.send(reply, status, page);
}

/** Shows the step that is open, or ends the sign-in when there is none. Where that is follows from the account alone. */
async function showNext(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const pending = await pendingOf(parts, request, queryOf(request).get('sign-in'));
  if (pending === null) return refuse(parts, reply);
  try {
    return await showStep(parts, request, reply, pending);
  } catch (error) {
    return couldNot(parts, request, reply, pending, error);
  }
}

function couldNot(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, { id }: PendingSignIn, error: unknown): FastifyReply {
  if (error instanceof CieError && error.code === 'ACCOUNT_CLOSED') return refuse(parts, reply);
  request.log.error(errorKind(error), 'a step of sign-in could not be taken');
  return parts.pages.send(reply, 503, tryAgainPage(nextAddress(id)));
}

async function showStep(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, pending: PendingSignIn): Promise<FastifyReply> {
  const next = await nextStep(parts.rooms, pending.person, parts.clock());
  if (next.step === 'agree') return parts.pages.send(reply, 200, agreePage(pending, next.agreement));
  if (next.step === 'link' && !pending.withoutRecord) {
    const begin = performance.now();
    const record = await linkRecord(parts.rooms, pending.person, parts.clock());
    if (record === null) {
      // A record that does not count takes a little longer to refuse than none (REG-3).
      await untilEven(begin, linkStep);
      return parts.pages.send(reply, 200, notLinkedPage(pending));
    }
    await parts.pending.rename(pending.id, record.name);
    return reply.redirect(nextAddress(pending.id), 303);
  }
  if (next.step === 'explain') return parts.pages.send(reply, 200, explainPage(pending));
  if (await replacesAnother(parts, request, pending.person, pending.destination)) return parts.pages.send(reply, 200, replacePage(pending));
  if (!(await parts.pending.end(pending.id))) return refuse(parts, reply);
  return arrive(parts, request, reply, { ...pending.person, patientId: next.patientId }, pending.destination);
}

/** Takes a posted step, or answers itself that it cannot be taken. */
type TakeStep = (parts: SignInParts, request: FastifyRequest, reply: FastifyReply, pending: PendingSignIn) => Promise<unknown>;

/** One posted step; when it is taken, the next page is asked for by GET. */
async function takeStep(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, take: TakeStep): Promise<FastifyReply> {
  requireOwnForm(request, parts.ownOrigin);
  const pending = await pendingOf(parts, request, formOf(request).text('sign-in'));
  if (pending === null) return refuse(parts, reply);
  try {
    await take(parts, request, reply, pending);
    return reply.sent ? reply : reply.redirect(nextAddress(pending.id), 303);
  } catch (error) {
    return couldNot(parts, request, reply, pending, error);
  }
}

const takeAgreement: TakeStep = async (parts, request, reply, pending) => {
  const posted = formOf(request);
  const agreed = posted.all('agreed');
  if (!agreed.includes('agreement') || !agreed.includes('privacy')) {
    const { agreement } = await nextStep(parts.rooms, pending.person, parts.clock());
    return parts.pages.send(reply, 422, agreePage(pending, agreement, agreed, 'Tick both boxes if you agree'));
  }
  try {
    await agree(parts.rooms, pending.person, posted.text('version'), parts.clock());
  } catch (error) {
    // A new version came into force while the page was open: the next page shows it.
    if (!(error instanceof CieError && error.code === 'AGREEMENT_OUTDATED')) throw error;
  }
};

const takeExplanation: TakeStep = async (parts, request, _reply, pending) => {
  await markExplained(parts.rooms, pending.person, parts.clock());
  if (formOf(request).text('to') === 'sharing' && pending.destination.kind === 'page') {
    await parts.pending.redirect(pending.id, { ...pending.destination, path: '/sharing' });
  }
};

/** The person knows of both accounts and wants this one: from here it is a sign-in like any other. */
const takeReplacement: TakeStep = async (parts, _request, _reply, { id, destination }) => {
  if (destination.kind === 'page') await parts.pending.redirect(id, { kind: 'page', path: destination.path });
};

const goWithoutRecord: TakeStep = async (parts, _request, _reply, pending) => {
  await parts.pending.goWithoutRecord(pending.id);
};
