import { describe, expect, it } from 'vitest';
import { readTrustProfessional, readTrustProviders } from './trust-provider.ts';

const hillingdon = { key: 'hillingdon', name: 'The Hillingdon Hospitals', organisation: 'RAS', issuer: 'https://sign-in.ras.example', clientId: 'cie', emailDomains: ['ras.example'] };
const readAll = (value: unknown) => readTrustProviders({ CIE_TRUST_PROVIDERS: JSON.stringify(value) });
const read = (userInfo: object) => readTrustProfessional({ subject: 's', idToken: {}, userInfo: { name: 'Nurse Test', email: 'n@ras.example', email_verified: true, role: 'Nurse', ...userInfo } }, hillingdon);

describe("REG-6 a trust's own provider", () => {
  it('binds to the organisation that is registered, whatever a claim says (abuse case 22)', () => {
    expect(read({ organisation: 'RYJ', org_code: 'RYJ', nhsid_nrbac_roles: [{ org_code: 'RYJ', role_name: 'Consultant' }] })).toEqual({
      issuer: 'https://sign-in.ras.example', subject: 's', name: 'Nurse Test', email: 'n@ras.example', selected: null,
      roles: [{ organisation: 'RAS', role: 'Nurse', organisationName: 'The Hillingdon Hospitals' }],
    });
  });

  it('takes an e-mail address only when it is verified', () => {
    for (const verified of [false, undefined, 'true']) expect(read({ email_verified: verified }).email).toBeNull();
  });

  it('binds no mailbox of anybody else to whom it vouches for: an invitation would open to them (abuse case 22)', () => {
    expect(read({ email: 'N@RAS.example' }).email).toBe('N@RAS.example');
    for (const email of ['carer@mail.example', 'n@sub.ras.example', 'n@ras.example@mail.example', 'ras.example', '']) expect([email, read({ email }).email]).toEqual([email, null]);
    expect(readTrustProfessional({ subject: 's', idToken: {}, userInfo: { name: 'N', email: 'n@ras.example', email_verified: true } }, { ...hillingdon, emailDomains: [] }).email).toBeNull();
  });

  it('reads a person without a role as one', () => {
    expect(read({ role: '' }).roles).toEqual([]);
    expect(() => read({ name: '' })).toThrow(expect.objectContaining({ code: 'IDENTITY_CLAIMS_INVALID' }));
  });

  it('reads the setting, and knows no provider without it', () => {
    expect(readAll([hillingdon])).toEqual([hillingdon]);
    expect(readAll([{ ...hillingdon, emailDomains: ['RAS.example'] }])).toEqual([hillingdon]);
    expect(readTrustProviders({})).toEqual([]);
  });

  it.each([
    ['no list', hillingdon],
    ['a missing field', [{ ...hillingdon, clientId: '' }]],
    ['an unknown organisation', [{ ...hillingdon, organisation: 'XXX' }]],
    ['a key that fits no address', [{ ...hillingdon, key: 'a/b' }]],
    ['a key twice', [hillingdon, { ...hillingdon, issuer: 'https://other.example' }]],
    ['an issuer twice', [hillingdon, { ...hillingdon, key: 'other' }]],
  ])('refuses to start with %s', (_what, value) => {
    expect(() => readAll(value)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });
});
