import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { migrate } from '@cie/kit/database/migrate.ts';
import type { Held } from '@cie/kit/feed.ts';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import type { RoomLink, RoomLinks } from '@cie/kit/room.ts';
import { createScratchDatabase } from '@cie/kit/testing/scratch-database.ts';
import { feedsMigrations } from '../feeds.migration.ts';

export interface ScratchDatabase {
  readonly pool: Pool;
  readonly name: string;
  drop(): Promise<void>;
}

/** A database of its own with the feeds' tables, so that test files do not dispatch each other's messages. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const { server: { administrator: server }, name, drop } = await createScratchDatabase('feeds');
  await migrate({ ...server, database: name }, feedsMigrations);
  const pool = new Pool({ ...server, database: name, max: 8, connectionTimeoutMillis: 1000 });
  // Test servers are killed on purpose; the query that uses the connection next reports it.
  pool.on('error', () => undefined);
  return {
    pool,
    name,
    drop: async () => {
      await pool.end();
      await drop();
    },
  };
}

export interface FakeRooms {
  readonly links: RoomLinks;
  /** `room:command:message id` of every call, in order. */
  readonly calls: string[];
  /** Texts that rooms were given, by message id. */
  readonly texts: Map<string, string>;
  /** What the next calls do, by `room:command`; absent: succeed. */
  readonly behaviour: Map<string, (text: string) => Promise<Held | null>>;
}

/** Rooms that apply everything and remember the order. */
export function createFakeRooms(): FakeRooms {
  const calls: string[] = [];
  const texts = new Map<string, string>();
  const behaviour: FakeRooms['behaviour'] = new Map();
  const link = (name: RoomName): RoomLink => ({
    name,
    graphql: () => Promise.reject(new Error('not part of the feed')),
    command: async (command, input) => {
      const { id = '', text = '' } = Object.fromEntries(Object.entries(input ?? {})) as { id?: string; text?: string }; // both are strings in kit/feed.ts
      calls.push(`${name}:${command}:${id}`);
      texts.set(id, text);
      const held = await behaviour.get(`${name}:${command}`)?.(text);
      if (held) return held;
      const patientId = randomUUID();
      return command.startsWith('resolve') ? { outcome: 'resolved', patientId, recordIds: [patientId], nhsNumber: '9991001131', birthDate: '1951-03-14' } : { outcome: 'applied' };
    },
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const [identity, results, documents, appointments, sharing] = roomNames.map(link);
  if (!identity || !results || !documents || !appointments || !sharing) throw new Error('a room is missing');
  return { calls, texts, behaviour, links: { identity, results, documents, appointments, sharing } };
}

/** A small message of a registered sender. */
export function sampleMessage(controlId: string, options: { event?: string; facility?: string; patient?: string; text?: string } = {}): string {
  const { event = 'ORU^R01', facility = 'RYJ', patient = 'M1', text = 'x' } = options;
  return [
    `MSH|^~\\&|LAB|${facility}|CIE|NWL|20260102030405||${event}|${controlId}|P|2.5`,
    `PID|1||${patient}^^^${facility}^MR||Test^Person||19510314|F`,
    `OBR|1|1|${controlId}|FBC^Full blood count`,
    `OBX|1|TX|T^Text||${text}||||||F`,
  ].join('\r');
}

/** Waits until `check` holds, at most `limit` milliseconds. */
export async function until(check: () => Promise<boolean> | boolean, limit = 10_000): Promise<void> {
  for (const end = Date.now() + limit; Date.now() < end;) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It did not happen within ${limit} milliseconds.`);
}
