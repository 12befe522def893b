import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../../infra/local/ports.ts';
import { deleteDataFolder } from '../../infra/local/postgres-account.ts';
import { startPostgres } from '../../infra/local/postgres.ts';

/** The server of a test run, and the role that may make databases in it. */
export interface TestPostgres {
  host: string;
  port: number;
  superuser: string;
  password: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

const complain = (_fields: object, message: string): void => console.error(`test PostgreSQL: ${message}`);

/** One embedded PostgreSQL for all tests of a run, thrown away afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const base = mkdtempSync(join(tmpdir(), 'cie-test-'));
  chmodSync(base, 0o755);
  const dataDir = join(base, 'postgres');
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    superuserPassword: crypto.randomUUID(),
    log: { info: () => undefined, warn: complain, error: complain },
    durable: false,
  });
  const { host, port, superuser, password } = server;
  project.provide('postgres', { host, port, superuser, password });
  // Workers are started later and inherit it; kit/testing/room-server.ts reads it without knowing this runner.
  process.env['CIE_TEST_POSTGRES'] = `postgres://${superuser}:${password}@${host}:${port}`;
  return async () => {
    await server.stop();
    deleteDataFolder(dataDir);
    rmSync(base, { recursive: true, force: true });
  };
}
