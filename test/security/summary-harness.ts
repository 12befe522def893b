import { createDecipheriv, createHash, randomInt, randomUUID } from 'node:crypto';
import { fakeGraph, type FakeGraph } from '@cie/gateway/export/testing/scratch-exports.ts';
import { demandPolicies } from '@cie/gateway/server/route-policy.ts';
import { answerError } from '@cie/gateway/server/answer-error.ts';
import { registerShare } from '@cie/gateway/share/register-share.ts';
import { createThrottle } from '@cie/gateway/throttle/throttle.ts';
import { throttleMigrations } from '@cie/gateway/throttle/throttle.migration.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import { required } from '@cie/kit/settings.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { startSharing } from '@cie/sharing/start';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { Client, Pool } from 'pg';
import { FormBrowser } from './password-harness.ts';

/** Pages of summaries over the real sharing room, and a record that a test fills. */
export interface SummaryExchange {
  readonly app: FastifyInstance;
  readonly graph: FakeGraph;
  /** Who is signed in, in all browsers; nobody to begin with. */
  viewer: Viewer | null;
  now: Date;
  /** While set, sharing does not answer. */
  down: boolean;
  browser(): FormBrowser;
  /** A receiver of links: a program on another site, which knows no cookie and no form. */
  receive(url: string, body: unknown, network?: string): Promise<LightMyRequestResponse>;
  /** The database of sharing, as its administrator. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export const newPatient = (changes: Partial<Viewer> = {}): Viewer => ({ ...testViewer, accountId: randomUUID(), patientId: randomUUID(), name: 'Sample Person', ...changes });
const newNetwork = (): string => `2001:db8:${randomInt(0xffff).toString(16)}:${randomInt(0xffff).toString(16)}::1`;

/** `step` as in gateway/share/share-parts.ts; most tests need not wait. */
export async function startSummaryExchange({ step = 1 } = {}): Promise<SummaryExchange> {
  const { settings, administrator } = await openRoomServer();
  const place = { host: administrator.host, port: administrator.port, database: 'cie_gateway' };
  await migrate({ ...place, user: 'gateway_owner', password: required(settings, 'CIE_PG_GATEWAY_OWNER_PASSWORD') }, throttleMigrations);
  const pool = new Pool({ ...place, user: 'gateway_service', password: required(settings, 'CIE_PG_GATEWAY_SERVICE_PASSWORD'), max: 4 });
  const sharing = await startSharing(settings);
  const link = linkInProcess(sharing, () => undefined);
  const sql = new Client({ ...administrator, database: 'cie_sharing' });
  await sql.connect();
  const graph = fakeGraph();
  const app = fastify({ logger: false, bodyLimit: 64 * 1024 });
  const policies = demandPolicies(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send('not here'));
  const exchange: SummaryExchange = {
    app, graph, viewer: null, now: new Date(), down: false,
    browser: () => new FormBrowser({ app }, newNetwork()),
    receive: (url, body, network = newNetwork()) =>
      app.inject({ method: 'POST', url: new URL(url).pathname, remoteAddress: network, headers: { 'content-type': 'application/json', origin: 'https://viewer.example', 'sec-fetch-site': 'cross-site' }, payload: JSON.stringify(body) }),
    sql: async <Row extends object>(text: string, values: unknown[] = []) => (await sql.query<Row>(text, values)).rows,
    close: async () => {
      await app.close();
      await Promise.all([pool.end(), sharing.close(), sql.end()]);
    },
  };
  const session = () => (exchange.viewer === null ? null : { id: 'session', viewer: exchange.viewer, client: 'widget' as const, expiresAt: new Date(), idleUntil: new Date() });
  const sessions = { read: async () => session(), peek: async () => session() };
  policies.readBy(sessions);
  await registerShare(app, {
    sessions, settings, throttle: createThrottle(pool), execute: (...asked) => graph.execute(...asked), clock: () => exchange.now, pauses: [1], step,
    // What makes it slow has a test of its own (gateway/share/summary-keys.test.ts).
    slowKey: async (code) => createHash('sha256').update(code).digest(),
    rooms: { sharing: { ...link, command: (...asked) => (exchange.down ? Promise.reject(new Error('down')) : link.command(...asked)) } },
  });
  await app.ready();
  return exchange;
}

interface Payload {
  readonly url: string;
  readonly key: string;
  readonly exp: number;
  readonly flag: string;
  readonly label: string;
}

/** What a link says, read by its specification and not by our own code. */
export function payloadOf(link: string): Payload {
  const [, encoded = ''] = /^shlink:\/([A-Za-z0-9_-]+)$/.exec(link) ?? [];
  // What it must be, which the tests look at.
  return JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Payload;
}

/** Opens a compact JWE by RFC 7516, another way than the library that made it. */
export function decryptJwe(jwe: string, key: string): { readonly header: unknown; readonly text: string } {
  const [header = '', wrapped, nonce = '', content = '', tag = ''] = jwe.split('.');
  if (wrapped !== '') throw new Error('A link’s own key is used, and none is wrapped.');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), Buffer.from(nonce, 'base64url')).setAAD(Buffer.from(header, 'ascii')).setAuthTag(Buffer.from(tag, 'base64url'));
  const text = Buffer.concat([decipher.update(Buffer.from(content, 'base64url')), decipher.final()]).toString();
  return { header: JSON.parse(Buffer.from(header, 'base64url').toString()), text };
}

export interface Given {
  readonly id: string;
  readonly code: string;
  readonly link: string;
  readonly viewer: Viewer;
}

/** Makes a summary on its page, as a new patient unless one is given. */
export async function give(exchange: SummaryExchange, { viewer = newPatient(), labels = 'general', hours = '24' } = {}): Promise<Given> {
  exchange.viewer = viewer;
  const browser = exchange.browser();
  const id = idIn((await browser.get('/share-summary')).body);
  const made = await browser.post('/share-summary', { id, labels, hours });
  exchange.viewer = null;
  const code = /<strong class="cie-code"[^>]*>([0-9A-Z-]+)</.exec(made.body)?.[1];
  const link = /(shlink:\/[A-Za-z0-9_-]+)/.exec(made.body)?.[1];
  if (code === undefined || link === undefined) throw new Error(`no summary was made: ${made.statusCode}`);
  return { id, code, link, viewer };
}

export const idIn = (body: string): string => /<input type="hidden" name="id" value="([0-9a-f-]{36})">/.exec(body)?.[1] ?? '';

/** The form of whoever has the code of the sample record. */
export const openingForm = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  code: '', link: '', day: '14', month: '3', year: '1951', name: 'Dr Far Away', place: 'Leeds General', ...changes,
});
export const actionsOf = async (exchange: SummaryExchange, { patientId }: Viewer): Promise<readonly unknown[]> =>
  (await exchange.sql<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId])).map(({ body }) => pick(JSON.parse(body), 'action'));
