import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import * as openid from 'openid-client';
import type { Attempt } from '../attempt.store.ts';
import { textClaim } from '../claims.ts';
import { codeRequest, exchangeCode } from '../code-flow.ts';
import { readPrivateKey } from '../relying-party.ts';
import { readPatient, readPractitioner, type LaunchedPatient } from './fhir-resources.ts';
import type { LaunchSystem } from './launch-systems.ts';
import { fetchSmartConfiguration, readLimited, type SmartConfiguration } from './smart-configuration.ts';

/** What a launch proves: who works in the system, and whose chart they have open. */
export interface LaunchIdentity {
  /** The issuer of the ID token: part of the key of the professional's account. */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
  readonly patient: LaunchedPatient;
}

const timeoutSeconds = 5;
const longestResource = 256 * 1024;

/** Our side of one patient-record system: SMART App Launch 2.2, EHR launch, `private_key_jwt` with RS384, PKCE. */
export class LaunchParty {
  readonly system: LaunchSystem;
  readonly #privateKey: CryptoKey;
  readonly #redirectUri: string;
  #discovered: Promise<{ configuration: openid.Configuration; smart: SmartConfiguration }> | null = null;

  private constructor(system: LaunchSystem, privateKey: CryptoKey, redirectUri: string) {
    this.system = system;
    this.#privateKey = privateKey;
    this.#redirectUri = redirectUri;
  }

  /** Throws SETTING_MISSING or SETTING_INVALID. */
  static async create(system: LaunchSystem, settings: Settings, redirectUri: string): Promise<LaunchParty> {
    return new LaunchParty(system, await readPrivateKey(settings, `CIE_LAUNCH_KEY_${system.key.toUpperCase()}`, 'RS384'), redirectUri);
  }

  /** Where to send the browser for a launch. Throws LAUNCH_SYSTEM_UNAVAILABLE or LAUNCH_SYSTEM_INVALID. */
  async authorizationAddress(attempt: Attempt & { state: string }, launch: string): Promise<URL> {
    const { configuration, smart } = await this.#discover();
    return openid.buildAuthorizationUrl(configuration, {
      ...(await codeRequest(attempt, this.#redirectUri)),
      scope: ['openid', 'fhirUser', 'launch', ...smart.readScopes].join(' '),
      // The token is for this FHIR service; without it a counterfeit one could be handed a real token.
      aud: this.system.iss,
      launch,
    });
  }

  /**
   * Exchanges the answer in `query` for who launched and for whom. Throws openid-client's errors when anything about the answer is not
   * exactly right, and LAUNCH_CONTEXT_MISSING, LAUNCH_USER_INVALID, LAUNCH_RESOURCE_INVALID.
   */
  async identify(attempt: Attempt, state: string, query: URLSearchParams): Promise<LaunchIdentity> {
    const { configuration, smart } = await this.#discover();
    const tokens = await exchangeCode(configuration, attempt, { state, query, redirectUri: this.#redirectUri });
    const claims = tokens.claims();
    const patientId = fhirId(textClaim(tokens, 'patient'));
    if (claims === undefined || patientId === null) throw new CieError('LAUNCH_CONTEXT_MISSING', 'The launch names no patient.');
    const practitionerId = this.#practitionerIn(textClaim(claims, 'fhirUser'));
    const read = (type: string, id: string): Promise<unknown> => this.#read(configuration, tokens.access_token, type, id);
    const [patient, practitioner] = await Promise.all([read('Patient', patientId), read('Practitioner', practitionerId)]);
    const user = readPractitioner(practitioner, practitionerId, this.system.emailDomains);
    return { issuer: smart.server.issuer, subject: claims.sub, ...user, patient: readPatient(patient, patientId) };
  }

  /** `fhirUser` is the address of a resource of this very system, whole or below its FHIR address; patients do not launch here. */
  #practitionerIn(fhirUser: string | null): string {
    const relative = fhirUser?.startsWith(`${this.system.iss}/`) === true ? fhirUser.slice(this.system.iss.length + 1) : fhirUser;
    const id = fhirId(/^Practitioner\/([^/]+)$/.exec(relative ?? '')?.[1] ?? null);
    if (id === null) throw new CieError('LAUNCH_USER_INVALID', 'Whoever launched the exchange is no practitioner of the patient-record system.');
    return id;
  }

  async #read(configuration: openid.Configuration, accessToken: string, type: string, id: string): Promise<unknown> {
    const address = new URL(`${this.system.iss}/${type}/${id}`);
    const response = await openid.fetchProtectedResource(configuration, accessToken, address, 'GET', null, new Headers({ accept: 'application/fhir+json' }));
    if (!response.ok) throw new CieError('LAUNCH_RESOURCE_INVALID', `The patient-record system gave no ${type}.`);
    return readLimited(response, longestResource);
  }

  /** Discovery is done once and kept; a failure is not, so that a system that was down is asked again. */
  #discover(): Promise<{ configuration: openid.Configuration; smart: SmartConfiguration }> {
    this.#discovered ??= this.#configure().catch((error: unknown) => {
      this.#discovered = null;
      throw error;
    });
    return this.#discovered;
  }

  async #configure(): Promise<{ configuration: openid.Configuration; smart: SmartConfiguration }> {
    const smart = await fetchSmartConfiguration(this.system);
    const authentication = openid.PrivateKeyJwt(this.#privateKey, {
      // SMART App Launch, "authenticating to the token endpoint": `aud` is that endpoint's address.
      [openid.modifyAssertion]: (_header, payload) => {
        payload['aud'] = smart.server.token_endpoint ?? '';
      },
    });
    const configuration = new openid.Configuration(smart.server, this.system.clientId, { token_endpoint_auth_method: 'private_key_jwt' }, authentication);
    configuration.timeout = timeoutSeconds;
    if (this.system.iss.startsWith('http:')) openid.allowInsecureRequests(configuration);
    // Without this the signature of an ID token that came over TLS is not looked at; ours may cross a proxy.
    openid.enableNonRepudiationChecks(configuration);
    return { configuration, smart };
  }
}

/** Ids as FHIR R4 writes them: nothing that could lead to another address. */
function fhirId(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9.-]{1,64}$/.test(text) && !/^\.+$/.test(text) ? text : null;
}
