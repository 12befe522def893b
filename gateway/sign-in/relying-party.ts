import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { importJWK } from 'jose';
import * as openid from 'openid-client';
import type { Attempt } from './attempt.store.ts';
import { codeRequest, exchangeCode } from './code-flow.ts';

/** What a provider told about a person: the ID token's checked claims and the UserInfo response of the same subject. */
export interface ProvenIdentity {
  readonly subject: string;
  readonly idToken: Readonly<Record<string, unknown>>;
  readonly userInfo: Readonly<Record<string, unknown>>;
}

export interface RelyingPartyOptions {
  /** Prefix of the settings: `CIE_NHS_LOGIN` or `CIE_PRO`. */
  readonly prefix: string;
  readonly settings: Settings;
  /** Absolute address at which the provider hands the browser back. */
  readonly redirectUri: string;
}

export interface ProviderRegistration {
  readonly issuer: string;
  /** The setting that names the issuer, for the error when it is wrong. */
  readonly issuerSetting: string;
  readonly clientId: string;
  readonly settings: Settings;
  /** The setting with our private key for this provider. */
  readonly keySetting: string;
  readonly redirectUri: string;
}

const providerTimeoutSeconds = 5;

/** Our side of one OpenID provider: confidential client, code flow, `private_key_jwt` with RS512. */
export class RelyingParty {
  readonly issuer: URL;
  /** The issuer exactly as the settings name it: part of the key of a professional's account. */
  readonly issuerName: string;
  readonly #clientId: string;
  readonly #privateKey: CryptoKey;
  readonly #redirectUri: string;
  #configuration: Promise<openid.Configuration> | null = null;
  #tokenEndpoint = '';

  private constructor(issuerName: string, issuer: URL, clientId: string, privateKey: CryptoKey, redirectUri: string) {
    this.issuerName = issuerName;
    this.issuer = issuer;
    this.#clientId = clientId;
    this.#privateKey = privateKey;
    this.#redirectUri = redirectUri;
  }

  /** Reads and checks the settings of one provider. Throws SETTING_MISSING or SETTING_INVALID. */
  static async create({ prefix, settings, redirectUri }: RelyingPartyOptions): Promise<RelyingParty> {
    const issuerSetting = `${prefix}_ISSUER`;
    return RelyingParty.open({
      issuer: required(settings, issuerSetting),
      issuerSetting,
      clientId: required(settings, `${prefix}_CLIENT_ID`),
      settings,
      keySetting: `${prefix}_PRIVATE_KEY`,
      redirectUri,
    });
  }

  /** The same for a provider that is an entry of a list. Throws SETTING_MISSING or SETTING_INVALID. */
  static async open({ issuer, issuerSetting, clientId, settings, keySetting, redirectUri }: ProviderRegistration): Promise<RelyingParty> {
    const address = checkedIssuer(issuer, issuerSetting);
    return new RelyingParty(issuer, address, clientId, await readPrivateKey(settings, keySetting, 'RS512'), redirectUri);
  }

  /** Where to send the browser for an attempt; `extra` are the parameters of this provider's profile. */
  async authorizationAddress(attempt: Attempt & { state: string }, extra: Readonly<Record<string, string>>): Promise<URL> {
    return openid.buildAuthorizationUrl(await this.#discovered(), {
      ...extra,
      ...(await codeRequest(attempt, this.#redirectUri)),
    });
  }

  /**
   * Exchanges the answer in `query` for a proven identity. Throws what `exchangeCode` does, and ID_TOKEN_MISSING.
   */
  async identify(attempt: Attempt, state: string, query: URLSearchParams): Promise<ProvenIdentity> {
    const configuration = await this.#discovered();
    const tokens = await exchangeCode(configuration, attempt, { state, query, redirectUri: this.#redirectUri });
    const idToken = tokens.claims();
    if (idToken === undefined) throw new CieError('ID_TOKEN_MISSING', 'The identity provider sent no ID token.');
    // UserInfo is unsigned: it counts only when it is about the subject of the signed ID token (OpenID Connect Core, 5.3.2).
    const userInfo = await openid.fetchUserInfo(configuration, tokens.access_token, idToken.sub);
    return { subject: idToken.sub, idToken, userInfo };
  }

  /** Discovery is done once and kept; a failure is not, so that a provider that was down is asked again. */
  #discovered(): Promise<openid.Configuration> {
    this.#configuration ??= this.#discover().catch((cause: unknown) => {
      this.#configuration = null;
      throw new CieError('IDENTITY_PROVIDER_UNAVAILABLE', 'The identity provider does not answer. Check its address in the settings and that it runs.', { cause });
    });
    return this.#configuration;
  }

  #discover(): Promise<openid.Configuration> {
    const authentication = openid.PrivateKeyJwt(this.#privateKey, {
      // NHS login wants the token endpoint as audience, where newer drafts want the issuer.
      [openid.modifyAssertion]: (_header, payload) => {
        payload['aud'] = this.#tokenEndpoint;
      },
    });
    const isPlainHttp = this.issuer.protocol === 'http:';
    return openid
      .discovery(this.issuer, this.#clientId, { id_token_signed_response_alg: 'RS512', token_endpoint_auth_method: 'private_key_jwt' }, authentication, {
        timeout: providerTimeoutSeconds,
        // Without this the signature of an ID token that came over TLS is not looked at; ours may cross a proxy.
        execute: isPlainHttp ? [openid.enableNonRepudiationChecks, openid.allowInsecureRequests] : [openid.enableNonRepudiationChecks],
      })
      .then((configuration) => {
        this.#tokenEndpoint = configuration.serverMetadata().token_endpoint ?? '';
        return configuration;
      });
  }
}

/** Plain http is for the simulators of a sandbox, which run on this machine, and for nothing else. */
export function checkedIssuer(text: string, setting: string): URL {
  const issuer = URL.parse(text);
  const onThisMachine = issuer !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname);
  if (issuer === null || (issuer.protocol !== 'https:' && !(issuer.protocol === 'http:' && onThisMachine))) {
    throw new CieError('SETTING_INVALID', `The setting ${setting} must name an https address (http only on this machine).`);
  }
  return issuer;
}

/** An RSA key of ours for `private_key_jwt`. Throws SETTING_MISSING or SETTING_INVALID. */
export async function readPrivateKey(settings: Settings, name: string, algorithm: 'RS512' | 'RS384'): Promise<CryptoKey> {
  const text = required(settings, name);
  try {
    const key = await importJWK(JSON.parse(text), algorithm);
    if (!(key instanceof CryptoKey) || key.type !== 'private') throw new TypeError('not a private key');
    return key;
  } catch (cause) {
    throw new CieError('SETTING_INVALID', `The setting ${name} must be an RSA private key as a JSON Web Key.`, { cause });
  }
}
