import type { AccessContext } from '@cie/kit/access-context.ts';
import { invitableKinds } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { issueInvitation, type InvitationMeans, type InvitationRequest, type IssuedInvitation } from '../registration/issue-invitation.ts';
import type { Invitations } from '../registration/invitation.ts';
import { notInvitable } from './check-identity.ts';
import type { Desk } from './desk.ts';
import { onOpenCase } from './work-desk-case.ts';

/** How the person wants to be invited; whom the invitation is for, the identity check says. */
export type CaseInvitation = Omit<InvitationRequest, 'nhsNumber' | 'birthDate'>;

/**
 * Issues an invitation for whom the identity check found, never for what the request says (REG-5), and voids an earlier one. Case
 * and invitations share a transaction: there is no invitation without its place in the history. Throws CHECK_MISSING, CASE_KIND and
 * what `onOpenCase` and `issueInvitation` throw.
 */
export async function inviteFromCase(
  access: AccessContext, { desk, invitations }: { desk: Desk; invitations: Invitations }, means: InvitationMeans, id: string, wish: CaseInvitation,
): Promise<IssuedInvitation> {
  return onOpenCase(access, (work) => work(desk), id, async ({ held, viewer, record }) => {
    if (!invitableKinds.includes(held.kind)) throw notInvitable();
    const person = await desk.checkOf(id);
    if (person === null) throw new CieError('CHECK_MISSING', 'Check who the person is before you invite them.');
    const issued = await issueInvitation(access, viewer, invitations, means, { ...wish, ...person });
    await record('invited', issued.channel === 'electronic' ? 'By email and text message' : `By letter ${issued.reference ?? ''}`);
    return issued;
  });
}
