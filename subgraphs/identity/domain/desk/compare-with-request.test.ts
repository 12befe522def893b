import { describe, expect, it } from 'vitest';
import { compareWithRequest } from './compare-with-request.ts';

const record = { familyName: 'Quickly-Żółw', givenName: 'Perdita Anne', birthDate: '1980-03-31' };
const about = (name: string, details: Readonly<Record<string, string>> = {}, kind: 'access-request' | 'invitation-referral' = 'access-request') =>
  compareWithRequest({ kind, contact: { name }, details }, '9990004005', record);

describe('REG-5 a record is compared with the request', () => {
  it.each(['Perdita Quickly-Żółw', 'QUICKLY, Perdita', 'Anne Zolw', 'Perd Quickly', 'P Quickly', 'Quickly', ''])('takes %j for the same name', (name) => {
    expect(about(name)).toEqual([]);
  });

  it.each(['Perdita Foxglove', 'Barnaby Quickly', 'Foxglove', 'بيرديتا'])('takes %j for another', (name) => {
    expect(about(name)).toEqual(['name']);
  });

  it('compares number and date of birth where the request has them, and never the name of who invites', () => {
    expect(about('Perdita Quickly', { birthDate: '1980-03-31', nhsNumber: '999 000 4005' })).toEqual([]);
    expect(about('Perdita Quickly', { birthDate: '1980-03-30', nhsNumber: '9990004013' })).toEqual(['birthDate', 'nhsNumber']);
    expect(about('Perdita Quickly', { birthDate: '', nhsNumber: 'not known' })).toEqual([]);
    expect(about('Dr Foxglove', { birthDate: '1980-03-31' }, 'invitation-referral')).toEqual([]);
  });
});
