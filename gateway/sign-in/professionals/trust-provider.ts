import { CieError } from '@cie/kit/errors.ts';
import { isKnownOrganisation } from '@cie/kit/organisations.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { textClaim } from '../claims.ts';
import { registeredAddress } from '../registered-address.ts';
import type { ProvenIdentity } from '../relying-party.ts';
import { checkedKey, readListSetting, requireDistinct } from './list-setting.ts';
import type { VouchedProfessional } from './vouched-professional.ts';

/** A trust's own OpenID provider, as the operator registered it. */
export interface TrustProvider {
  readonly key: string;
  /** As people know the trust. */
  readonly name: string;
  /** ODS code: whoever this provider vouches for works there and nowhere else. */
  readonly organisation: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Domains of the trust's mailboxes, in lower case; an address elsewhere is bound to nobody. */
  readonly emailDomains: readonly string[];
}

const setting = 'CIE_TRUST_PROVIDERS';
const example = '{"key": "imperial", "name": "…", "organisation": "RYJ", "issuer": "https://…", "clientId": "…", "emailDomains": ["…"]}';

/** Reads CIE_TRUST_PROVIDERS. Throws SETTING_INVALID. */
export function readTrustProviders(settings: Settings): readonly TrustProvider[] {
  const providers = readListSetting(settings, setting, example).map((entry) => ({
    key: checkedKey(entry.text('key'), setting),
    name: entry.text('name'),
    organisation: knownOrganisation(entry.text('organisation')),
    issuer: entry.text('issuer'),
    clientId: entry.text('clientId'),
    emailDomains: entry.texts('emailDomains').map((each) => each.toLowerCase()),
  }));
  requireDistinct(providers.map(({ key }) => key), 'key', setting);
  // Accounts are kept by issuer and subject: two trusts behind one issuer would share them.
  requireDistinct(providers.map(({ issuer }) => issuer), 'issuer', setting);
  return providers;
}

function knownOrganisation(odsCode: string): string {
  if (isKnownOrganisation(odsCode)) return odsCode;
  throw new CieError('SETTING_INVALID', `The setting ${setting} names an organisation by an ODS code that the exchange does not know.`);
}

/** Parameters of the authorization request to a trust's own provider. */
export const trustParameters: Readonly<Record<string, string>> = { scope: 'openid profile email', prompt: 'login' };

/**
 * Reads what a trust's own provider told. The organisation is the registered one, whatever the claims say. Throws
 * IDENTITY_CLAIMS_INVALID when the name is missing.
 */
export function readTrustProfessional({ subject, userInfo }: ProvenIdentity, provider: TrustProvider): VouchedProfessional {
  const name = textClaim(userInfo, 'name');
  if (name === null) throw new CieError('IDENTITY_CLAIMS_INVALID', 'The sign-in of the trust answered with incomplete details.');
  const role = textClaim(userInfo, 'role');
  const { organisation, issuer } = provider;
  return {
    issuer,
    subject,
    name,
    // Any mailbox may be claimed: only a verified address of the trust's own is bound to invitations.
    email: userInfo['email_verified'] === true ? registeredAddress(textClaim(userInfo, 'email'), provider.emailDomains) : null,
    roles: role === null ? [] : [{ organisation, role: role.slice(0, 100), organisationName: provider.name }],
    selected: null,
  };
}
