import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Configuration, InteractionResult, Provider as ProviderType } from 'oidc-provider';
import { html } from '@cie/gateway/pages/html.ts';
import { listenLocally } from './listen-locally.ts';
import { interactionPolicy, Provider } from './load-oidc-provider.ts';
import { AssertedIdentities } from './asserted-identities.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { sendPage, sendStyle, stylePath } from './simulator-page.ts';
import type { SimulatedApp, SimulatedSignIn, SimulatorProfile } from './simulator-profile.ts';

export interface SimulatorLog {
  warn(fields: object, message: string): void;
}

export interface OpenidSimulatorOptions {
  readonly profile: SimulatorProfile;
  /** Prefix of the settings that name issuer, client and key: `CIE_NHS_LOGIN` or `CIE_PRO`. */
  readonly prefix: string;
  readonly port: number;
  readonly settings: Settings;
  readonly log: SimulatorLog;
}

const formLimitBytes = 10_000;

/** Starts one simulated OpenID provider on 127.0.0.1. All it knows is in memory: it stands for an outside system. */
export async function startOpenidSimulator(options: OpenidSimulatorOptions): Promise<{ close(): Promise<void> }> {
  const simulator = await OpenidSimulator.create(options);
  const server = createServer((request, response) => void simulator.answer(request, response));
  return listenLocally(server, options.port);
}

class OpenidSimulator {
  readonly #profile: SimulatorProfile;
  readonly #provider: ProviderType;
  readonly #callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** By grant: what one sign-in told, since the same person may come at another level of identity next time. */
  readonly #signIns: Map<string, SimulatedSignIn>;
  readonly #asserted: AssertedIdentities;
  /** Requests of people who are signed in already, so that nothing is asked. */
  readonly #known: WeakSet<IncomingMessage>;
  readonly #clientOrigin: string;
  readonly #log: SimulatorLog;

  private constructor(profile: SimulatorProfile, provider: ProviderType, { signIns, asserted, known }: Memory, clientOrigin: string, log: SimulatorLog) {
    this.#profile = profile;
    this.#provider = provider;
    this.#callback = provider.callback();
    this.#signIns = signIns;
    this.#asserted = asserted;
    this.#known = known;
    this.#clientOrigin = clientOrigin;
    this.#log = log;
  }

  static async create({ profile, prefix, settings, log }: OpenidSimulatorOptions): Promise<OpenidSimulator> {
    const clientOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
    const client = {
      client_id: required(settings, `${prefix}_CLIENT_ID`),
      client_name: 'Care Information Exchange',
      redirect_uris: [`${clientOrigin}/sign-in/return/${profile.name}`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'RS512',
      id_token_signed_response_alg: 'RS512',
      jwks: { keys: [publicHalf(required(settings, `${prefix}_PRIVATE_KEY`), `${prefix}_PRIVATE_KEY`)] },
    };
    const { privateKey } = await generateKeyPair('RS512', { modulusLength: 2048, extractable: true });
    const signingKey = { ...(await exportJWK(privateKey)), alg: 'RS512', use: 'sig', kid: `${profile.name}-simulator` };
    const memory: Memory = { signIns: new Map(), asserted: await AssertedIdentities.create(), known: new WeakSet() };
    const provider = new Provider(required(settings, `${prefix}_ISSUER`), configuration(profile, client, signingKey, memory));
    return new OpenidSimulator(profile, provider, memory, clientOrigin, log);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    try {
      if (path === stylePath) sendStyle(response);
      else if (path === appPath && this.#profile.app !== undefined) await this.#openFromApp(this.#profile.app, request, response);
      else if (path === '/auth') await this.#authorize(request, response);
      else if (!path.startsWith('/interaction/')) await this.#callback(request, response);
      else if (request.method === 'POST') await this.#decide(request, response);
      else await this.#ask(request, response, 200, null);
    } catch (error) {
      this.#log.warn({ ...errorKind(error), simulator: this.#profile.name }, 'the simulator could not answer');
      if (response.headersSent) response.destroy();
      else sendPage(response, 400, this.#clientOrigin, { title: this.#profile.title, body: html`<p>This sign-in has ended. Go back and begin it again.</p>` });
    }
  }

  async #ask(request: IncomingMessage, response: ServerResponse, status: number, problem: string | null): Promise<void> {
    const { uid, params } = await this.#provider.interactionDetails(request, response);
    const warning = problem === null ? null : html`<p class="problem" role="alert">${problem}</p>`;
    const body = html`${warning}${this.#profile.choices(`/interaction/${uid}`, params)}`;
    sendPage(response, status, this.#clientOrigin, { title: this.#profile.title, body });
  }

  async #decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await readForm(request));
    const { params } = await this.#provider.interactionDetails(request, response);
    const signIn = this.#profile.read(form, params);
    if (typeof signIn === 'object' && 'problem' in signIn) return this.#ask(request, response, 400, signIn.problem);
    const result: InteractionResult =
      typeof signIn === 'string' ? refusals[signIn] : await this.#result(signIn, params);
    return this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  /** Signs a person in whom the app asserts, before the provider looks who is there (`prompt=none` lets it ask nobody). */
  async #authorize(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parameter = this.#profile.app?.authorizationParameter;
    const query = new URL(request.url ?? '/', this.#clientOrigin).searchParams;
    const token = parameter === undefined ? null : query.get(parameter);
    const signIn = token === null ? null : await this.#asserted.take(token);
    if (signIn !== null) {
      const clientId = query.get('client_id') ?? '';
      const grantId = await this.#grant(signIn, clientId, query.get('scope') ?? '');
      const session = new this.#provider.Session({ accountId: signIn.subject, loginTs: Math.floor(Date.now() / 1000), authorizations: { [clientId]: { grantId } } });
      await session.save(sessionSeconds);
      request.headers.cookie = `${cookieName(this.#profile, 'session')}=${session.id}`;
      this.#known.add(request);
    }
    await this.#callback(request, response);
  }

  /** The page of the app; choosing somebody opens the exchange with a token for them. */
  async #openFromApp(app: SimulatedApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chosen = request.method === 'POST' ? app.read(new URLSearchParams(await readForm(request))) : null;
    if (chosen === null) return sendPage(response, 200, this.#clientOrigin, { title: app.title, body: app.choices(appPath) });
    const token = await this.#asserted.mint(chosen.signIn);
    // A token that was used is one that the provider does not know.
    if (!chosen.isKnown) await this.#asserted.take(token);
    const address = new URL(app.handOverPath, this.#clientOrigin);
    address.searchParams.set(app.tokenParameter, token);
    response.writeHead(303, { location: address.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
  }

  async #grant(signIn: SimulatedSignIn, clientId: string, scope: string): Promise<string> {
    const grant = new this.#provider.Grant({ accountId: signIn.subject, clientId });
    grant.addOIDCScope(scope);
    const grantId = await grant.save();
    this.#signIns.set(grantId, signIn);
    return grantId;
  }

  async #result(signIn: SimulatedSignIn, params: Readonly<Record<string, unknown>>): Promise<InteractionResult> {
    const grantId = await this.#grant(signIn, String(params['client_id']), String(params['scope']));
    return { login: { accountId: signIn.subject, remember: false }, consent: { grantId } };
  }
}

/** What a simulator remembers of people, and of requests under way. */
interface Memory {
  readonly signIns: Map<string, SimulatedSignIn>;
  readonly asserted: AssertedIdentities;
  readonly known: WeakSet<IncomingMessage>;
}

/** Page of the app whose people the provider knows. */
const appPath = '/app';

const sessionSeconds = 3600;

/** NHS login's own words for a person who does not agree to share details; and RFC 6749's for a provider out of order. */
const refusals = {
  refused: { error: 'access_denied', error_description: 'ConsentNotGiven' },
  unavailable: { error: 'temporarily_unavailable', error_description: 'The provider is out of order.' },
} as const;

const cookieName = ({ name }: SimulatorProfile, use: string): string => `${name}-simulator-${use}`;

function configuration(profile: SimulatorProfile, client: object, signingKey: JWK, { signIns, known }: Memory): Configuration {
  // Asks at every sign-in: a sandbox wants to come as somebody else the next time.
  const policy = interactionPolicy.base();
  const ask = new interactionPolicy.Check('always', 'Choose whom to sign in as', (context) => context.oidc.result?.login === undefined && !known.has(context.req));
  policy.remove('login');
  policy.add(new interactionPolicy.Prompt({ name: 'login', requestable: true }, ask), 0);
  return {
    adapter: MemoryAdapter,
    clients: [client],
    jwks: { keys: [signingKey] },
    scopes: Object.keys(profile.claims),
    claims: profile.claims,
    extraParams: profile.extraParams,
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS512'], idTokenSigningAlgValues: ['RS512'] },
    cookies: { names: { interaction: cookieName(profile, 'interaction'), resume: cookieName(profile, 'resume'), session: cookieName(profile, 'session') } },
    // NHS login has no logout endpoint; nobody introspects or revokes here.
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, userinfo: { enabled: true } },
    pkce: { required: () => false },
    ttl: { AuthorizationCode: 600, IdToken: 3600, AccessToken: 300, Interaction: 3600, Session: sessionSeconds, Grant: 3600 },
    interactions: { policy, url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: async (_context, subject, token) => {
      const signIn = token?.grantId === undefined ? undefined : signIns.get(token.grantId);
      return { accountId: subject, claims: async () => ({ ...signIn?.claims, sub: subject }) };
    },
    loadExistingGrant: async (context) => {
      const asserted = known.has(context.req) ? context.oidc.session?.grantIdFor(context.oidc.client?.clientId ?? '') : undefined;
      const grantId = context.oidc.result?.consent?.grantId ?? asserted;
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
    },
    renderError: async (context, out) => {
      context.type = 'text/plain';
      context.body = `${profile.title}: ${out['error'] ?? 'error'}. ${out['error_description'] ?? ''}`;
    },
  };
}

/** Our client's public key, as it would have been registered with the provider. */
export function publicHalf(text: string, setting: string, alg = 'RS512'): object {
  const key: unknown = JSON.parse(text);
  if (typeof key !== 'object' || key === null || !('n' in key) || !('e' in key)) {
    throw new CieError('SETTING_INVALID', `The setting ${setting} must be an RSA private key as a JSON Web Key.`);
  }
  return { kty: 'RSA', n: key.n, e: key.e, alg, use: 'sig' };
}

export async function readForm(request: IncomingMessage): Promise<string> {
  let form = '';
  request.setEncoding('utf8');
  for await (const part of request) {
    form += String(part);
    if (form.length > formLimitBytes) throw new CieError('FORM_TOO_LARGE', 'The form is larger than this page makes it.');
  }
  return form;
}
