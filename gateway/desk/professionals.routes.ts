import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseRecord } from '@cie/kit/desk.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import { field, form, longField, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { caseTitle } from './case-page.ts';
import { caseAddress, caseOf } from './case.routes.ts';
import { confirmationControls, confirmationProblems, notConfirmed, readConfirmation, type Confirmation } from './confirmation.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { registerEnd, registerRenewal, type ProfessionalParts } from './professional-access.routes.ts';
import { dateTime, day } from './shown.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage, table } from './staff-parts.ts';

type Params = { readonly Params: { readonly id: string } };

/** A professional's account as identity answers `find-professionals`; times are ISO 8601. */
interface FoundProfessional {
  readonly accountId: string;
  readonly name: string;
  readonly email: string | null;
  readonly organisation: string | null;
  readonly role: string | null;
  readonly signedInAt: string;
  readonly grants: readonly { readonly id: string; readonly organisation: string; readonly organisationName: string; readonly role: string; readonly until: string }[];
}

const doneWords = {
  ended: 'The access was ended. Every session of this person ended with it.',
  renewed: 'The access was renewed for 12 months.',
} as const;
const doneNames = ['ended', 'renewed'] as const;

/** Professionals (REG-6): requests to approve or decline, access to renew, and the access of who has left to end (abuse case 20). */
export function registerProfessionalRoutes(app: FastifyInstance, parts: ProfessionalParts): void {
  registerApproval(app, parts);
  registerDecline(app, parts);
  registerAccounts(app, parts);
}

type Approval = Readonly<Record<'organisation' | 'organisationName' | 'role', string>> & Confirmation;

const approvalFields: Readonly<Record<string, string>> = { ORGANISATION_INVALID: 'organisation', ROLE_MISSING: 'role', NOTE_MISSING: 'how' };

function registerApproval(app: FastifyInstance, parts: ProfessionalParts): void {
  const path = '/desk/cases/:id/approve';
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, typed: Approval, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, {
      title: 'Approve a professional', items,
      body: html`<p>${caseTitle(found)} <strong class="cie-reference">${found.reference}</strong>${found.contact.name === undefined ? null : html`, ${found.contact.name}`}</p>
<p>Ask the organisation first, through a number or address that you look up yourself. The person gets access for 12 months.</p>
${form(`/desk/cases/${found.id}/approve`, [
  field({ name: 'organisation', label: 'ODS code of the organisation', hint: 'For example E87001 for a GP practice, RYJ for a trust', value: typed.organisation, problem: problemOf(items, 'organisation'), width: 10 }),
  field({ name: 'organisationName', label: 'Name of the organisation', hint: 'As in the NHS organisation directory', value: typed.organisationName, problem: problemOf(items, 'organisationName') }),
  field({ name: 'role', label: 'Role there', hint: 'Patients read it in their access log, for example General practitioner', value: typed.role, problem: problemOf(items, 'role') }),
  ...confirmationControls(typed, 'The organisation told me that this person works there in this role', 'Whom you asked, and through what number or address, for example: practice manager, by telephone', items),
], 'Approve')}
<p><a href="${caseAddress(found.id)}">Back to the case</a></p>`,
    });

  app.get<Params>(path, async (request, reply) => {
    const found = await professionalCase(parts, request, reply);
    return found === null ? reply : show(request, reply, found, 200, asRequested(found));
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await professionalCase(parts, request, reply);
    if (found === null) return reply;
    const body = formOf(request);
    const typed = { organisation: body.text('organisation', 20), organisationName: body.text('organisationName'), role: body.text('role'), ...readConfirmation(body) };
    const items = confirmationProblems(typed);
    if (items.length > 0) return show(request, reply, found, 422, typed, items);
    try {
      const { confirmed: _confirmed, ...approval } = typed;
      await askOf(parts.rooms.identity)('approve-professional', { ...approval, caseId: found.id }, deskReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, found, 422, typed, [[approvalFields[code] ?? 'organisation', text]]);
    }
    return reply.redirect(caseAddress(found.id, 'approved'), 303);
  });
}

const asRequested = ({ details }: CaseRecord): Approval => ({
  organisation: details['organisation'] ?? '', organisationName: details['organisationName'] ?? '', role: details['role'] ?? '', ...notConfirmed,
});

function registerDecline(app: FastifyInstance, parts: ProfessionalParts): void {
  const path = '/desk/cases/:id/decline';
  const show = (request: FastifyRequest, reply: FastifyReply, found: CaseRecord, status: number, reason: string, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, {
      title: 'Decline a professional’s request', items,
      body: html`<p>${caseTitle(found)} <strong class="cie-reference">${found.reference}</strong></p>
${form(`/desk/cases/${found.id}/decline`, [longField({ name: 'reason', label: 'Why do you decline?', hint: 'For the desk only. The person is told that we could not agree, not why.', value: reason, problem: problemOf(items, 'reason') })], 'Decline request')}
<p><a href="${caseAddress(found.id)}">Back to the case</a></p>`,
    });

  app.get<Params>(path, async (request, reply) => {
    const found = await professionalCase(parts, request, reply);
    return found === null ? reply : show(request, reply, found, 200, '');
  });

  app.post<Params>(path, async (request, reply) => {
    const found = await professionalCase(parts, request, reply);
    if (found === null) return reply;
    const reason = formOf(request).text('reason', 4000);
    if (reason === '') return show(request, reply, found, 422, reason, [['reason', 'Enter why you decline']]);
    try {
      await askOf(parts.rooms.identity)('refuse-professional', { caseId: found.id, reason }, deskReader(request).access);
    } catch (error) {
      return show(request, reply, found, 422, reason, [['reason', adviceOf(error).text]]);
    }
    return reply.redirect(caseAddress(found.id, 'declined'), 303);
  });
}

async function professionalCase(parts: ProfessionalParts, request: FastifyRequest<Params>, reply: FastifyReply): Promise<CaseRecord | null> {
  const found = await caseOf(parts, request, reply);
  if (found === null || found.kind === 'professional-request') return found;
  reply.callNotFound();
  return null;
}

function registerAccounts(app: FastifyInstance, parts: ProfessionalParts): void {
  const ask = askOf(parts.rooms.identity);
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, text: string, found: readonly FoundProfessional[] | null, items: readonly Problem[] = []): FastifyReply => {
    const done = nameIn(doneNames, queryOf(request).get('done'));
    return sendStaffPage(parts, request, reply, status, {
      title: 'Professionals', items, done: done === null ? undefined : doneWords[done],
      body: html`<p>Requests of professionals are <a href="/desk?kind=professional-request">in the queue</a>. Here you find accounts, to renew access or to end it when somebody has left.</p>
${form('/desk/professionals', [field({ name: 'text', label: 'Beginning of a name or email address', value: text, problem: problemOf(items, 'text') })], 'Find')}
${found === null ? null : foundTable(found)}
<p><a href="/desk">Back to the queue</a></p>`,
    });
  };

  app.get('/desk/professionals', (request, reply) => show(request, reply, 200, '', null));

  // Posted, so that a name is in no address, history or log.
  app.post('/desk/professionals', async (request, reply) => {
    const text = formOf(request).text('text');
    if (text.length < 2) return show(request, reply, 422, text, null, [['text', 'Enter at least 2 characters']]);
    const { professionals } = await ask<{ professionals: readonly FoundProfessional[] }>('find-professionals', { text }, deskReader(request).access);
    return show(request, reply, 200, text, professionals);
  });

  registerRenewal(app, parts);
  registerEnd(app, parts);
}

function foundTable(found: readonly FoundProfessional[]): Html {
  if (found.length === 0) return html`<p role="status">Nobody with an open account begins like this.</p>`;
  return html`<h2 class="nhsuk-heading-m">Found</h2>
${table('Accounts found', ['Name', 'Where', 'Last signed in', 'Access by the desk', 'End'], found.map((each) => [
  html`${each.name}${each.email === null ? null : html` <span class="cie-quiet">${each.email}</span>`}`,
  [each.role, each.organisation === null ? null : organisationName(each.organisation)].filter((part) => part !== null).join(', ') || 'No role',
  dateTime(each.signedInAt),
  grantsOf(each),
  form('/desk/professionals/end', [], named('End access', each.name), { kept: { accountId: each.accountId, name: each.name }, kind: 'secondary' }),
]))}`;
}

/** A button's text with whom it is about, for readers who hear only buttons. */
const named = (text: string, name: string): Html => html`${text}<span class="nhsuk-u-visually-hidden"> of ${name}</span>`;

function grantsOf({ grants, name: person }: FoundProfessional): Html {
  if (grants.length === 0) return html`None`;
  return html`${grants.map(({ id, organisationName: name, role, until }) => html`<div>${role}, ${name}, until ${day(until.slice(0, 10))}
${form('/desk/professionals/renew', [], named('Renew', `${person}, ${role}`), { kept: { grantId: id, about: `${person}, ${role}, ${name}` }, kind: 'secondary' })}</div>`)}`;
}
