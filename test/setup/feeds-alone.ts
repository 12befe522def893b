import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { feedsMigrations } from '@cie/gateway/feeds/feeds.migration.ts';
import { startFeeds, type Feeds } from '@cie/gateway/feeds/start-feeds.ts';
import { createFakeRooms, type FakeRooms } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import pg from 'pg';
import { freePort } from '../../infra/local/ports.ts';
import { dataFolderOf } from '../../infra/local/postgres-account.ts';
import { startPostgres, type RunningPostgres } from '../../infra/local/postgres.ts';

/** The way in of hospitals, over a PostgreSQL of its own that a test may harm, before rooms that apply everything. */
export interface FeedsAlone {
  readonly postgres: RunningPostgres;
  readonly database: pg.Pool;
  readonly feeds: Feeds;
  readonly rooms: FakeRooms;
  stop(): Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `prepare` is run when the tables are there and nothing is connected. */
export async function startFeedsAlone(prepare: (postgres: RunningPostgres) => void = () => undefined): Promise<FeedsAlone> {
  const base = mkdtempSync('/tmp/cie-feeds-');
  const dataDir = join(base, 'postgres');
  const postgres = await startPostgres({ dataDir, port: await freePort(), superuserPassword: 'secret', log: quiet });
  const { host, port, superuser: user, password } = postgres;
  const server = { host, port, user, password, database: 'postgres' };
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query('create role gateway_service');
  await admin.end();
  await migrate(server, feedsMigrations);
  prepare(postgres);
  const database = new pg.Pool({ ...server, max: 8, connectionTimeoutMillis: 1000 });
  database.on('error', () => undefined); // the server is harmed on purpose
  const rooms = createFakeRooms();
  const feeds = await startFeeds({
    database, rooms: rooms.links, log: quiet,
    settings: {
      CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0',
      CIE_FEED_SENDERS: JSON.stringify([{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'] }]),
    },
  });
  return {
    postgres, database, feeds, rooms,
    stop: async () => {
      await feeds.close();
      await database.end();
      await postgres.stop();
      rmSync(dataFolderOf(dataDir), { recursive: true, force: true });
      rmSync(base, { recursive: true, force: true });
    },
  };
}
