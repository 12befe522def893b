import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration, Provider as ProviderType } from 'oidc-provider';
import { interactionPolicy, Provider } from '../load-oidc-provider.ts';
import { MemoryAdapter } from '../memory-adapter.ts';
import type { LaunchContext, LaunchContexts } from './launch-contexts.ts';

const scopes = ['openid', 'fhirUser', 'launch', 'patient/Patient.r', 'user/Practitioner.r'];

export interface AuthorizationServerPlan {
  /** Origin of the system, which is also the issuer. */
  readonly address: string;
  readonly contexts: LaunchContexts;
  readonly client: { readonly id: string; readonly redirectUri: string; readonly publicKey: object };
}

/** What SMART App Launch calls the system's authorization server, EHR launch with `private_key_jwt` (RS384). */
export class AuthorizationServer {
  readonly #provider: ProviderType;
  readonly #plan: AuthorizationServerPlan;

  private constructor(provider: ProviderType, plan: AuthorizationServerPlan) {
    this.#provider = provider;
    this.#plan = plan;
  }

  static async create(plan: AuthorizationServerPlan): Promise<AuthorizationServer> {
    const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
    const signingKey = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'patient-record-system' };
    const provider = new Provider(plan.address, configuration(plan, signingKey));
    // The context of a launch goes along with the token (SMART App Launch, "scopes for requesting context data").
    provider.use(async (context, next) => {
      await next();
      const { body, oidc } = context;
      if (oidc?.route !== 'token' || typeof body !== 'object' || body === null || !('access_token' in body)) return;
      const launched = plan.contexts.of(oidc.entities?.AuthorizationCode?.grantId);
      if (launched !== null) context.body = { ...body, patient: launched.patient, need_patient_banner: true };
    });
    return new AuthorizationServer(provider, plan);
  }

  /** `.well-known/smart-configuration` below the FHIR address. */
  get smartConfiguration(): object {
    const { address } = this.#plan;
    return {
      issuer: address,
      authorization_endpoint: `${address}/auth`,
      token_endpoint: `${address}/token`,
      jwks_uri: `${address}/jwks`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384'],
      grant_types_supported: ['authorization_code'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: scopes,
      capabilities: ['launch-ehr', 'client-confidential-asymmetric', 'context-ehr-patient', 'sso-openid-connect', 'permission-patient', 'permission-user', 'permission-v2'],
    };
  }

  answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.#provider.callback()(request, response);
  }

  /** The person has signed in to the system already: a launch of its own decides at once, any other is refused. */
  async decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await this.#provider.interactionDetails(request, response);
    const { aud, launch } = params;
    const context = aud === `${this.#plan.address}/fhir` && typeof launch === 'string' ? this.#plan.contexts.take(launch) : null;
    const result = context === null ? { error: 'invalid_request', error_description: 'unknown launch or audience' } : await this.#grant(context, params);
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  async #grant(context: LaunchContext, params: Readonly<Record<string, unknown>>) {
    const accountId = context.practitioner;
    const grant = new this.#provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope(String(params['scope']));
    const grantId = await grant.save();
    this.#plan.contexts.bind(grantId, context);
    return { login: { accountId, remember: false }, consent: { grantId } };
  }

  /** What an access token opens; null when it is not one of ours or has ended. */
  async contextOf(token: string): Promise<LaunchContext | null> {
    const found = await this.#provider.AccessToken.find(token);
    return found === undefined ? null : this.#plan.contexts.of(found.grantId);
  }
}

function configuration({ address, client }: AuthorizationServerPlan, signingKey: object): Configuration {
  const policy = interactionPolicy.base();
  policy.remove('login');
  policy.add(new interactionPolicy.Prompt({ name: 'login', requestable: true }, new interactionPolicy.Check('always', 'A launch decides', (context) => context.oidc.result?.login === undefined)), 0);
  const cookie = (use: string): string => `patient-record-system-${use}`;
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: client.id,
        client_name: 'Care Information Exchange',
        redirect_uris: [client.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS384',
        id_token_signed_response_alg: 'RS256',
        jwks: { keys: [client.publicKey] },
      },
    ],
    jwks: { keys: [signingKey] },
    scopes,
    claims: { openid: ['sub', 'fhirUser'] },
    extraParams: ['launch', 'aud'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS384'], idTokenSigningAlgValues: ['RS256'] },
    cookies: { names: { interaction: cookie('interaction'), resume: cookie('resume'), session: cookie('session') } },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, userinfo: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 60, IdToken: 3600, AccessToken: 300, Interaction: 600, Session: 3600, Grant: 3600 },
    interactions: { policy, url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: async (_context, subject) => ({ accountId: subject, claims: async () => ({ sub: subject, fhirUser: `${address}/fhir/Practitioner/${subject}` }) }),
    loadExistingGrant: async (context) => {
      const grantId = context.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
    },
    renderError: async (context, out) => {
      context.type = 'text/plain';
      context.body = `Patient-record system: ${out['error'] ?? 'error'}. ${out['error_description'] ?? ''}`;
    },
  };
}
