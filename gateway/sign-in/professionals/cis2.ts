import { CieError } from '@cie/kit/errors.ts';
import { recordsClaim, textClaim } from './claims.ts';
import type { ProvenIdentity } from './relying-party.ts';

/** Parameters of the authorization request to NHS CIS2; a shared workstation must ask anew who sits there. */
export const professionalParameters: Readonly<Record<string, string>> = {
  scope: 'openid profile email nationalrbacaccess associatedorgs',
  prompt: 'login',
};

/** A professional in one role; input of identity's command `sign-in-professional`. */
export interface ProfessionalSignIn {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** ODS code. */
  readonly organisation: string;
  readonly role: string;
}

/**
 * Reads what NHS CIS2 told: the selected role, or the first one. Throws NO_ROLE when the person has
 * none (CIS2 lets such people sign in), IDENTITY_CLAIMS_INVALID when the name is missing.
 */
export function readProfessional({ subject, idToken, userInfo }: ProvenIdentity, issuer: string): ProfessionalSignIn {
  const roles = recordsClaim(userInfo, 'nhsid_nrbac_roles');
  const selected = textClaim(idToken, 'selected_roleid');
  const chosen = selected === null ? roles[0] : roles.find((role) => textClaim(role, 'person_roleid') === selected);
  const organisation = chosen === undefined ? null : textClaim(chosen, 'org_code');
  const role = chosen === undefined ? null : roleTitle(textClaim(chosen, 'role_name'));
  if (organisation === null || role === null) throw new CieError('NO_ROLE', 'This sign-in carries no role at an organisation.');
  const name = textClaim(userInfo, 'name');
  if (name === null) throw new CieError('IDENTITY_CLAIMS_INVALID', 'The sign-in for professionals answered with incomplete details.');
  // Invitations are bound to it: an address that the provider says nobody has checked opens nothing.
  const email = userInfo['email_verified'] === false ? null : textClaim(userInfo, 'email');
  return { issuer, subject, name, email, organisation, role };
}

/** CIS2 writes a role as a path, `"Clinical":"Clinical Provision":"Consultant"`; people know its last part. */
function roleTitle(path: string | null): string | null {
  const last = path?.split(':').at(-1)?.replaceAll('"', '').trim();
  return last === undefined || last === '' ? null : last;
}
