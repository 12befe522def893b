import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { mayInvite } from '@cie/kit/may-invite.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import { checkedAddresses, issueInvitation, requireInvitable, type InvitationMeans, type InvitationRequest } from './issue-invitation.ts';
import type { Invitations } from './invitation.ts';

/** Refusals that would tell somebody outside the desk whether there is a record, and of whom. */
const forTheDesk: ReadonlySet<string> = new Set([
  'PATIENT_UNKNOWN', 'PATIENT_UNDER_16', 'OPTED_OUT', 'NOT_ELIGIBLE', 'HAS_ACCOUNT', 'NOT_TREATED_HERE', 'EMAIL_IN_USE', 'EMAIL_OWN', 'MOBILE_OWN', 'EMAIL_OF_STAFF',
]);

/**
 * A hospital or practice invites a patient (REG-4). It learns nothing: what cannot be sent at once goes to the support desk, with
 * the reason, and the answer is the same. Letters go to the desk always, which prints them and knows where the person lives.
 * Throws INVITING_NOT_ALLOWED, INVITING_ANOTHER, and for what is wrong with the form itself NHS_NUMBER_…, EMAIL_INVALID and MOBILE_INVALID.
 */
export async function invitePatient(access: AccessContext, invitations: Invitations, means: InvitationMeans, request: InvitationRequest): Promise<void> {
  const inviter = requireInviter(access);
  const number = parseNhsNumber(request.nhsNumber);
  if (!number.ok) throw new CieError(number.code, number.message);
  checkedAddresses(request);
  await requireLaunched(inviter, invitations, number.value, request.birthDate);
  if (request.channel === 'letter') return refer(access, inviter, invitations, request, 'LETTER_WANTED');
  // Coming back after an opt-out is for the patient to ask, and for the desk to hear (ACC-3).
  const wish = { ...request, returning: false };
  try {
    const { patientId } = await requireInvitable(access, invitations, wish);
    await requireOwnPatient(inviter, invitations, patientId, request);
    await issueInvitation(access, inviter, invitations, means, wish);
  } catch (error) {
    if (!(error instanceof CieError) || !forTheDesk.has(error.code)) throw error;
    await refer(access, inviter, invitations, request, error.code);
  }
}

function requireInviter({ viewer }: AccessContext): Viewer {
  if (viewer === null || !mayInvite(viewer)) throw new CieError('INVITING_NOT_ALLOWED', 'Only staff of a hospital or general practice may invite patients.');
  return viewer;
}

/** A session that was opened for one patient invites nobody else. Said of every other number alike, whether or not there is such a record. */
async function requireLaunched({ onlyPatientId }: Viewer, invitations: Invitations, nhsNumber: string, birthDate: string): Promise<void> {
  if (onlyPatientId === undefined) return;
  const person = await invitations.personWith(nhsNumber, birthDate);
  if (person !== null && (await invitations.recordsOf(person.patientId)).includes(onlyPatientId)) return;
  throw new CieError('INVITING_ANOTHER', 'You opened the exchange for one patient, and these are not the details of that patient. Check them, or sign in without choosing a patient.');
}

/**
 * Who knows a number and a date of birth is not yet who cares for the person, and an account that exists would give way to the new
 * one: both are for the desk, which checks who the person is.
 */
async function requireOwnPatient({ organisation }: Viewer, invitations: Invitations, patientId: string, { treatments }: InvitationRequest): Promise<void> {
  if (await invitations.hasAccount(patientId)) throw new CieError('HAS_ACCOUNT', 'This person has an account already.');
  if (organisation === null) throw new CieError('INVITING_NOT_ALLOWED', 'Only staff of a hospital or general practice may invite patients.');
  const group = recordSharingGroupOf(organisation);
  if (treatments.some((each) => group.includes(each.organisation)) || (await invitations.isPracticeOf(patientId, organisation))) return;
  throw new CieError('NOT_TREATED_HERE', 'This organisation is not known to treat the person.');
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
