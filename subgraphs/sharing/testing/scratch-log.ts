import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@cie/kit/database/migrate.ts';
import { passwordSetting } from '@cie/kit/database/roles.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createScratchDatabase } from '@cie/kit/testing/scratch-database.ts';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { createCheckpointStore, type CheckpointStore } from '../store/checkpoint.store.ts';
import { KeepCheckpoints1795502000000 } from '../store/checkpoints.migration.ts';
import { CreateSharing1795000000000 } from '../store/create-sharing-1795000000000.ts';
import { readLogKeys, type LogKeys } from '../store/log-keys.ts';
import { verifyLog, type Verification } from '../store/verify-access-log.ts';

/** An access log in a database of its own, which a test may take apart. */
export interface ScratchLog {
  /** With the administrator's rights, whom no policy stops. */
  readonly administrator: Client;
  /** With the rights of the service's role. */
  readonly service: Client;
  readonly keys: LogKeys;
  /** Of the file of checkpoints. */
  readonly folder: string;
  /** A writer of checkpoints, as each replica has one. */
  replica(folder?: string, mostLeaves?: number): CheckpointStore;
  /** As stores read it. */
  readonly database: Pick<RoomDatabase, 'statement'>;
  append(patientId: string, entry: object, at?: Date): Promise<void>;
  /** As `verify-log` does, with what the administrator's transaction sees. */
  verify(folder?: string): Promise<Verification>;
  close(): Promise<void>;
}

export async function openScratchLog(): Promise<ScratchLog> {
  const { server: { administrator: server, settings }, name, drop } = await createScratchDatabase('accesslog');
  const administrator = new Client({ ...server, database: name });
  await administrator.connect();
  await administrator.query('create schema pass');
  await migrate({ ...server, database: name }, [CreateSharing1795000000000, KeepCheckpoints1795502000000]);
  const service = new Client({ host: server.host, port: server.port, database: name, user: 'sharing_service', password: settings[passwordSetting('sharing', 'service')] ?? '' });
  await service.connect();
  const keys = readLogKeys(settings);
  const folder = mkdtempSync(join(tmpdir(), 'cie-log-'));
  return {
    administrator, service, keys, folder,
    // As RoomDatabase.statement does: the caller says what a row is.
    database: { statement: async <Row>(sql: string, parameters: readonly unknown[]) => (await service.query(sql, [...parameters])).rows as Row[] },
    replica: (own = folder, mostLeaves) => createCheckpointStore({ asService: (work) => transaction(service, work) }, keys, own, mostLeaves),
    append: async (patientId, entry, at = new Date()) => {
      await service.query('select log_access($1, $2, $3)', [patientId, at, JSON.stringify({ request: randomUUID(), ...entry })]);
    },
    verify: (own = folder) => verifyLog({ client: administrator, keys: keys.verify, folder: own, now: new Date() }),
    close: async () => {
      await Promise.all([administrator.end(), service.end()]);
      await drop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function transaction<T>(client: Client, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    // Plain statements, which a connection runs as an entity manager does.
    const answer = await work({ query: async (sql: string, values: unknown[]): Promise<unknown[]> => (await client.query<object>(sql, values)).rows } as unknown as EntityManager);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
