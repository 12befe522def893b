import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { mayInvite } from '@cie/kit/may-invite.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { checkedAddresses, issueInvitation, type InvitationMeans, type InvitationRequest } from './issue-invitation.ts';
import type { Invitations } from './invitation.ts';

/** Refusals that would tell somebody outside the desk whether there is a record, and of whom. */
const forTheDesk: ReadonlySet<string> = new Set(['PATIENT_UNKNOWN', 'PATIENT_UNDER_16', 'OPTED_OUT', 'NOT_ELIGIBLE', 'EMAIL_IN_USE']);

/**
 * A hospital or practice invites a patient (REG-4). It learns nothing: what cannot be sent at once goes to the support desk, with
 * the reason, and the answer is the same. Letters go to the desk always, which prints them and knows where the person lives.
 * Throws INVITING_NOT_ALLOWED, and for what is wrong with the form itself NHS_NUMBER_…, EMAIL_INVALID and MOBILE_INVALID.
 */
export async function invitePatient(access: AccessContext, invitations: Invitations, means: InvitationMeans, request: InvitationRequest): Promise<void> {
  const inviter = requireInviter(access);
  const number = parseNhsNumber(request.nhsNumber);
  if (!number.ok) throw new CieError(number.code, number.message);
  checkedAddresses(request);
  if (request.channel === 'letter') return refer(access, inviter, invitations, request, 'LETTER_WANTED');
  try {
    // Coming back after an opt-out is for the patient to ask, and for the desk to hear (ACC-3).
    await issueInvitation(access, inviter, invitations, means, { ...request, returning: false });
  } catch (error) {
    if (!(error instanceof CieError) || !forTheDesk.has(error.code)) throw error;
    await refer(access, inviter, invitations, request, error.code);
  }
}

function requireInviter({ viewer }: AccessContext): Viewer {
  if (viewer === null || !mayInvite(viewer)) throw new CieError('INVITING_NOT_ALLOWED', 'Only staff of a hospital or general practice may invite patients.');
  return viewer;
}

async function refer(access: AccessContext, inviter: Viewer, invitations: Invitations, request: InvitationRequest, reason: string): Promise<void> {
  const { nhsNumber, birthDate, channel, language, email, mobile } = request;
  await invitations.refer({
    kind: 'invitation-referral',
    // Who asks is who invites; where the patient can be reached is what they were told.
    contact: { name: inviter.name, ...(inviter.email === null ? {} : { email: inviter.email }) },
    details: { reason, nhsNumber, birthDate, channel, language, email: email ?? '', mobile: mobile ?? '', organisation: inviter.organisation ?? '' },
    accountId: inviter.accountId,
    openedBy: 'invite page',
    openedAt: access.now,
  });
}
