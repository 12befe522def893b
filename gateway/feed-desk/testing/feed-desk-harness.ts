import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Duty, Viewer } from '@cie/kit/access-context.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { registerSenders } from '../../feeds/sender.store.ts';
import { startFeeds } from '../../feeds/start-feeds.ts';
import { createFakeRooms, openScratchDatabase, until, type FakeRooms, type ScratchDatabase } from '../../feeds/testing/scratch-feeds.ts';
import { answerError } from '../../server/answer-error.ts';
import { answerNotFound } from '../../server/answer-not-found.ts';
import { registerFeedDesk } from '../register-feed-desk.ts';

const origin = 'http://localhost:4000';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface FeedDeskHarness {
  readonly scratch: ScratchDatabase;
  readonly rooms: FakeRooms;
  readonly app: FastifyInstance;
  /** Whose session the next requests bring. */
  as(viewer: Viewer | null): void;
  /** The time of the pages. */
  at(now: Date): void;
  get(url: string): Promise<Answer>;
  post(url: string, body?: Readonly<Record<string, string | readonly string[]>>, from?: string): Promise<Answer>;
  /** Sends a message as a hospital; resolves when it is applied or held. Its id. */
  send(message: string): Promise<string>;
  stateOf(id: string): Promise<string>;
  close(): Promise<void>;
}

export function staff(name: string, organisation: string, duties: readonly Duty[]): Viewer {
  return { kind: 'professional', accountId: randomUUID(), patientId: null, name, organisation, role: 'Staff', proofing: null, duties, email: null, sessionId: 'feed-desk-test' };
}

/** The pages of feeds over real feeds, a database of their own and rooms that do as they are told. */
export async function openFeedDesk(results: Partial<Pick<RoomLink, 'command'>> = {}): Promise<FeedDeskHarness> {
  const scratch = await openScratchDatabase();
  const rooms = createFakeRooms();
  let viewer: Viewer | null = null;
  let now: Date | null = null;
  await registerSenders(scratch.pool, ['RYJ', 'RQM'].map((odsCode) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode], name: `Laboratory of ${odsCode}` })));
  const feeds = await startFeeds({
    database: scratch.pool, rooms: rooms.links, log: quiet,
    settings: { CIE_PUBLIC_URL: origin, CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0', CIE_FEED_SENDERS: '[]' },
  });
  const app = Fastify({ logger: false });
  app.setNotFoundHandler(answerNotFound);
  app.setErrorHandler(answerError);
  await registerFeedDesk(app, {
    database: scratch.pool, rooms: { results: { ...rooms.links.results, ...results } }, settings: { CIE_PUBLIC_URL: origin }, clock: () => now ?? new Date(),
    sessions: { read: async () => (viewer === null ? null : { id: viewer.sessionId, viewer, client: 'widget', expiresAt: new Date(), idleUntil: new Date() }) },
  });
  feeds.registerRoutes(app);
  await app.ready();

  const asked = async (method: 'GET' | 'POST', url: string, payload: string, from: string): Promise<Answer> => {
    const headers = { accept: 'text/html', ...(method === 'POST' ? { origin: from, 'content-type': 'application/x-www-form-urlencoded' } : {}) };
    const answer = await app.inject(method === 'POST' ? { method, url, headers, payload } : { method, url, headers });
    return { status: answer.statusCode, text: answer.body, location: String(answer.headers['location'] ?? ''), headers: answer.headers };
  };
  const stateOf = async (id: string): Promise<string> => {
    const { rows: [row] } = await scratch.pool.query<{ state: string }>('select state from feed_message where id = $1', [id]);
    return row?.state ?? 'none';
  };
  return {
    scratch, rooms, app, stateOf,
    as: (whom) => { viewer = whom; },
    at: (when) => { now = when; },
    get: (url) => asked('GET', url, '', origin),
    post: (url, body = {}, from = origin) => asked('POST', url, new URLSearchParams(Object.entries(body).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]))).toString(), from),
    send: async (message) => {
      await app.inject({ method: 'POST', url: '/hl7', headers: { 'content-type': 'x-application/hl7-v2+er7' }, payload: message });
      const { rows: [row] } = await scratch.pool.query<{ id: string }>('select id from feed_message order by seq desc limit 1');
      const id = row?.id ?? '';
      await until(async () => (await stateOf(id)) !== 'queued');
      return id;
    },
    close: async () => {
      await app.close();
      await feeds.close();
      await scratch.drop();
    },
  };
}

/** The number of the last thing done that a page's forms carry. */
export function seenOn({ text }: Answer): string {
  return /name="seen" value="(\d+)"/.exec(text)?.[1] ?? 'none';
}
