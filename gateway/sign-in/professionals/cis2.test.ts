import { describe, expect, it } from 'vitest';
import { readProfessional } from './professional.ts';

const roles = [
  { person_roleid: '1', org_code: 'RYJ', role_name: '"Clinical":"Clinical Provision":"Consultant"' },
  { person_roleid: '2', org_code: 'RQM', role_name: '"Clinical":"Clinical Provision":"Nurse"' },
];
const identity = (idToken: object, userInfo: object) => ({
  subject: 's',
  idToken: { ...idToken },
  userInfo: { name: 'Dr Philippa Merriweather', email: 'p@example.net', nhsid_nrbac_roles: roles, ...userInfo },
});

describe('REG-6 reading what NHS CIS2 tells', () => {
  it('takes the selected role', () => {
    expect(readProfessional(identity({ selected_roleid: '2' }, {}), 'https://cis2.example')).toEqual({
      issuer: 'https://cis2.example',
      subject: 's',
      name: 'Dr Philippa Merriweather',
      email: 'p@example.net',
      organisation: 'RQM',
      role: 'Nurse',
    });
  });

  it('takes no e-mail address that was not verified', () => {
    expect(readProfessional(identity({}, { email_verified: false }), 'i').email).toBeNull();
  });

  it('takes the first role when none was selected', () => {
    expect(readProfessional(identity({}, {}), 'i')).toMatchObject({ organisation: 'RYJ', role: 'Consultant' });
  });

  it.each([
    ['no role', {}, { nhsid_nrbac_roles: [] }, 'NO_ROLE'],
    ['a selected role that is not among the roles', { selected_roleid: '3' }, {}, 'NO_ROLE'],
    ['a role without an organisation', {}, { nhsid_nrbac_roles: [{ role_name: 'Consultant' }] }, 'NO_ROLE'],
    ['roles that are no list', {}, { nhsid_nrbac_roles: 'RYJ' }, 'NO_ROLE'],
    ['no name', {}, { name: ' ' }, 'IDENTITY_CLAIMS_INVALID'],
  ])('refuses %s', (_what, idToken, userInfo, code) => {
    expect(() => readProfessional(identity(idToken, userInfo), 'i')).toThrow(expect.objectContaining({ code }));
  });
});
