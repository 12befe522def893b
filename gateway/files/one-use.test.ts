import { randomUUID } from 'node:crypto';
import { migrate } from '@cie/kit/database/migrate.ts';
import { passwordSetting } from '@cie/kit/database/roles.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesMigrations } from './files.migration.ts';
import { createDownloads, type Downloads } from './one-use.ts';

let pool: Pool;
let downloads: Downloads;
let now = new Date('2026-11-23T09:00:00Z');
const mine = randomUUID();

beforeAll(async () => {
  const { settings, administrator } = await openRoomServer();
  const place = { host: administrator.host, port: administrator.port, database: 'cie_gateway' };
  const password = (use: 'owner' | 'service'): string => settings[passwordSetting('gateway', use)] ?? '';
  await migrate({ ...place, user: 'gateway_owner', password: password('owner') }, filesMigrations);
  pool = new Pool({ ...place, user: 'gateway_service', password: password('service') });
  downloads = createDownloads(pool, () => now);
});
afterAll(() => pool.end());

const issue = (): Promise<string> => downloads.issue(mine, 'document', 'a reference');

describe('abuse case 53: a download address', () => {
  it('leads to its file, once', async () => {
    const token = await issue();
    expect(await downloads.redeem(token, mine)).toEqual({ kind: 'document', reference: 'a reference' });
    expect(await downloads.redeem(token, mine)).toBeNull();
  });

  it('leads nowhere in another session, and nowhere after that', async () => {
    const token = await issue();
    expect(await downloads.redeem(token, randomUUID())).toBeNull();
    expect(await downloads.redeem(token, mine)).toBeNull();
  });

  it.each([[59, true], [60, false], [3600, false]])('after %i seconds: opens %j', async (seconds, opens) => {
    const token = await issue();
    now = new Date(now.getTime() + seconds * 1000);
    expect((await downloads.redeem(token, mine)) !== null).toBe(opens);
  });

  it('is led to by one of many who come at once', async () => {
    const token = await issue();
    const answers = await Promise.all(Array.from({ length: 8 }, () => downloads.redeem(token, mine)));
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  it.each([[''], ['nonsense'], ['x'.repeat(43)], ['../../etc/passwd']])('answers %j with nothing', async (token) => {
    expect(await downloads.redeem(token, mine)).toBeNull();
  });

  it('is not in the database', async () => {
    const token = await issue();
    const { rows } = await pool.query<{ row: string }>('select download_address::text as row from download_address');
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(token);
  });
});
