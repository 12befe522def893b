import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '@cie/kit/database/migrate.ts';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { feedsMigrations } from '@cie/gateway/feeds/feeds.migration.ts';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { startFeeds, type Feeds } from '@cie/gateway/feeds/start-feeds.ts';
import { createFakeRooms, sampleMessage, until } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import pg from 'pg';
import { freePort } from '../../infra/local/ports.ts';
import { dataFolderOf } from '../../infra/local/postgres-account.ts';
import { startPostgres, type RunningPostgres } from '../../infra/local/postgres.ts';

const MESSAGES = 2000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const base = mkdtempSync('/tmp/cie-kill-');
const rooms = createFakeRooms();
let postgres: RunningPostgres;
let database: pg.Pool;
let feeds: Feeds;

beforeAll(async () => {
  postgres = await startPostgres({ dataDir: join(base, 'postgres'), port: await freePort(), superuserPassword: 'secret', log: quiet });
  const { host, port, superuser: user, password } = postgres;
  const server = { host, port, user, password, database: 'postgres' };
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query('create role gateway_service');
  await admin.end();
  await migrate(server, feedsMigrations);
  database = new pg.Pool({ ...server, max: 8, connectionTimeoutMillis: 1000 });
  database.on('error', () => undefined); // the server is killed on purpose
  feeds = await startFeeds({
    database, rooms: rooms.links, log: quiet,
    settings: {
      CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0',
      CIE_FEED_SENDERS: JSON.stringify([{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'] }]),
    },
  });
});
afterAll(async () => {
  await feeds.close();
  await database.end();
  await postgres.stop();
  rmSync(dataFolderOf(join(base, 'postgres')), { recursive: true, force: true });
  rmSync(base, { recursive: true, force: true });
});

/** Sends what is left as a hospital's engine does: again, as long as the answer is AE. Returns the ids answered AA. */
async function feed(ids: readonly string[], onAccepted: (count: number) => void): Promise<ReadonlySet<string>> {
  const accepted = new Set<string>();
  for (let left = ids; left.length > 0; left = left.filter((id) => !accepted.has(id))) {
    await sendOverMllp({
      host: '127.0.0.1', port: feeds.mllpPort, pipeline: 64,
      messages: left.map((id) => Buffer.from(sampleMessage(id, { patient: `P${Number(id.slice(1)) % 40}` }))),
      onAnswer: (text) => {
        const answer = readAcknowledgement(text);
        expect(answer?.code).toMatch(/^A[AE]$/);
        if (answer?.code !== 'AA') return;
        accepted.add(answer.controlId);
        onAccepted(accepted.size);
      },
    });
    await sleep(100);
  }
  return accepted;
}

describe('fault: kill -9 PostgreSQL during ingest', () => {
  it('loses nothing acknowledged, doubles nothing, keeps each person\'s order, recovers by itself', { timeout: 120_000 }, async () => {
    const ids = Array.from({ length: MESSAGES }, (_, index) => `K${index}`);
    const kills = [300, 900, 1500];
    const accepted = await feed(ids, (count) => {
      if (count < (kills[0] ?? Infinity)) return;
      kills.shift();
      process.kill(postgres.pid(), 'SIGKILL');
    });
    expect(kills).toEqual([]);
    expect(accepted.size).toBe(MESSAGES);
    await until(async () => (await accountForMessages(database)).applied === MESSAGES, 60_000);
    expect(await accountForMessages(database)).toEqual({ accepted: MESSAGES, applied: MESSAGES, held: 0, queued: 0, refused: 0, refusedHeld: 0 });

    // Rooms apply an id once, so the first delivery of each message is the one that counts.
    const firsts = [...new Set(rooms.calls.filter((call) => call.startsWith('results:apply')))];
    expect(firsts).toHaveLength(MESSAGES);
    const byPerson = Map.groupBy(firsts, (call) => /\|\|(P\d+)\^/.exec(rooms.texts.get(call.slice('results:apply:'.length)) ?? '')?.[1]);
    const { rows } = await database.query<{ id: string; seq: string }>('select id, seq from feed_message');
    const seq = new Map(rows.map((row) => [`results:apply:${row.id}`, Number(row.seq)]));
    for (const calls of byPerson.values()) {
      const order = calls.map((call) => seq.get(call) ?? -1);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });
});
