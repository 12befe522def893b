import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { feedsMigrations } from '@cie/gateway/feeds/feeds.migration.ts';
import { storeMessages } from '@cie/gateway/feeds/inbox.store.ts';
import { readArrival } from '@cie/gateway/feeds/read-arrival.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import pg from 'pg';
import { run } from './held.ts';

let settings: Settings;
let service: pg.Pool;
const controlId = crypto.randomUUID();
const lines: string[] = [];

beforeAll(async () => {
  const server = await openRoomServer();
  settings = server.settings;
  const { host, port } = server.administrator;
  const database = { host, port, database: 'cie_gateway' };
  await migrate({ ...database, user: 'gateway_owner', password: settings['CIE_PG_GATEWAY_OWNER_PASSWORD'] ?? '' }, feedsMigrations);
  service = new pg.Pool({ ...database, user: 'gateway_service', password: settings['CIE_PG_GATEWAY_SERVICE_PASSWORD'] ?? '' });
  const arrival = readArrival(Buffer.from(`MSH|^~\\&|LAB|QQQ|||1||ORU^R01|${controlId}|P|2.5\rPID|1||9991001131^^^NHS^NH||Thistlewood^Marigold`));
  await storeMessages(service, [{ arrival, verdict: { acknowledged: 'AA', state: 'held', code: 'unknown-sender', reason: 'Register it.' }, organisation: null }]);
});
afterEach(() => {
  vi.restoreAllMocks();
  lines.length = 0;
});
afterAll(() => service.end());

async function held(...args: readonly string[]): Promise<string> {
  vi.spyOn(console, 'info').mockImplementation((line: string) => void lines.push(line));
  await run(args, settings);
  return lines.join('\n');
}

async function idOfMessage(): Promise<string> {
  const { rows } = await service.query<{ id: string }>('select id from feed_message where control_id = $1', [controlId]);
  return rows[0]?.id ?? '';
}

describe('ING-4 cie held', () => {
  it('lists what waits and why, without a word of its content', async () => {
    const text = await held();
    expect(text).toMatch(/LAB\|QQQ +ORU\^R01 +unknown-sender +Register it\./);
    expect(text).toMatch(/accepted \d+ = applied \d+ \+ held \d+ \+ queued \d+/);
    expect(text).not.toMatch(/Thistlewood|9991001131/);
  });

  it('replays one message', async () => {
    expect(await held('replay', await idOfMessage())).toContain('1 message is queued again');
    const { rows } = await service.query('select state, attempts from feed_message where control_id = $1', [controlId]);
    expect(rows).toEqual([{ state: 'queued', attempts: 0 }]);
  });

  it('says what is wrong with its arguments, or that nothing runs', async () => {
    await expect(held('replay', 'nothing')).rejects.toMatchObject({ code: 'HELD_NOT_FOUND' });
    await expect(held('replay')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(held('delete')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(run([], { ...settings, CIE_PG_PORT: '1' })).rejects.toMatchObject({ code: 'EXCHANGE_NOT_RUNNING' });
  });
});
