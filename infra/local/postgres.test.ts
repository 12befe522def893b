import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from './log.ts';
import { freePort } from './ports.ts';
import { dataFolderOf, deleteDataFolder } from './postgres-account.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function ask(server: RunningPostgres, text: string, password = server.password): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.superuser, password, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function untilAnswer(server: RunningPostgres, text: string): Promise<Record<string, unknown>[]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(server, text);
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
}

describe('embedded PostgreSQL', () => {
  const base = mkdtempSync(join(tmpdir(), 'cie-postgres-test-'));
  chmodSync(base, 0o755);
  const dataDir = join(base, 'postgres');
  let port = 0;
  let server: RunningPostgres;
  const start = async (): Promise<RunningPostgres> => await startPostgres({ dataDir, port, superuserPassword: 'first password', log });

  beforeAll(async () => {
    port = await freePort();
    server = await start();
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    deleteDataFolder(dataDir);
    rmSync(base, { recursive: true });
  });

  it('asks for the password even on the same machine', async () => {
    await expect(ask(server, 'select 1', 'wrong')).rejects.toMatchObject({ code: '28P01' });
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('has what the rooms need: pgcrypto, and a locale that is the same on every machine', async () => {
    await ask(server, 'create extension pgcrypto');
    expect(await ask(server, "select datlocprovider, datlocale from pg_database where datname = 'postgres'")).toEqual([
      { datlocprovider: 'b', datlocale: 'C.UTF-8' },
    ]);
  });

  it('comes back with everything committed after kill -9', async () => {
    await ask(server, 'create table kept as select 42 as answer');
    const before = server.pid();
    process.kill(before, 'SIGKILL');
    await sleep(10);
    expect(await untilAnswer(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(server.pid()).not.toBe(before);
  }, 30_000);

  it('keeps the data over a stop and a second start', async () => {
    await server.stop();
    server = await start();
    expect(await ask(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 30_000);

  it('starts although a stale postmaster.pid names a living process', async () => {
    await server.stop();
    writeFileSync(join(dataFolderOf(dataDir), 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n${port}\n\n127.0.0.1\n`);
    server = await start();
    expect(await ask(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 30_000);
});
