import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { exportJWK, generateKeyPair } from 'jose';
import { Pool } from 'pg';
import { answerError } from '@cie/gateway/server/answer-error.ts';
import { isRecord } from '@cie/gateway/sign-in/claims.ts';
import { registerSignIn } from '@cie/gateway/sign-in/register-sign-in.ts';
import type { Sessions } from '@cie/gateway/sign-in/sessions.ts';
import { signInMigrations } from '@cie/gateway/sign-in/sign-in.migration.ts';
import { throttleMigrations } from '@cie/gateway/throttle/throttle.migration.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import type { RoomName } from '@cie/kit/names.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { freeRow } from '@cie/local/ports.ts';
import { startSimulators } from '@cie/local/simulators/start-simulators.ts';

export const publicUrl = 'http://localhost:4000';

/** Headers that a page of ours sends with its requests. */
export const ownPage = { 'sec-fetch-site': 'same-origin', 'x-cie-client': 'widget' };

/** Headers that a form on a page of ours sends. */
export const ownForm = { origin: publicUrl, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

/** A clock that a test moves. */
export class TestClock {
  #now = new Date();

  readonly now = (): Date => this.#now;

  forward(minutes: number): void {
    this.#now = new Date(this.#now.getTime() + minutes * 60_000);
  }

  backToPresent(): void {
    this.#now = new Date();
  }
}

/** Stands for the identity room: notes what it was asked, knows one record, and says which steps of registration are open. */
export class IdentityDouble implements RoomLink {
  readonly name: RoomName = 'identity';
  readonly asked: { command: string; input: unknown }[] = [];
  readonly patientId = '01890a5d-ac96-774b-bcce-b302099a8057';
  /** Steps still open, the next one first. */
  steps: ('agree' | 'link' | 'explain')[] = [];
  /** What sharing says of the patient of a launch. */
  launched: object = { patientId: '01890a5d-ac96-774b-bcce-b302099a8057', open: true };
  /** What the room knows of a professional: access given by the desk, access ended. */
  standing: object = {};
  /** Whether the link will find a record. */
  isEligible = true;
  /** What each command fails with. */
  fault: Error | null = null;

  async command(command: string, input: unknown): Promise<unknown> {
    this.asked.push({ command, input });
    if (this.fault !== null) throw this.fault;
    if (command === 'next-step') return this.#nextStep(input);
    if (command === 'recheck-sign-in') return true;
    if (command === 'find-claimed') return { patientIds: this.isEligible ? [this.patientId] : [] };
    if (command === 'treatment') return [];
    if (command === 'agree' || command === 'explained') return this.#take(command === 'agree' ? 'agree' : 'explain');
    if (command === 'link-record') return this.isEligible ? (this.#take('link'), { patientId: this.patientId, name: 'Marigold Thistlewood' }) : null;
    if (command === 'sandbox-patient') return { birthDate: '1951-03-14' };
    if (command === 'find-launched') return this.launched;
    if (command === 'professional-standing') return this.standing;
    if (command === 'request-professional-access') return { reference: 'K7MP-X2DR' };
    if (command === 'sign-in-professional') return { accountId: `account-of-${command}`, duties: [], organisation: 'E87999', role: 'granted by the desk', ...(isRecord(input) ? input : {}) };
    return { accountId: `account-of-${command}`, patientId: this.patientId, name: 'Marigold Thistlewood' };
  }

  /** Commands that were asked for beyond those of registration. */
  get signIns(): { command: string; input: unknown }[] {
    return this.asked.filter(({ command }) => command.startsWith('sign-in-'));
  }

  #take(step: IdentityDouble['steps'][number]): null {
    this.steps = this.steps.filter((each) => each !== step);
    return null;
  }

  /** A person who is not proved has no record to link and nothing to share. */
  #nextStep(input: unknown): object {
    const proved = JSON.stringify(input).includes('"P9"');
    const open = this.steps.filter((step) => proved || step === 'agree');
    return { step: open[0] ?? 'ready', patientId: proved && !open.includes('link') ? this.patientId : null, agreement: '2026-11-01' };
  }

  async graphql(): Promise<never> {
    throw new Error('sign-in asks no GraphQL');
  }

  async ready(): Promise<void> {}
  async close(): Promise<void> {}
}

export interface SignInExchange {
  readonly app: FastifyInstance;
  readonly database: Pool;
  readonly identity: IdentityDouble;
  readonly sharing: IdentityDouble;
  readonly clock: TestClock;
  readonly sessions: Sessions;
  readonly settings: Settings;
  close(): Promise<void>;
}

export interface HarnessOptions {
  /** Settings that win over those of the harness. */
  readonly changes?: Settings;
  /** The same for settings that name the exchange's ports, or use the key of its providers. */
  readonly composed?: (parts: { readonly port: number; readonly key: string }) => Settings;
  readonly simulators?: boolean;
  /** Stands in for the double, for tests of sign-in and identity together. */
  readonly room?: RoomLink;
  /** Pages that the test needs beside sign-in. */
  readonly addRoutes?: (app: FastifyInstance) => void;
}

/** Settings of a gateway and two providers that nobody has started yet; `changes` win. */
async function composeSettings(changes: Settings, composed: HarnessOptions['composed']): Promise<Settings> {
  const { privateKey } = await generateKeyPair('RS512', { modulusLength: 2048, extractable: true });
  const key = JSON.stringify(await exportJWK(privateKey));
  const base = await freeRow(20);
  return {
    CIE_PUBLIC_URL: publicUrl,
    CIE_PORT: String(base),
    CIE_SANDBOX: 'yes',
    CIE_OPERATOR_TOKEN: 'operator-token-of-this-test',
    CIE_NHS_LOGIN_ISSUER: `http://127.0.0.1:${base + 4}`,
    CIE_NHS_LOGIN_CLIENT_ID: 'cie',
    CIE_NHS_LOGIN_PRIVATE_KEY: key,
    CIE_ODS_URL: `http://127.0.0.1:${base + 17}/ORD/2-0-0`,
    CIE_PRO_ISSUER: `http://127.0.0.1:${base + 5}`,
    CIE_PRO_CLIENT_ID: 'cie',
    CIE_PRO_ASSURANCE: '2',
    CIE_PRO_PRIVATE_KEY: key,
    ...composed?.({ port: base, key }),
    ...changes,
  };
}

/** A gateway with nothing but sign-in, on the tests' PostgreSQL; with the real simulators unless `simulators` is false. */
export async function startSignInExchange({ changes = {}, composed, simulators = true, room, addRoutes }: HarnessOptions = {}): Promise<SignInExchange> {
  const server = await openRoomServer();
  const settings = await composeSettings(changes, composed);
  const place = { host: server.administrator.host, port: server.administrator.port, database: 'cie_gateway' };
  await migrate({ ...place, user: 'gateway_owner', password: required(server.settings, 'CIE_PG_GATEWAY_OWNER_PASSWORD') }, [...signInMigrations, ...throttleMigrations]);
  const database = new Pool({ ...place, user: 'gateway_service', password: required(server.settings, 'CIE_PG_GATEWAY_SERVICE_PASSWORD'), max: 4 });
  const outside = simulators ? await startSimulators({ settings, log: { warn: () => undefined } }) : null;
  const app = fastify({ logger: false });
  app.setErrorHandler(answerError);
  const identity = new IdentityDouble();
  const sharing = new IdentityDouble();
  const clock = new TestClock();
  const sessions = await registerSignIn(app, { database, rooms: { identity: room ?? identity, results: new IdentityDouble(), appointments: new IdentityDouble(), sharing }, settings, courier: { drain: async () => undefined }, execute: async () => ({ data: { patient: null } }), clock: clock.now });
  app.get('/who', async (request) => (await sessions.read(request))?.viewer ?? null);
  addRoutes?.(app);
  await app.ready();
  return {
    app,
    database,
    identity,
    sharing,
    clock,
    sessions,
    settings,
    close: async () => {
      await app.close();
      await outside?.close();
      await database.end();
    },
  };
}

/** A browser as far as sign-in needs one: cookies per host, no redirect followed by itself. */
export class TestBrowser {
  readonly #app: FastifyInstance;
  readonly #cookies = new Map<string, string>();

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  /** Value of a cookie of the exchange. */
  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  plant(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** Asks the exchange itself. */
  async ask(path: string, { method = 'GET', headers = {}, payload }: { method?: 'GET' | 'POST'; headers?: Record<string, string>; payload?: object | string } = {}): Promise<LightMyRequestResponse> {
    const response = await this.#app.inject({ method, url: path, headers: { cookie: this.#header(), ...headers }, ...(payload === undefined ? {} : { payload }) });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) this.#keep(line);
    return response;
  }

  /** Asks a page of the exchange's own to post JSON. */
  post(path: string, payload: object = {}, headers: Record<string, string> = ownPage): Promise<LightMyRequestResponse> {
    return this.ask(path, { method: 'POST', headers, payload });
  }

  /** Begins a sign-in and returns the address to which the exchange sends the browser. */
  async leave(path: string): Promise<URL> {
    const response = await this.ask(path);
    if (response.statusCode !== 303) throw new Error(`expected a redirect, got ${response.statusCode}`);
    return new URL(String(response.headers.location));
  }

  /** Fills in the simulator's form and returns the path, with query, at which the exchange is to be asked next. */
  async throughProvider(address: URL, form: Record<string, string>): Promise<string> {
    const visitor = new ProviderVisit();
    const page = await visitor.go(address, {});
    const decided = await visitor.go(page, { method: 'POST', body: new URLSearchParams(form) });
    const back = await visitor.go(decided, {});
    return back.pathname + back.search;
  }

  #header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Cookies and redirects of one visit to a provider. */
class ProviderVisit {
  readonly #cookies = new Map<string, string>();

  /** Makes one request and returns where it redirects to. */
  async go(address: URL, init: RequestInit): Promise<URL> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the provider answered ${response.status} without a redirect: ${await response.text()}`);
    return new URL(location, address);
  }
}
