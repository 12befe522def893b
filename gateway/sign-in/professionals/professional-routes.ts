import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { Problem } from '../../pages/controls.ts';
import { formOf, type FormBody } from '../../pages/form-body.ts';
import { requireOwnForm } from '../../pages/own-origin.ts';
import { isRecord, textClaim } from '../claims.ts';
import { readCookie, setCookie } from '../cookies.ts';
import { portal, type Destination } from '../destination.ts';
import { failureOf } from '../failure.ts';
import { failurePage } from '../pages.ts';
import type { SignInParts } from '../parts.ts';
import { proceed } from '../proceed.ts';
import { signedOut } from '../registration-link.ts';
import { isSecretForm, newSecret } from '../secret.ts';
import type { ProfessionalArrival } from './arrival.store.ts';
import { offerRoles, type OfferedRole } from './offer-roles.ts';
import { askedPage, askPage, rolePage, type AccessDraft } from './pages.ts';
import { readStanding, signInProfessional } from './professional-account.ts';
import type { VouchedProfessional } from './vouched-professional.ts';

/** Takes a professional whom a provider vouches for on: signed in, to the choice of a role, or to the form for access. */
export async function arriveAsProfessional(
  parts: SignInParts, request: FastifyRequest, reply: FastifyReply, professional: VouchedProfessional, destination: Destination,
): Promise<FastifyReply> {
  const now = parts.clock();
  const arrival = offerRoles(professional, await readStanding(parts.rooms.identity, professional, now));
  if (arrival.next === 'sign-in') {
    const person = await signInProfessional(parts.rooms.identity, professional, choiceOf(arrival.role), now);
    return proceed(parts, request, reply, person, destination);
  }
  const browser = readCookie(request, 'pending') ?? newSecret();
  const id = await parts.arrivals.begin({ professional, offered: arrival.next === 'choose' ? arrival.roles : [], destination }, browser, now);
  setCookie(reply, 'pending', browser);
  return reply.redirect(`/sign-in/${arrival.next === 'choose' ? 'role' : 'ask-access'}?sign-in=${id}`, 303);
}

const choiceOf = ({ grantId, organisation, role }: OfferedRole) => (grantId === null ? { organisation, role } : { grantId });

/** Pages between a provider's word and a session. */
export function registerProfessionalRoutes(app: FastifyInstance, parts: SignInParts): void {
  // The id in the address is half of a key: it must not reach the log of requests.
  const quiet = { logLevel: 'warn' } as const;
  const begun = (work: (id: string, arrival: ProfessionalArrival, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | FastifyReply) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      if (request.method === 'POST') requireOwnForm(request, parts.ownOrigin);
      const id = request.method === 'POST' ? formOf(request).text('sign-in') : new URL(request.url, parts.ownOrigin).searchParams.get('sign-in');
      const browser = readCookie(request, 'pending');
      const arrival = isSecretForm(id) && browser !== null ? await parts.arrivals.find(id, browser, parts.clock()) : null;
      if (arrival === null || !isSecretForm(id)) return fail(parts, reply, new CieError('BEGIN_AGAIN', 'There is no such arrival.'), portal);
      return work(id, arrival, request, reply);
    };

  app.get('/sign-in/role', quiet, begun((id, { professional, offered, destination }, _request, reply) =>
    offered.length === 0 ? reply.redirect(`/sign-in/ask-access?sign-in=${id}`, 303) : sendRoles(parts, reply, 200, id, { professional, offered, destination }, [])));
  app.post('/sign-in/role', quiet, begun((id, arrival, request, reply) => chooseRole(parts, id, arrival, request, reply)));

  app.get('/sign-in/ask-access', quiet, begun(async (id, { professional, offered }, _request, reply) => {
    if (offered.length > 0) return reply.redirect(`/sign-in/role?sign-in=${id}`, 303);
    const { left } = await readStanding(parts.rooms.identity, professional, parts.clock());
    return parts.pages.send(reply, 200, askPage({ id, name: professional.name, draft: firstDraft(professional), problems: [], left }));
  }));
  app.post('/sign-in/ask-access', quiet, begun((id, arrival, request, reply) => askForAccess(parts, id, arrival, request, reply)));
  app.get('/sign-in/asked', { ...quiet, config: { policy: 'public' } }, (request, reply) => {
    const reference = new URL(request.url, parts.ownOrigin).searchParams.get('reference') ?? '';
    // Only what our own redirect can have put there: nobody else's words on a page of ours.
    return /^[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(reference) ? parts.pages.send(reply, 200, askedPage(reference)) : reply.callNotFound();
  });
}

function sendRoles(parts: SignInParts, reply: FastifyReply, status: number, id: string, { professional, offered }: ProfessionalArrival, found: readonly Problem[]): FastifyReply {
  return parts.pages.send(reply, status, rolePage(id, professional.name, offered, found));
}

async function chooseRole(parts: SignInParts, id: string, arrival: ProfessionalArrival, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const given = formOf(request).text('role', 3);
  const role = /^\d+$/.test(given) ? arrival.offered[Number(given)] : undefined;
  if (role === undefined) return sendRoles(parts, reply, 422, id, arrival, [['role-0', 'Choose the role that you are working in now']]);
  if (!(await parts.arrivals.end(id))) return fail(parts, reply, new CieError('BEGIN_AGAIN', 'The arrival has ended.'), arrival.destination);
  try {
    const person = await signInProfessional(parts.rooms.identity, arrival.professional, choiceOf(role), parts.clock());
    return await proceed(parts, request, reply, person, arrival.destination);
  } catch (error) {
    request.log.warn(errorKind(error), 'sign-in refused');
    return fail(parts, reply, error, arrival.destination);
  }
}

/** What the provider told of a role at an organisation that we do not know saves typing. */
function firstDraft({ roles, email }: VouchedProfessional): AccessDraft {
  const [role] = roles;
  return { organisationName: role?.organisationName ?? '', organisation: role?.organisation ?? '', role: role?.role ?? '', workEmail: email ?? '', why: '', confirmer: '' };
}

function readDraft(form: FormBody): AccessDraft {
  return {
    organisationName: form.text('organisationName'),
    organisation: form.text('organisation', 20),
    role: form.text('role'),
    workEmail: form.text('workEmail', 254),
    why: form.text('why', 1000),
    confirmer: form.text('confirmer', 1000),
  };
}

function checkDraft(draft: AccessDraft): Problem[] {
  const found: Problem[] = [];
  if (draft.organisationName === '') found.push(['organisationName', 'Enter where you work']);
  if (draft.organisation !== '' && !/^[A-Za-z0-9]{3,10}$/.test(draft.organisation)) found.push(['organisation', 'Enter an ODS code of letters and digits, or leave it empty']);
  if (draft.role === '') found.push(['role', 'Enter your role']);
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(draft.workEmail)) found.push(['workEmail', 'Enter a work email address, like name@example.nhs.uk']);
  if (draft.why === '') found.push(['why', 'Say what you need the exchange for']);
  if (draft.confirmer === '') found.push(['confirmer', 'Say who can confirm that you work there']);
  return found;
}

async function askForAccess(parts: SignInParts, id: string, arrival: ProfessionalArrival, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  // Who is offered a role works in that one; the desk gives access to those whose provider names none that we know.
  if (arrival.offered.length > 0) return reply.redirect(`/sign-in/role?sign-in=${id}`, 303);
  const { professional } = arrival;
  const draft = readDraft(formOf(request));
  const again = async (found: readonly Problem[]): Promise<FastifyReply> => {
    const { left } = await readStanding(parts.rooms.identity, professional, parts.clock());
    return parts.pages.send(reply, 422, askPage({ id, name: professional.name, draft, problems: found, left }));
  };
  const found = checkDraft(draft);
  if (found.length > 0) return again(found);
  try {
    const { issuer, subject, name, email } = professional;
    const answer = await parts.rooms.identity.command('request-professional-access', { issuer, subject, name, email, ...draft }, signedOut(parts.clock()));
    const reference = isRecord(answer) ? textClaim(answer, 'reference') : null;
    if (reference === null) throw new CieError('ROOM_ANSWER_INVALID', 'The identity room answered request-professional-access in a form that the gateway does not know.');
    await parts.arrivals.end(id);
    return await reply.redirect(`/sign-in/asked?reference=${reference}`, 303);
  } catch (error) {
    if (error instanceof CieError && error.code === 'EMAIL_INVALID') return again([['workEmail', error.message]]);
    throw error;
  }
}

function fail(parts: SignInParts, reply: FastifyReply, error: unknown, destination: Destination): FastifyReply {
  const { status, page } = failurePage(failureOf(error), destination);
  return parts.pages.send(reply, status, page);
}
