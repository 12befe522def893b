import { describe, expect, it } from 'vitest';
import type { IdentityClaim, KnownPerson } from './identity-claim.ts';
import { matchPerson } from './match-person.ts';

const ada: KnownPerson = { patientId: 'ada', survivingId: 'ada', nhsNumber: '9992914173', birthDate: '1970-01-31' };
const bob: KnownPerson = { patientId: 'bob', survivingId: 'bob', nhsNumber: '9997763173', birthDate: '1980-02-28' };
/** Of one person with Ada since the two records were joined. */
const old: KnownPerson = { patientId: 'old', survivingId: 'ada', nhsNumber: '9990669074', birthDate: '1970-01-31' };
const claim: IdentityClaim = {
  nhsNumber: '9992914173',
  localIdentifiers: [{ authority: 'MRN', value: '1' }],
  otherAuthorities: [],
  birthDate: '1970-01-31',
  familyName: 'Lovelace',
  givenName: null,
};

const cases: [string, Partial<IdentityClaim>, KnownPerson | null, KnownPerson[], string][] = [
  ['number known', {}, ada, [], 'ada'],
  ['number and local identifier agree', {}, ada, [ada], 'ada'],
  ['no birth date given', { birthDate: null }, ada, [], 'ada'],
  ['birth date given as a year', { birthDate: '1970' }, ada, [], 'ada'],
  ['birth date disagrees', { birthDate: '1970-01-30' }, ada, [], 'patient-mismatch'],
  ['year disagrees', { birthDate: '1971' }, ada, [], 'patient-mismatch'],
  ['local identifier alone', { nhsNumber: null }, null, [ada], 'ada'],
  ['local identifier alone, birth date disagrees', { nhsNumber: null, birthDate: '1999-01-01' }, null, [ada], 'patient-mismatch'],
  ['local identifier of somebody else', {}, ada, [bob], 'patient-mismatch'],
  ['local identifiers of two people', { nhsNumber: null }, null, [ada, bob], 'patient-mismatch'],
  ['local identifier of a person with another number', { birthDate: '1980-02-28' }, null, [bob], 'patient-mismatch'],
  ['number of the one, identifier of the other of two joined records', {}, ada, [old], 'ada'],
  ['number and identifier of joined records, the other way', { nhsNumber: '9990669074' }, old, [ada], 'old'],
  ['local identifiers of both joined records', { nhsNumber: null }, null, [old, ada], 'ada'],
  ['local identifier of the retired record', { nhsNumber: null }, null, [old], 'old'],
  ['nobody, complete', {}, null, [], 'new'],
  ['nobody, no number', { nhsNumber: null }, null, [], 'patient-unknown'],
  ['nobody, no family name', { familyName: null }, null, [], 'patient-unknown'],
  ['nobody, birth date only a month', { birthDate: '1970-01' }, null, [], 'patient-unknown'],
];

describe('ING-2 a message is filed to the person it means, or held', () => {
  it.each(cases)('%s', (_name, change, byNumber, byIdentifier, expected) => {
    const match = matchPerson({ ...claim, ...change }, byNumber, byIdentifier);
    const answer = match.outcome === 'held' ? match.code : match.outcome === 'known' ? match.person.patientId : 'new';
    expect(answer).toBe(expected);
  });

  it('says why without naming anybody', () => {
    const match = matchPerson({ ...claim, birthDate: '1970-01-30' }, ada, []);
    expect(JSON.stringify(match)).not.toMatch(/Lovelace|9992914173|1970/);
  });
});
