import { isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Level } from './attempt.store.ts';
import { isRecord, textClaim } from './claims.ts';
import type { ProvenIdentity } from './relying-party.ts';

/** Vectors of trust that NHS login knows; dots mean "and", the list means "or". */
const vectors = {
  P9: ['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm'],
  P5: ['P5.Cp.Cd', 'P5.Cp.Ck', 'P5.Cm'],
} as const;

function vectorsFor(level: Level): readonly string[] {
  return level === 'P9' ? vectors.P9 : [...vectors.P9, ...vectors.P5];
}

/** Parameters of the authorization request to NHS login. */
export function nhsLoginParameters(level: Level): Record<string, string> {
  return { scope: 'openid profile profile_extended email gp_registration_details', vtr: JSON.stringify(vectorsFor(level)) };
}

/** A patient as NHS login vouches for them; input of identity's command `sign-in-patient`. */
export interface PatientSignIn {
  readonly subject: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly name: string;
  /** Only when NHS login has verified it: invitations are bound to it. */
  readonly email: string | null;
  readonly proofing: 'P9' | 'P5';
}

/** What NHS login told: the person, and the practice they are registered with, which decides whether they may come in. */
export interface PatientClaims {
  readonly signIn: PatientSignIn;
  /** ODS code. */
  readonly practice: string | null;
}

/** Reads what NHS login told. Throws IDENTITY_CLAIMS_INVALID when it is not what was asked for. */
export function readPatient({ subject, idToken, userInfo }: ProvenIdentity, level: Level): PatientClaims {
  const vot = textClaim(idToken, 'vot');
  if (vot === null || !vectorsFor(level).includes(vot)) throw invalid('a level of identity that was not asked for');
  const nhsNumber = parseNhsNumber(textClaim(userInfo, 'nhs_number') ?? '');
  const birthDate = textClaim(userInfo, 'birthdate') ?? '';
  const familyName = textClaim(userInfo, 'family_name');
  if (!nhsNumber.ok || familyName === null || !isDay(birthDate)) throw invalid('incomplete details');
  // The signed level decides; the unsigned one can only lower it.
  const isProven = vot.startsWith('P9.') && textClaim(userInfo, 'identity_proofing_level') === 'P9';
  const registration = userInfo['gp_registration_details'];
  return {
    signIn: {
      subject,
      nhsNumber: nhsNumber.value,
      birthDate,
      name: [textClaim(userInfo, 'given_name'), familyName].filter((part) => part !== null).join(' '),
      email: userInfo['email_verified'] === true ? textClaim(userInfo, 'email') : null,
      proofing: isProven ? 'P9' : 'P5',
    },
    practice: isRecord(registration) ? textClaim(registration, 'gp_ods_code') : null,
  };
}

/** NHS login begins at 13, and so does the exchange (REG-2). */
const leastAge = 13;

/**
 * Throws TOO_YOUNG before the 13th birthday, by the calendar of London. Compared as texts, so that somebody born on 29 February
 * is 13 on 1 March, as the law counts.
 */
export function requireAge(birthDate: string, now: Date): void {
  const birthday = `${String(Number(birthDate.slice(0, 4)) + leastAge).padStart(4, '0')}${birthDate.slice(4)}`;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate().toString();
  if (today < birthday) throw new CieError('TOO_YOUNG', `People sign in from the age of ${leastAge} on.`);
}

function invalid(what: string): CieError {
  return new CieError('IDENTITY_CLAIMS_INVALID', `NHS login answered with ${what}.`);
}
