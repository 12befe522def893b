import { listOf } from './answers.ts';
import { startRoomsTogether, type RoomsTogether } from './rooms-together.ts';
import { registerSenders } from '@cie/gateway/feeds/sender.store.ts';
import { startFeeds } from '@cie/gateway/feeds/start-feeds.ts';
import { openScratchDatabase, until, type ScratchDatabase } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import Fastify, { type FastifyInstance } from 'fastify';

/** The feeds' part of the gateway with all rooms behind it, in this process. */
export interface FhirExchange {
  readonly app: FastifyInstance;
  readonly rooms: RoomsTogether;
  readonly inbox: ScratchDatabase;
  send(body: string | object, options?: FhirSendOptions): Promise<FhirReply>;
  /** Resolves when nothing is queued any more, with state and reason of everything that is not applied. */
  settled(): Promise<readonly HeldRow[]>;
  /** What a patient reads, in GraphQL. */
  read(nhsNumber: string, fields: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface FhirSendOptions {
  readonly url?: string;
  readonly method?: 'POST' | 'PUT' | 'GET' | 'DELETE' | 'PATCH';
  readonly sender?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FhirReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Diagnostics of an OperationOutcome. */
  readonly said: string;
}

export interface HeldRow {
  readonly controlId: string;
  readonly event: string;
  readonly state: string;
  readonly code: string | null;
  readonly reason: string | null;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const organisations = ['RYJ', 'RQM', 'RAS', 'R1K'];

export async function startFhirExchange({ isSandbox = true, maxBytes = 2_000_000 } = {}): Promise<FhirExchange> {
  const rooms = await startRoomsTogether();
  const inbox = await openScratchDatabase();
  await registerSenders(inbox.pool, organisations.map((odsCode) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode, `https://${odsCode.toLowerCase()}.example/patient`] })));
  const feeds = await startFeeds({
    database: inbox.pool, rooms: rooms.links, log: quiet,
    settings: { CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: isSandbox ? 'yes' : 'no', CIE_HL7_TOKEN: 'one', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0', CIE_MLLP_MAX_BYTES: String(maxBytes) },
  });
  const app = Fastify();
  feeds.registerRoutes(app);
  return {
    app, rooms, inbox,
    send: async (body, { url = '/fhir', method = 'POST', sender = 'RAS', headers = {} } = {}) => {
      const answer = await app.inject({
        method, url, body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/fhir+json', ...(isSandbox ? { 'x-cie-sender': sender } : {}), ...headers },
      });
      const parsed: unknown = answer.body === '' ? null : answer.json();
      return { status: answer.statusCode, headers: answer.headers, body: parsed, said: listOf(pick(parsed, 'issue') ?? []).map((issue) => String(pick(issue, 'diagnostics'))).join('\n') };
    },
    settled: async () => {
      await until(async () => (await inbox.pool.query("select 1 from feed_message where state = 'queued' limit 1")).rows.length === 0, 60_000);
      const { rows } = await inbox.pool.query<HeldRow>("select control_id as \"controlId\", event, state, code, reason from feed_message where state <> 'applied' order by seq");
      return rows;
    },
    read: async (nhsNumber, fields) => {
      const [person] = await rooms.sql<{ id: string }>('identity', 'select id from patient where nhs_number = $1', [nhsNumber]);
      if (person === undefined) return null;
      const viewer = { ...testViewer, kind: 'patient' as const, patientId: person.id, proofing: 'P9' as const };
      const { data, codes } = await rooms.ask(viewer, `query ($id: ID!) { patient(id: $id) { ${fields} } }`, { id: person.id });
      if (codes.length > 0) throw new Error(`the graph answered ${codes.join(', ')}`);
      return pick(data, 'patient');
    },
    close: async () => {
      await app.close();
      await feeds.close();
      await inbox.drop();
      await rooms.close();
    },
  };
}
