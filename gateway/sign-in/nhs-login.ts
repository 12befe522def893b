import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Level } from './attempt.store.ts';
import { textClaim } from './claims.ts';
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
  return { scope: 'openid profile profile_extended email', vtr: JSON.stringify(vectorsFor(level)) };
}

/** A patient as NHS login vouches for them; input of identity's command `sign-in-patient`. */
export interface PatientSignIn {
  readonly subject: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  /** Null when a script signs in for a record that the room knows. */
  readonly familyName: string | null;
  /** Only when NHS login has verified it: invitations are bound to it. */
  readonly email: string | null;
  readonly proofing: 'P9' | 'P5';
}

/** Reads what NHS login told. Throws IDENTITY_CLAIMS_INVALID when it is not what was asked for. */
export function readPatient({ subject, idToken, userInfo }: ProvenIdentity, level: Level): PatientSignIn {
  const vot = textClaim(idToken, 'vot');
  if (vot === null || !vectorsFor(level).includes(vot)) throw invalid('a level of identity that was not asked for');
  const nhsNumber = parseNhsNumber(textClaim(userInfo, 'nhs_number') ?? '');
  const birthDate = textClaim(userInfo, 'birthdate') ?? '';
  const familyName = textClaim(userInfo, 'family_name');
  if (!nhsNumber.ok || familyName === null || !/^\d{4}-\d\d-\d\d$/.test(birthDate)) throw invalid('incomplete details');
  // The signed level decides; the unsigned one can only lower it.
  const isProven = vot.startsWith('P9.') && textClaim(userInfo, 'identity_proofing_level') === 'P9';
  return {
    subject,
    nhsNumber: nhsNumber.value,
    birthDate,
    familyName,
    email: userInfo['email_verified'] === true ? textClaim(userInfo, 'email') : null,
    proofing: isProven ? 'P9' : 'P5',
  };
}

function invalid(what: string): CieError {
  return new CieError('IDENTITY_CLAIMS_INVALID', `NHS login answered with ${what}.`);
}
