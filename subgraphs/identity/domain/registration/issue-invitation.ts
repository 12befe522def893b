import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { ageAt } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { InvitationChannel } from '@cie/kit/invited.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';
import { randomUUID } from 'node:crypto';
import type { Treatment } from '@cie/kit/treatment.ts';
import { isEligible } from '../eligibility.ts';
import { codeHash, newAccessCode, newReference, newToken, tokenHash } from '../secret-code.ts';
import { checkedEmail, checkedTextMobile } from './contact-address.ts';
import { expiryOf, invitationLimits, type InvitedPerson, type Invitations } from './invitation.ts';

export interface InvitationRequest {
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly channel: InvitationChannel;
  /** Required for the electronic channel; a letter needs neither. */
  readonly email: string | null;
  readonly mobile: string | null;
  readonly language: MessageLanguage;
  /** When and where hospitals last saw the person, as each room knows of it (REG-3). */
  readonly treatments: readonly Treatment[];
  /** The person asked the desk to come back after opting out (ACC-3). */
  readonly returning: boolean;
}

/** What issuing needs beside the database. */
export interface InvitationMeans {
  /** Address of the exchange, without a slash at its end. */
  readonly publicUrl: string;
  readonly codeKey: Buffer;
}

/** An issued invitation. Its secrets are known now and never again. */
export interface IssuedInvitation {
  readonly invitationId: string;
  readonly patientId: string;
  readonly channel: InvitationChannel;
  readonly link: string;
  readonly code: string;
  readonly reference: string | null;
  readonly expiresAt: Date;
}

/** Name under which a code's hash is kept: it is worth nothing for another invitation. */
export const codeOf = (invitationId: string): string => `invitation ${invitationId}`;

/**
 * REG-4: invites a person to register, if the details are those of a record, and voids what was sent before. Refuses with
 * reasons that only the desk may see: NHS_NUMBER_…, PATIENT_UNKNOWN, PATIENT_UNDER_16, OPTED_OUT, NOT_ELIGIBLE,
 * EMAIL_IN_USE, EMAIL_OWN, MOBILE_OWN, EMAIL_OF_STAFF, EMAIL_INVALID, MOBILE_INVALID.
 */
export async function issueInvitation(access: AccessContext, inviter: Viewer, invitations: Invitations, means: InvitationMeans, request: InvitationRequest): Promise<IssuedInvitation> {
  const addresses = checkedAddresses(request);
  const { patientId } = await requireInvitable(access, invitations, request);
  await requirePatientsOwn(inviter, invitations, addresses);
  // An address signs in to one account: with somebody else's the last step would fail.
  if (addresses.email !== null && (await invitations.isEmailTaken(addresses.email, patientId))) {
    throw new CieError('EMAIL_IN_USE', 'Somebody else signs in with this email address. Ask the person for an address of their own.');
  }
  await invitations.takeTurn(patientId);
  await invitations.endOpen(patientId, 'replaced', access.now);

  const issued: IssuedInvitation & { token: string } = newSecrets(access, means, request.channel, patientId);
  await invitations.add({
    id: issued.invitationId,
    patientId,
    channel: request.channel,
    language: request.language,
    ...addresses,
    tokenHash: tokenHash(issued.token),
    codeHash: codeHash(means.codeKey, codeOf(issued.invitationId), issued.code),
    reference: issued.reference,
    invitedBy: inviter.accountId,
    inviterName: inviter.name,
    organisation: inviter.organisation,
    issuedAt: access.now,
    expiresAt: issued.expiresAt,
  });
  await invitations.tell(messagesOf(issued, addresses, request.language));
  return issued;
}

/** The addresses of an electronic invitation; a letter has none, the person enters their own. Throws EMAIL_INVALID and MOBILE_INVALID. */
export function checkedAddresses({ channel, email, mobile }: Pick<InvitationRequest, 'channel' | 'email' | 'mobile'>): { email: string | null; mobile: string | null } {
  return channel === 'letter' ? { email: null, mobile: null } : { email: checkedEmail(email ?? ''), mobile: checkedTextMobile(mobile ?? '') };
}

/** Whoever gets both messages opens the record: that must not be the one who invites, nor a colleague. */
async function requirePatientsOwn(inviter: Viewer, invitations: Invitations, { email, mobile }: { email: string | null; mobile: string | null }): Promise<void> {
  if (email === null || mobile === null) return;
  const own = await invitations.addressesOf(inviter.accountId);
  const isEmail = (each: string | null): boolean => each?.toLowerCase() === email.toLowerCase();
  if (isEmail(inviter.email) || isEmail(own.email)) throw new CieError('EMAIL_OWN', 'This is your own email address. Enter the address of the person whom you invite.');
  if (own.mobile === mobile) throw new CieError('MOBILE_OWN', 'This is your own mobile phone number. Enter the number of the person whom you invite.');
  if (await invitations.isProfessionalEmail(email)) {
    throw new CieError('EMAIL_OF_STAFF', 'A member of staff signs in with this email address. Ask the person for a private address.');
  }
}

/** The person of the request's number and date of birth. Throws why they cannot be invited. */
export async function requireInvitable(access: AccessContext, invitations: Invitations, request: InvitationRequest): Promise<InvitedPerson> {
  const number = parseNhsNumber(request.nhsNumber);
  if (!number.ok) throw new CieError(number.code, number.message);
  const person = await invitations.personWith(number.value, request.birthDate);
  if (person === null) throw new CieError('PATIENT_UNKNOWN', 'There is no record with this NHS number and date of birth.');
  if (ageAt(person.birthDate, access.now) < invitationLimits.leastAge) {
    throw new CieError('PATIENT_UNDER_16', 'This person is under 16. People are invited from 16; before that a parent may ask to act for them.');
  }
  if (!request.returning && (await invitations.hasOptedOut(person.patientId))) {
    throw new CieError('OPTED_OUT', 'This person has opted out. Invite them only if they have asked the support desk to come back.');
  }
  if (!isEligible(request.treatments)) {
    throw new CieError('NOT_ELIGIBLE', 'This person has not been treated since 2018 at a hospital that the exchange is open to.');
  }
  return person;
}

function newSecrets(access: AccessContext, means: InvitationMeans, channel: InvitationChannel, patientId: string): IssuedInvitation & { token: string } {
  const token = newToken();
  return {
    invitationId: randomUUID(),
    patientId,
    channel,
    token,
    link: `${means.publicUrl}/register/invitation/${token}`,
    code: newAccessCode(),
    reference: channel === 'letter' ? newReference() : null,
    expiresAt: expiryOf(access.now),
  };
}

/** Link and code go different ways: whoever reads one mailbox or one phone has half of the pair. */
function messagesOf({ link, code }: IssuedInvitation, { email, mobile }: { email: string | null; mobile: string | null }, language: MessageLanguage): Notice[] {
  if (email === null || mobile === null) return [];
  return [
    { kind: 'message', to: { email, language }, template: 'invitation-link', values: { link, days: String(invitationLimits.days) } },
    { kind: 'message', to: { mobile, language }, template: 'invitation-code', values: { code } },
  ];
}
