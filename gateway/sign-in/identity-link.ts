import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, textClaim } from './claims.ts';
import type { PatientSignIn } from './nhs-login.ts';
import { signedOut } from './registration-link.ts';
import type { Person } from './session.store.ts';

/** Asks identity for the account of a patient, made on first sign-in, and the record it is linked to, if any. */
export async function signInPatient(identity: RoomLink, patient: PatientSignIn, now: Date): Promise<Person> {
  const account = await identity.command('sign-in-patient', patient, signedOut(now));
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

function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
