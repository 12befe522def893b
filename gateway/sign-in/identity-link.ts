import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, textClaim } from './claims.ts';
import type { PatientSignIn } from './nhs-login.ts';
import type { ProfessionalSignIn } from './professional.ts';
import type { Person } from './session.store.ts';

/** Asks identity for the account of a patient, made on first sign-in, and the record it is linked to. */
export async function signInPatient(identity: RoomLink, patient: PatientSignIn): Promise<Person> {
  const account = await identity.command('sign-in-patient', patient);
  const accountId = isRecord(account) ? textClaim(account, 'accountId') : null;
  if (!isRecord(account) || accountId === null) throw unexpected('sign-in-patient');
  return {
    kind: 'patient',
    accountId,
    // A record needs P9 whatever the room answers: the details of P5 are only claimed.
    patientId: patient.proofing === 'P9' ? textClaim(account, 'patientId') : null,
    name: textClaim(account, 'name') ?? '',
    organisation: null,
    role: null,
    proofing: patient.proofing,
    duties: [],
    email: patient.email,
  };
}

/** Asks identity for the account of a professional, made on first sign-in. */
export async function signInProfessional(identity: RoomLink, professional: ProfessionalSignIn): Promise<Person> {
  const account = await identity.command('sign-in-professional', professional);
  const accountId = isRecord(account) ? textClaim(account, 'accountId') : null;
  if (accountId === null) throw unexpected('sign-in-professional');
  return {
    kind: 'professional',
    accountId,
    patientId: null,
    name: professional.name,
    organisation: professional.organisation,
    role: professional.role,
    proofing: null,
    duties: [],
    email: professional.email,
  };
}

function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
