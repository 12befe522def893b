import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoomServer, type RoomServer } from '../testing/room-server.ts';
import { openRoomDatabase, type RoomDatabase } from './room-database.ts';

let server: RoomServer;
let database: RoomDatabase;

beforeAll(async () => {
  server = await openRoomServer();
  database = await openRoomDatabase({ room: 'appointments', settings: server.settings, entities: [], migrations: [], poolSize: 2 });
});
afterAll(() => database.close());

const settingOf = (passes: string[]) =>
  database.withPasses(passes, (manager) => manager.query<{ pass: string | null }[]>("select nullif(current_setting('cie.pass', true), '') as pass"));

describe('a read with passes', () => {
  it('carries its passes in one transaction and leaves none behind on the connection', async () => {
    expect(await settingOf(['one', 'two'])).toEqual([{ pass: 'one two' }]);
    const after = await Promise.all([1, 2].map(() => database.asService((manager) => manager.query<{ pass: string | null }[]>("select nullif(current_setting('cie.pass', true), '') as pass"))));
    expect(after).toEqual([[{ pass: null }], [{ pass: null }]]);
  });

  it('leaves none behind when its query fails', async () => {
    await expect(database.withPasses(['one'], (manager) => manager.query('select 1 / 0'))).rejects.toThrow(/division by zero/);
    expect(await settingOf([])).toEqual([{ pass: null }]);
  });

  it('refuses a pass that holds a blank, which would be two', async () => {
    await expect(settingOf(['one two'])).rejects.toMatchObject({ code: 'PASS_MALFORMED' });
  });

  it('shows its passes to no other connection, not even of the same role', async () => {
    const other = await server.connect('appointments', 'service');
    try {
      const seen = await database.withPasses(['secret-pass'], async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return other.query<{ query: string }>("select query from pg_stat_activity where application_name = 'cie appointments service'");
      });
      expect(JSON.stringify(seen.rows)).toContain('set_config');
      expect(JSON.stringify(seen.rows)).not.toContain('secret-pass');
    } finally {
      await other.end();
    }
  });

  it('cannot write', async () => {
    await expect(database.withPasses([], (manager) => manager.query('create temp table t (a int)'))).rejects.toThrow(/read-only transaction|permission denied/);
  });

  it('answers within about a second when all connections are in use', async () => {
    const busy = [1, 2].map(() => database.withPasses([], (manager) => manager.query('select pg_sleep(2)')));
    const started = Date.now();
    await expect(settingOf([])).rejects.toThrow(/timeout/);
    expect(Date.now() - started).toBeLessThan(1500);
    await Promise.all(busy);
  });
});
