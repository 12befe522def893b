import { randomUUID } from 'node:crypto';
import { deliverMessage, type Delivery } from '@cie/gateway/feeds/deliver-message.ts';
import { SenderDirectory } from '@cie/gateway/feeds/sender-directory.ts';
import { registerSenders } from '@cie/gateway/feeds/sender.store.ts';
import { openScratchDatabase } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { composeGraph } from '@cie/gateway/graph/compose-graph.ts';
import { createGraph } from '@cie/gateway/graph/graph.ts';
import { startAppointments } from '@cie/appointments/start';
import { startDocuments } from '@cie/documents/start';
import { startIdentity } from '@cie/identity/start';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import type { Room, RoomLinks } from '@cie/kit/room.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { startResults } from '@cie/results/start';
import { startSharing } from '@cie/sharing/start';
import { Client } from 'pg';

/** All rooms in this process, on the databases of the tests: for what goes through several rooms and needs no browser. */
export interface RoomsTogether {
  readonly links: RoomLinks;
  /** Takes a message through the rooms as the dispatcher does, and what identity has to tell to sharing. */
  file(message: string): Promise<Delivery>;
  command(room: RoomName, name: string, input: object, viewer: Viewer | null, now?: Date): Promise<unknown>;
  ask(viewer: Viewer | null, query: string, variables?: Record<string, unknown>, access?: Date | Partial<AccessContext>): Promise<{ data: unknown; codes: unknown[] }>;
  /** As the administrator of a room's database, whom no policy stops. */
  sql<Row extends object>(room: RoomName, text: string, values?: unknown[]): Promise<Row[]>;
  /** Acts on the notices that name one of these ids, as the gateway's courier would; resolves with what they were. */
  settleNotices(ids: readonly string[]): Promise<Notice[]>;
  close(): Promise<void>;
}

const organisations = ['RYJ', 'RQM', 'RAS', 'R1K'];

export interface Together {
  /** The tests' shared one when left out. */
  readonly server?: RoomServer;
  /** Takes the faults of a test that makes them; otherwise one fails the test. */
  readonly report?: (fault: object) => void;
}

export async function startRoomsTogether({ server: given, report }: Together = {}): Promise<RoomsTogether> {
  const server = given ?? (await openRoomServer());
  const settings = { ...server.settings, CIE_SANDBOX: 'yes', CIE_PUBLIC_URL: 'http://localhost:4000' };
  const rooms: readonly Room[] = await Promise.all([startIdentity(settings), startResults(settings), startDocuments(settings), startAppointments(settings), startSharing(settings)]);
  const fail = report ?? ((fault: object): never => {
    throw new Error(`a room failed: ${JSON.stringify(fault)}`);
  });
  const noOperations = { byId: () => '', byName: () => '', all: () => [] };
  // One link for each name of the list.
  const links = Object.fromEntries(rooms.map((room) => [room.name, linkInProcess(room, fail)])) as unknown as RoomLinks;
  const { supergraph } = composeGraph(rooms);
  const graph = await createGraph({ rooms: links, supergraph, operations: noOperations, introspection: true, report: fail });

  const scratch = await openScratchDatabase();
  await registerSenders(scratch.pool, organisations.map((odsCode) => ({ application: '*', facility: odsCode, organisation: odsCode, assigningAuthorities: [odsCode] })));
  const senders = new SenderDirectory(scratch.pool);
  const known = new Set<string>();

  const administrators = new Map<RoomName, Client>();
  for (const room of roomNames) {
    const client = new Client({ ...server.administrator, database: `cie_${room}` });
    await client.connect();
    administrators.set(room, client);
  }
  const sql = async <Row extends object>(room: RoomName, text: string, values: unknown[] = []): Promise<Row[]> => (await administrators.get(room)?.query<Row>(text, values))?.rows ?? [];
  const noticeKey = requiredKey(settings, 'CIE_NOTICE_KEY', 32);
  const accessOf = (viewer: Viewer | null, now = new Date()): AccessContext => ({ requestId: randomUUID(), viewer, now });

  return {
    links,
    sql,
    file: (message) => {
      const event = parseHl7(message).field('MSH', 9);
      const stored = { id: randomUUID(), event: `${event.component(1)}^${event.component(2)}`, organisation: null, receivedAt: new Date(), raw: Buffer.from(message) };
      return deliverMessage({ rooms: links, senders, known }, stored);
    },
    command: (room, name, input, viewer, now) => links[room].command(name, input, accessOf(viewer, now)),
    ask: async (viewer, query, variables = {}, access = {}) => {
      const contextValue = { access: access instanceof Date ? accessOf(viewer, access) : { ...accessOf(viewer), ...access } };
      const { body } = await graph.server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('an answer in parts');
      return { data: body.singleResult.data ?? null, codes: (body.singleResult.errors ?? []).map((error) => error.extensions?.['code']) };
    },
    settleNotices: async (ids) => {
      const settled: Notice[] = [];
      // Other tests use these databases too, and settle what is theirs.
      for (const { id, sealed } of await sql<{ id: string; sealed: Buffer }>('identity', 'select id, sealed from notice order by created_at')) {
        const text = opened(noticeKey, sealed, id);
        if (text === null || !ids.some((each) => text.includes(each))) continue;
        const notice = JSON.parse(text) as Notice; // sealed by `post` of this very store
        if (notice.kind === 'record-links') await links.sharing.command('record-links', notice, accessOf(null));
        if (notice.kind === 'end-sessions' && notice.closed === true) await links.sharing.command('account-closed', notice, accessOf(null));
        if (notice.kind === 'close-sharing') await links.sharing.command('close-sharing', notice, accessOf(null));
        await sql('identity', 'delete from notice where id = $1', [id]);
        settled.push(notice);
      }
      return settled;
    },
    close: async () => {
      await Promise.all([graph.close(), ...rooms.map((room) => room.close()), ...[...administrators.values()].map((client) => client.end())]);
      await scratch.drop();
    },
  };
}

/** Null for what another test sealed with a key of its own. */
function opened(key: Buffer, sealed: Buffer, id: string): string | null {
  try {
    return unseal(key, sealed, id);
  } catch {
    return null;
  }
}
