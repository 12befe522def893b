import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { CaseRecord } from '@cie/kit/desk.ts';
import type { ListedInvitation } from '@cie/kit/invited.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { form } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { textsOf } from '../sign-in/registration-link.ts';
import { caseTitle } from './case-page.ts';
import { caseAddress, caseOf } from './case.routes.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { dateTime } from './shown.ts';
import { queryOf, sendStaffPage, table, type StaffParts } from './staff-parts.ts';

type Params = { readonly Params: { readonly id: string } };

const stateWords: Readonly<Record<ListedInvitation['state'], string>> = {
  waiting: 'Not opened yet',
  started: 'Registration begun',
  expired: 'Expired',
  completed: 'Used: the account is active',
  replaced: 'Replaced by a newer one',
  withdrawn: 'Withdrawn',
  burned: 'Stopped after five wrong entries',
  'opted-out': 'Ended by the opt-out',
};

export interface InvitationsParts extends StaffParts {
  readonly rooms: { readonly identity: Pick<RoomLink, 'command'> };
}

/** What became of the invitations of the person whom the identity check found (REG-4), for whoever asks the desk about a message. */
export function registerInvitationsRoutes(app: FastifyInstance, parts: InvitationsParts): void {
  const path = '/desk/cases/:id/invitations';

  app.get<Params>(path, async (request, reply) => {
    const found = await checkedCase(parts, request, reply);
    if (found === null) return reply;
    const invitations = await invitationsOf(parts, found, deskReader(request).access);
    const done = queryOf(request).get('done') === 'withdrawn' ? 'The invitation does not work any more.' : undefined;
    return sendStaffPage(parts, request, reply, 200, { title: 'Invitations of this person', body: listBody(found, invitations), done });
  });

  app.post<Params>(`${path}/withdraw`, async (request, reply) => {
    const found = await checkedCase(parts, request, reply);
    if (found === null) return reply;
    const { access } = deskReader(request);
    const wanted = formOf(request).text('invitation', 40);
    // Of this person's alone: the form may name any.
    if ((await invitationsOf(parts, found, access)).every(({ id }) => id !== wanted)) return reply.callNotFound();
    await parts.rooms.identity.command('withdraw-invitation', { invitationId: wanted }, access);
    return reply.redirect(`/desk/cases/${found.id}/invitations?done=withdrawn`, 303);
  });
}

async function checkedCase(parts: StaffParts, request: FastifyRequest<Params>, reply: FastifyReply): Promise<CaseRecord | null> {
  const found = await caseOf(parts, request, reply);
  if (found === null || found.check !== null) return found;
  void reply.redirect(`${caseAddress(found.id)}/check`, 303);
  return null;
}

async function invitationsOf({ rooms }: InvitationsParts, { check }: CaseRecord, access: AccessContext): Promise<readonly ListedInvitation[]> {
  if (check === null) return [];
  const [patientId] = textsOf(await rooms.identity.command('find-invited', { nhsNumber: check.nhsNumber, birthDate: check.birthDate }, access), 'patientIds');
  return patientId === undefined ? [] : askOf(rooms.identity)<readonly ListedInvitation[]>('invitations-of', { patientId }, access);
}

function listBody(found: CaseRecord, invitations: readonly ListedInvitation[]): Html {
  const { id, reference } = found;
  // There is one at most: a new invitation ends the one before.
  const open = invitations.find(({ state }) => state === 'waiting' || state === 'started');
  return html`<p>${caseTitle(found)} <strong class="cie-reference">${reference}</strong></p>
${invitations.length === 0 ? html`<p>This person has not been invited yet.</p>` : table(
  'Invitations of this person, newest first',
  ['Sent', 'How', 'What became of it', 'Invited by'],
  invitations.map((each) => [dateTime(each.issuedAt), wayOf(each), standingOf(each), inviterOf(each)]),
)}
${open === undefined ? null : form(`/desk/cases/${id}/invitations/withdraw`, [], 'Withdraw the open invitation', { kept: { invitation: open.id }, kind: 'secondary' })}
<p><a href="${caseAddress(id)}">Back to the case</a></p>`;
}

const wayOf = ({ channel, email, mobile, reference }: ListedInvitation): Html =>
  channel === 'letter' ? html`Letter <span class="cie-reference">${reference ?? ''}</span>` : html`<span class="cie-lines">${email ?? 'Address removed'}\n${mobile ?? ''}</span>`;

function standingOf({ state, expiresAt, wrongTries }: ListedInvitation): Html {
  const entries = wrongTries === 0 ? null : html`<br>Wrong codes or dates of birth: ${wrongTries}`;
  return state === 'waiting' || state === 'started' ? html`${stateWords[state]}<br>Valid until ${dateTime(expiresAt)}${entries}` : html`${stateWords[state]}${entries}`;
}

const inviterOf = ({ inviterName, organisation }: ListedInvitation): string => (organisation === null ? inviterName : `${inviterName}, ${organisationName(organisation)}`);
