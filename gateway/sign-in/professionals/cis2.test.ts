import { describe, expect, it } from 'vitest';
import { cis2Parameters, readAssurance, readCis2, type Assurance } from './cis2.ts';

const now = new Date('2026-11-23T09:00:00Z');
const seconds = now.getTime() / 1000;
const roles = [
  { person_roleid: '1', org_code: 'RYJ', role_name: '"Clinical":"Clinical Provision":"Consultant"' },
  { person_roleid: '2', org_code: 'RQM', role_name: '"Clinical":"Clinical Provision":"Nurse"' },
];
const read = (idToken: object, userInfo: object, assurance: Assurance = 2) =>
  readCis2(
    {
      subject: 's',
      idToken: { authentication_assurance_level: '3', ...idToken },
      userInfo: { name: 'Dr Philippa Merriweather', email: 'p@example.net', nhsid_nrbac_roles: roles, nhsid_user_orgs: [{ org_code: 'RQM', org_name: 'ChelWest' }], ...userInfo },
    },
    'https://cis2.example',
    assurance,
    now,
  );
const consultant = { organisation: 'RYJ', role: 'Consultant', organisationName: null };
const nurse = { organisation: 'RQM', role: 'Nurse', organisationName: 'ChelWest' };

describe('REG-6 reading what NHS CIS2 tells', () => {
  it('tells the roles, and the one that was chosen at the provider', () => {
    expect(read({ selected_roleid: '2' }, {})).toEqual({
      issuer: 'https://cis2.example', subject: 's', name: 'Dr Philippa Merriweather', email: 'p@example.net', roles: [consultant, nurse], selected: nurse,
    });
    expect(read({}, { selected_roleid: '1' }).selected).toEqual(consultant);
    expect(read({ selected_roleid: '2' }, { selected_roleid: '1' }).selected).toEqual(nurse);
  });

  it('chooses no role for a person who was not asked', () => {
    expect(read({}, {})).toMatchObject({ roles: [consultant, nurse], selected: null });
  });

  it('takes no e-mail address that was not verified', () => {
    expect(read({}, { email_verified: false }).email).toBeNull();
  });

  it.each([
    ['no role', { nhsid_nrbac_roles: [] }],
    ['a role without an organisation', { nhsid_nrbac_roles: [{ role_name: 'Consultant' }] }],
    ['roles that are no list', { nhsid_nrbac_roles: 'RYJ' }],
    ['nothing about roles', { nhsid_nrbac_roles: undefined }],
  ])('reads %s as a person without a role', (_what, userInfo) => {
    expect(read({}, userInfo)).toMatchObject({ roles: [], selected: null });
  });

  it.each([
    ['a selected role that is not among the roles', { selected_roleid: '3' }, {}, 'IDENTITY_CLAIMS_INVALID'],
    ['no name', {}, { name: ' ' }, 'IDENTITY_CLAIMS_INVALID'],
    ['a password alone', { authentication_assurance_level: '1' }, {}, 'ASSURANCE_TOO_LOW'],
    ['an assurance that is not told', { authentication_assurance_level: undefined }, {}, 'ASSURANCE_TOO_LOW'],
    ['an assurance that is no number', { authentication_assurance_level: 'high' }, {}, 'ASSURANCE_TOO_LOW'],
    ['somebody who authenticated an hour ago', { auth_time: seconds - 3600 }, {}, 'SIGN_IN_STALE'],
    ['a time that is none', { auth_time: 'now' }, {}, 'SIGN_IN_STALE'],
  ])('refuses %s', (_what, idToken, userInfo, code) => {
    expect(() => read(idToken, userInfo)).toThrow(expect.objectContaining({ code }));
  });

  it('accepts exactly what the operator asks for', () => {
    expect(read({ auth_time: seconds - 600 }, {}).subject).toBe('s');
    expect(read({ authentication_assurance_level: '2' }, {}).subject).toBe('s');
    expect(() => read({ authentication_assurance_level: '2' }, {}, 3)).toThrow(expect.objectContaining({ code: 'ASSURANCE_TOO_LOW' }));
    expect(cis2Parameters(2)).toMatchObject({ prompt: 'login', acr_values: 'AAL2_OR_AAL3_ANY' });
    expect(cis2Parameters(readAssurance({ CIE_PRO_ASSURANCE: '3' }))).toMatchObject({ acr_values: 'AAL3_ANY' });
    expect(() => readAssurance({ CIE_PRO_ASSURANCE: '1' })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
    expect(() => readAssurance({})).toThrow(expect.objectContaining({ code: 'SETTING_MISSING' }));
  });
});
