import type { AccessContext } from '@cie/kit/access-context.ts';
import { textsOf, treatmentsOf, type RegistrationRooms } from '../sign-in/registration-link.ts';

/** Whom to invite, and how (REG-4). */
export interface InvitationRequest {
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly channel: 'electronic' | 'letter';
  readonly email: string;
  readonly mobile: string;
  /** Language of the messages, BCP 47. */
  readonly language: string;
}

/** A hospital or practice invites. Nothing comes back, whether or not there is such a person. */
export async function invitePatient(rooms: RegistrationRooms, request: InvitationRequest, access: AccessContext): Promise<void> {
  await rooms.identity.command('invite-patient', await withTreatments(rooms, request, access), access);
}

/** Asks every room what it knows, also when there is nobody to know something of: the answer takes as long. */
async function withTreatments(rooms: RegistrationRooms, request: InvitationRequest, access: AccessContext): Promise<object> {
  const { nhsNumber, birthDate } = request;
  const patientIds = textsOf(await rooms.identity.command('find-invited', { nhsNumber, birthDate }, access), 'patientIds');
  return { ...request, treatments: await treatmentsOf(rooms, patientIds, access) };
}
