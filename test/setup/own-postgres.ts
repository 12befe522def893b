import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { freePort } from '../../infra/local/ports.ts';
import { deleteDataFolder } from '../../infra/local/postgres-account.ts';
import { startPostgres } from '../../infra/local/postgres.ts';

/** A provisioned server that only one test file knows. */
export interface OwnPostgres {
  readonly server: RoomServer;
  stop(): Promise<void>;
}

const complain = (_fields: object, message: string): void => console.error(`a test's own PostgreSQL: ${message}`);

/** For tests that take the databases apart (drop checks, stop the clock, use up connections): the shared one would fail the others. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const base = mkdtempSync(join(tmpdir(), 'cie-own-'));
  chmodSync(base, 0o755);
  const dataDir = join(base, 'postgres');
  const log = { info: () => undefined, warn: complain, error: complain };
  const postgres = await startPostgres({ dataDir, port: await freePort(), superuserPassword: crypto.randomUUID(), log, durable: false });
  const { host, port, superuser, password } = postgres;
  return {
    server: await openRoomServer({ CIE_TEST_POSTGRES: `postgres://${superuser}:${password}@${host}:${port}` }),
    stop: async () => {
      await postgres.stop();
      deleteDataFolder(dataDir);
      rmSync(base, { recursive: true, force: true });
    },
  };
}
