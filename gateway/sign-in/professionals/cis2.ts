import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { attemptMinutes } from '../attempt.store.ts';
import { recordsClaim, textClaim } from '../claims.ts';
import type { ProvenIdentity } from '../relying-party.ts';
import type { VouchedProfessional, VouchedRole } from './vouched-professional.ts';

/** Least authentication assurance of NHS CIS2 (AAL) that opens the exchange: 2, or 3 for smartcards and the like only. */
export type Assurance = 2 | 3;

/** Reads CIE_PRO_ASSURANCE. Throws SETTING_MISSING or SETTING_INVALID. */
export function readAssurance(settings: Settings): Assurance {
  const value = required(settings, 'CIE_PRO_ASSURANCE');
  if (value === '2') return 2;
  if (value === '3') return 3;
  throw new CieError('SETTING_INVALID', 'The setting CIE_PRO_ASSURANCE must be 2 or 3: the least authentication assurance level of NHS CIS2 that is accepted.');
}

/**
 * Parameters of the authorization request to NHS CIS2. `prompt=login`: a shared workstation must ask anew who sits there;
 * with it, `selectedrole` makes CIS2 ask for the role where the person has several.
 */
export const cis2Parameters = (assurance: Assurance): Record<string, string> => ({
  scope: 'openid profile email nationalrbacaccess associatedorgs selectedrole',
  prompt: 'login',
  acr_values: assurance === 3 ? 'AAL3_ANY' : 'AAL2_OR_AAL3_ANY',
});

/**
 * Reads what NHS CIS2 told. Throws IDENTITY_CLAIMS_INVALID when the name is missing or the selected role is none of the person's,
 * ASSURANCE_TOO_LOW and SIGN_IN_STALE when the person did not authenticate as was asked for.
 */
export function readCis2({ subject, idToken, userInfo }: ProvenIdentity, issuer: string, assurance: Assurance, now: Date): VouchedProfessional {
  requireAssurance(idToken, assurance);
  requireFresh(idToken, now);
  const name = textClaim(userInfo, 'name');
  if (name === null) throw new CieError('IDENTITY_CLAIMS_INVALID', 'The sign-in for professionals answered with incomplete details.');
  const names = organisationNames(userInfo);
  const entries = recordsClaim(userInfo, 'nhsid_nrbac_roles').flatMap((each) => {
    const role = readRole(each, names);
    return role === null ? [] : [{ id: textClaim(each, 'person_roleid'), role }];
  });
  // The signed token decides; CIS2 may tell the choice in UserInfo alone.
  const selectedId = textClaim(idToken, 'selected_roleid') ?? textClaim(userInfo, 'selected_roleid');
  const selected = selectedId === null ? null : entries.find(({ id }) => id === selectedId)?.role;
  if (selected === undefined) throw new CieError('IDENTITY_CLAIMS_INVALID', 'The sign-in for professionals named a role that is none of the person’s.');
  // An address that the provider says nobody has checked opens nothing.
  const email = userInfo['email_verified'] === false ? null : textClaim(userInfo, 'email');
  return { issuer, subject, name, email, roles: entries.map(({ role }) => role), selected };
}

function requireAssurance(idToken: Readonly<Record<string, unknown>>, least: Assurance): void {
  const level = Number(textClaim(idToken, 'authentication_assurance_level') ?? '0');
  if (!(level >= least)) throw new CieError('ASSURANCE_TOO_LOW', 'The professional authenticated in a weaker way than was asked for.');
}

/** `prompt=login` is a wish; the time of authentication, where it is told, shows whether it was granted (OpenID Connect Core, 3.1.2.1). */
function requireFresh(idToken: Readonly<Record<string, unknown>>, now: Date): void {
  const at = idToken['auth_time'];
  if (at === undefined) return;
  const oldest = now.getTime() / 1000 - attemptMinutes * 60 - 60;
  if (typeof at !== 'number' || at < oldest) throw new CieError('SIGN_IN_STALE', 'The provider did not ask anew who signs in.');
}

function readRole(entry: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): VouchedRole | null {
  const organisation = textClaim(entry, 'org_code');
  const role = roleTitle(textClaim(entry, 'role_name'));
  return organisation === null || role === null ? null : { organisation, role, organisationName: names.get(organisation) ?? null };
}

function organisationNames(userInfo: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(
    recordsClaim(userInfo, 'nhsid_user_orgs').flatMap((each): [string, string][] => {
      const [code, name] = [textClaim(each, 'org_code'), textClaim(each, 'org_name')];
      return code === null || name === null ? [] : [[code, name]];
    }),
  );
}

/** CIS2 writes a role as a path, `"Clinical":"Clinical Provision":"Consultant"`; people know its last part. */
function roleTitle(path: string | null): string | null {
  const last = path?.split(':').at(-1)?.replaceAll('"', '').trim();
  return last === undefined || last === '' ? null : last;
}
