import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { IdentityClaim, KnownPerson, NewPerson } from './identity-claim.ts';

export type Match = { readonly outcome: 'known'; readonly person: KnownPerson } | { readonly outcome: 'new'; readonly person: NewPerson } | Held;

/**
 * Decides whom a claim means, given the person with its NHS number and the persons with its local identifiers. Whatever
 * disagrees is held for the desk: filing into the wrong record harms two people (ING-2, abuse case 58). Identifiers of records that
 * were joined agree: the message is filed in the record of its NHS number, else in the surviving one (ACC-5).
 */
export function matchPerson(claim: IdentityClaim, byNumber: KnownPerson | null, byIdentifier: readonly KnownPerson[]): Match {
  const people = new Map([...byIdentifier, ...(byNumber === null ? [] : [byNumber])].map((person) => [person.patientId, person]));
  const found = [...people.values()];
  if (new Set(found.map((each) => each.survivingId)).size > 1) return mismatch('The identifiers in PID-3 belong to different people.');
  const person = byNumber ?? found.find((each) => each.patientId === each.survivingId) ?? found[0];
  if (person === undefined) return matchNobody(claim);
  if (claim.nhsNumber !== null && claim.nhsNumber !== person.nhsNumber) {
    return mismatch('The local identifier in PID-3 belongs to a person with another NHS number.');
  }
  if (claim.birthDate !== null && !person.birthDate.startsWith(claim.birthDate)) {
    return mismatch('The date of birth in PID-7 disagrees with the one on record.');
  }
  return { outcome: 'known', person };
}

function matchNobody(claim: IdentityClaim): Match {
  const { nhsNumber, birthDate, familyName, givenName } = claim;
  if (nhsNumber !== null && familyName !== null && birthDate !== null && birthDate.length === 10) {
    return { outcome: 'new', person: { nhsNumber, birthDate, familyName, givenName } };
  }
  return held(
    'patient-unknown',
    'Nobody with these identifiers is known. A new person needs an NHS number (PID-3), a family name (PID-5) and a full date of birth (PID-7).',
  );
}

function mismatch(reason: string): Held {
  return held('patient-mismatch', reason);
}
