import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { createScratchDatabase } from '@cie/kit/testing/scratch-database.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { filesMigrations } from '../../files/files.migration.ts';
import type { Graph } from '../../graph/graph.ts';
import { SessionStore } from '../../sign-in/session.store.ts';
import { CookieSessions } from '../../sign-in/sessions.ts';
import { signInMigrations } from '../../sign-in/sign-in.migration.ts';
import { createThrottle } from '../../throttle/throttle.ts';
import { throttleMigrations } from '../../throttle/throttle.migration.ts';
import { exportMigrations } from '../export.migration.ts';
import type { Appointment, Letter, Report } from '../record.ts';
import { startExports } from '../start-exports.ts';
import { sampleDetails } from './sample-record.ts';

/** What the graph is asked, in order. */
export interface Asked {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly access: AccessContext;
}

/** A record that answers as the graph does, and whose doors a test can shut. */
export interface FakeGraph {
  readonly asked: Asked[];
  readonly execute: Graph['execute'];
  reports: Report[];
  documents: Letter[];
  appointments: Appointment[];
  files: Map<string, string>;
  /** Asked before each answer: false is a shut door, an error code is a room that fails. */
  allow: (asked: Asked) => boolean | string | Promise<boolean | string>;
}

function page<Item>(items: readonly Item[], variables: Readonly<Record<string, unknown>>) {
  const first = Number(variables['first'] ?? 20);
  const start = Number(variables['after'] ?? 0);
  const end = start + first;
  return { edges: items.slice(start, end).map((node) => ({ node })), pageInfo: { hasNextPage: items.length > end, endCursor: String(end) } };
}

export function fakeGraph(): FakeGraph {
  const contents: Readonly<Record<string, (graph: FakeGraph, variables: Readonly<Record<string, unknown>>) => object>> = {
    DownloadDoor: () => ({ doors: ['SELF'] }),
    DownloadDetails: () => ({ doors: ['SELF'], demographics: sampleDetails }),
    DownloadCare: () => ({ medications: [], allergies: [], conditions: [], carePlans: [] }),
    DownloadMeasurements: (_graph, variables) => ({ measurements: page([], variables) }),
    DownloadReports: ({ reports }, variables) => ({ reports: page(reports.filter(({ kind }) => kind === variables['kind']), variables) }),
    DownloadDocuments: ({ documents }, variables) => ({ documents: page(documents, variables) }),
    DownloadDocumentFile: ({ files }, variables) => ({ document: { id: variables['document'], content: files.get(String(variables['document'])) ?? null } }),
    DownloadAppointments: ({ appointments }, variables) => ({ appointments: page(appointments, variables) }),
  };
  const graph: FakeGraph = {
    asked: [],
    reports: [],
    documents: [],
    appointments: [],
    files: new Map(),
    allow: () => true,
    execute: async (name, variables, access) => {
      const asked = { name, variables, access };
      graph.asked.push(asked);
      const allowed = await graph.allow(asked);
      if (typeof allowed === 'string') return { data: null, errors: [{ message: 'x', extensions: { code: allowed } } as never] };
      return { data: { patient: allowed ? { id: variables['patient'], ...contents[name]?.(graph, variables) } : null } };
    },
  };
  return graph;
}

export interface ScratchExports {
  readonly pool: Pool;
  readonly graph: FakeGraph;
  readonly warnings: object[];
  /** A process of the gateway on the same database. */
  start(options?: { readonly every?: number; readonly clock?: () => Date }): Promise<Gateway>;
  signIn(viewer?: Partial<Viewer>): Promise<SignedIn>;
  close(): Promise<void>;
}

export interface SignedIn {
  readonly cookie: string;
  readonly viewer: Viewer;
  readonly sessionId: string;
  signOut(): Promise<void>;
}

export interface Gateway {
  get(path: string, who: SignedIn | null): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>, who: SignedIn | null): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Buffer;
  readonly location: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const origin = 'http://localhost:4999';

/** Sharing, as far as it names the request whose copy is collected. */
const requests: RoomLink = {
  name: 'sharing', graphql: () => Promise.reject(new Error('no GraphQL')), ready: async () => undefined, close: async () => undefined,
  command: async (name) => (name === 'own-records-request' ? { reference: 'ABCD-1234', name: 'Mabel Asked-For' } : null),
};

/** Downloads in a database of their own, over a graph that a test fills. */
export async function openScratchExports(): Promise<ScratchExports> {
  const { server, name, drop } = await createScratchDatabase('exports');
  const connection = { ...server.administrator, database: name };
  await migrate(connection, [...signInMigrations, ...throttleMigrations, ...filesMigrations, ...exportMigrations]);
  const pool = new Pool({ ...connection, max: 8 });
  pool.on('error', () => undefined);
  const graph = fakeGraph();
  const warnings: object[] = [];
  const settings = { CIE_PUBLIC_URL: origin, CIE_EXPORT_KEYS: `a:${randomBytes(32).toString('base64')}` };
  const gateways: (() => Promise<void>)[] = [];
  const store = new SessionStore(pool);

  return {
    pool, graph, warnings,
    start: async ({ every = 50, clock = () => new Date() } = {}) => {
      const app = Fastify();
      const sessions = new CookieSessions(store, clock, () => Promise.resolve(true));
      const worker = await startExports(app, {
        database: pool, sessions, rooms: { sharing: requests }, throttle: createThrottle(pool), execute: (...asked) => graph.execute(...asked), settings, clock, every, pauses: [1, 1, 1],
        log: { warn: (fields) => void warnings.push(fields) },
      });
      await app.ready();
      let open = true;
      const close = async (): Promise<void> => {
        if (!open) return;
        open = false;
        await worker.close();
        await app.close();
      };
      gateways.push(close);
      return { get: (path, who) => ask(app, 'GET', path, who), post: (path, fields, who) => ask(app, 'POST', path, who, fields), close };
    },
    signIn: async (changes = {}) => {
      const person = {
        kind: 'patient', accountId: randomUUID(), patientId: randomUUID(), name: 'Sample Person', organisation: null, role: null, proofing: 'P9', duties: [], email: null, ...changes,
      } as const;
      const { token, session } = await store.create(person, 'widget', new Date(), { browser: 'Chrome on Windows', place: 'page' });
      return { cookie: `__Host-cie-session=${token}`, viewer: session.viewer, sessionId: session.id, signOut: () => store.end(token) };
    },
    close: async () => {
      for (const close of gateways) await close();
      await pool.end();
      await drop();
    },
  };
}

async function ask(app: FastifyInstance, method: 'GET' | 'POST', url: string, who: SignedIn | null, fields?: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await app.inject({
    method, url,
    headers: {
      accept: 'text/html', origin, 'sec-fetch-site': 'same-origin', 'x-cie-client': 'page', ...(who === null ? {} : { cookie: who.cookie }),
      ...(fields === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(fields === undefined ? {} : { payload: new URLSearchParams(fields).toString() }),
  });
  return { status: answer.statusCode, text: answer.body, body: answer.rawPayload, location: String(answer.headers.location ?? ''), headers: answer.headers };
}

