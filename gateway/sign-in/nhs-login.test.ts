import { describe, expect, it } from 'vitest';
import { readPatient, requireAge } from './nhs-login.ts';

describe('REG-2 from the age of 13', () => {
  const at = (time: string) => new Date(time);
  it.each([
    ['2013-11-02', '2026-11-02T00:00:00Z'],
    ['2013-07-02', '2026-07-01T23:00:00Z'],
    ['2008-02-29', '2021-03-01T00:00:00Z'],
    ['1930-01-01', '2026-11-01T12:00:00Z'],
  ])('lets in who was born on %s, at %s', (birthDate, now) => {
    expect(() => requireAge(birthDate, at(now))).not.toThrow();
  });

  it.each([
    ['2013-11-02', '2026-11-01T12:00:00Z'],
    ['2013-07-02', '2026-07-01T22:59:59Z'],
    ['2008-02-29', '2021-02-28T23:59:59Z'],
    ['2030-01-01', '2026-11-01T12:00:00Z'],
  ])('does not yet let in who was born on %s, at %s', (birthDate, now) => {
    expect(() => requireAge(birthDate, at(now))).toThrow(expect.objectContaining({ code: 'TOO_YOUNG' }));
  });
});

describe('REG-1 what NHS login tells', () => {
  const userInfo = {
    nhs_number: '9991001131', given_name: 'Marigold', family_name: 'Thistlewood', birthdate: '1951-03-14', identity_proofing_level: 'P9',
    email: 'm@example.net', email_verified: true, gp_registration_details: { gp_ods_code: 'E85001' },
  };
  const read = (changes: object = {}, vot = 'P9.Cp.Cd') => readPatient({ subject: 's', idToken: { vot }, userInfo: { ...userInfo, ...changes } }, 'any');

  it('is read', () => {
    expect(read()).toEqual({
      signIn: { subject: 's', nhsNumber: '9991001131', birthDate: '1951-03-14', name: 'Marigold Thistlewood', email: 'm@example.net', proofing: 'P9' },
      practice: 'E85001',
    });
    expect(read({ given_name: undefined }).signIn.name).toBe('Thistlewood');
  });

  it.each([[undefined], [{}], ['E85001'], [{ gp_ods_code: '' }]])('names no practice in %j', (gp_registration_details) => {
    expect(read({ gp_registration_details }).practice).toBeNull();
  });

  it.each(['2026-02-30', '2026-13-01', '14/03/1951', ''])('refuses %j for a date of birth', (birthdate) => {
    expect(() => read({ birthdate })).toThrow(expect.objectContaining({ code: 'IDENTITY_CLAIMS_INVALID' }));
  });

  it.each([
    ['P9', 'P9.Cp.Cd', 'P9'],
    ['P5', 'P9.Cp.Cd', 'P5'],
    ['P9', 'P5.Cp.Cd', 'P5'],
  ])('takes the lower of what UserInfo (%s) and the signed token (%s) say', (level, vot, proofing) => {
    expect(read({ identity_proofing_level: level }, vot).signIn.proofing).toBe(proofing);
  });
});
