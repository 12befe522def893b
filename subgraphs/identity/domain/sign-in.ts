import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';

/** What NHS login says of a person who signed in. */
export interface PatientSignIn {
  /** `sub`: the account's only key; e-mail addresses change hands (REG-1). */
  readonly subject: string;
  readonly nhsNumber: string | null;
  /** ISO date. */
  readonly birthDate: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly proofing: 'P9' | 'P5' | null;
}

export interface PatientAccount {
  readonly accountId: string;
  /** Own record, or null: not proved to P9, or no record with this NHS number and date of birth. */
  readonly patientId: string | null;
  readonly name: string;
}

export interface ProfessionalSignIn {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** ODS code. */
  readonly organisation: string | null;
  readonly role: string | null;
}

export interface Accounts {
  signInPatient(signIn: PatientSignIn): Promise<PatientAccount>;
  signInProfessional(signIn: ProfessionalSignIn): Promise<{ accountId: string }>;
}

/**
 * REG-1: one account per `sub`; its record is found by NHS number and date of birth together, at P9 only, and never
 * created here: a record exists because a hospital sent something.
 */
export async function signInPatient(accounts: Accounts, signIn: PatientSignIn): Promise<PatientAccount> {
  const number = signIn.nhsNumber === null ? null : parseNhsNumber(signIn.nhsNumber);
  if (signIn.birthDate !== null && !isDate(signIn.birthDate)) {
    throw new CieError('BIRTH_DATE_INVALID', 'The date of birth from NHS login is not a date (yyyy-mm-dd).');
  }
  return accounts.signInPatient({ ...signIn, nhsNumber: number?.ok === true ? number.value : null });
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
