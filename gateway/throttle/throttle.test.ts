import { randomUUID } from 'node:crypto';
import { passwordSetting } from '@cie/kit/database/roles.ts';
import { migrate } from '@cie/kit/database/migrate.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNetwork } from './check-network.ts';
import { networkOf, siteOf } from './network.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { throttleMigrations } from './throttle.migration.ts';

let pool: Pool;
let throttle: Throttle;
const limit = { most: 3, seconds: 60 };
// Ahead of every clock, so that no other test's sweep ends these windows.
const begin = new Date('2126-11-23T09:00:00Z');
const after = (seconds: number): Date => new Date(begin.getTime() + seconds * 1000);

beforeAll(async () => {
  const { settings, administrator } = await openRoomServer();
  const place = { host: administrator.host, port: administrator.port, database: 'cie_gateway' };
  const password = (use: 'owner' | 'service'): string => settings[passwordSetting('gateway', use)] ?? '';
  await migrate({ ...place, user: 'gateway_owner', password: password('owner') }, throttleMigrations);
  pool = new Pool({ ...place, user: 'gateway_service', password: password('service') });
  throttle = createThrottle(pool);
});

afterAll(() => pool.end());

describe('REG-7 throttle', () => {
  it('allows as many as the limit says, refuses the next, and says when to come back', async () => {
    const bucket = randomUUID();
    for (const second of [0, 1, 2]) expect(await throttle.check(bucket, limit, after(second))).toEqual({ allowed: true, retryAfter: 0 });
    expect(await throttle.check(bucket, limit, after(3))).toEqual({ allowed: false, retryAfter: 57 });
    expect(await throttle.check(bucket, limit, after(59.5))).toEqual({ allowed: false, retryAfter: 1 });
  });

  it('abuse case 39: what is refused does not lengthen the wait', async () => {
    const bucket = randomUUID();
    for (let second = 0; second < 60; second += 1) await throttle.check(bucket, limit, after(second));
    expect((await throttle.check(bucket, limit, after(60))).allowed).toBe(true);
  });

  it('counts each bucket for itself', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    for (let count = 0; count < 4; count += 1) await throttle.check(one, limit, begin);
    expect((await throttle.check(one, limit, begin)).allowed).toBe(false);
    expect((await throttle.check(other, limit, begin)).allowed).toBe(true);
  });

  it('counts requests at once one by one', async () => {
    const bucket = randomUUID();
    const all = await Promise.all(Array.from({ length: 20 }, () => throttle.check(bucket, limit, begin)));
    expect(all.filter((each) => each.allowed)).toHaveLength(3);
  });

  it('begins anew after a success', async () => {
    const bucket = randomUUID();
    for (let count = 0; count < 4; count += 1) await throttle.check(bucket, limit, begin);
    await throttle.forget(bucket);
    expect((await throttle.check(bucket, limit, begin)).allowed).toBe(true);
  });

  it('keeps no name of a bucket, and deletes what is over', async () => {
    const bucket = `person-${randomUUID()}@example.net`;
    const longAgo = new Date('2020-11-23T09:00:00Z');
    await throttle.check(bucket, limit, longAgo);
    const kept = async (): Promise<string> => JSON.stringify((await pool.query('select encode(bucket_hash, $1) as hash, used, until from throttle', ['escape'])).rows);
    expect(await kept()).not.toContain(bucket);
    expect((await pool.query('select 1 from throttle where until < $1', ['2021-01-01'])).rowCount).toBe(1);
    await createThrottle(pool).check(randomUUID(), limit, new Date('2021-01-01'));
    expect((await pool.query('select 1 from throttle where until < $1', ['2021-01-01'])).rowCount).toBe(0);
  });

  it('a process whose clock runs ahead ends no window of the others', async () => {
    const bucket = randomUUID();
    for (let count = 0; count < 4; count += 1) await throttle.check(bucket, limit, begin);
    await createThrottle(pool).check(randomUUID(), limit, after(3600));
    expect((await throttle.check(bucket, limit, begin)).allowed).toBe(false);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    ['192.0.2.7', null],
    ['::ffff:192.0.2.7', null],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1'],
    ['2001:0db8:0001::9', '2001:db8:1'],
    ['2001:db8::9', '2001:db8:0'],
  ])('the site of %s is %s', (address, site) => {
    expect(siteOf(address)).toBe(site);
  });
});

describe('abuse case 39: who has many networks', () => {
  const from = (what: string, address: string): Promise<boolean> => checkNetwork(throttle, what, address, limit, begin).then(({ allowed }) => allowed);

  it('does ten times as much from an IPv6 site as from a network of it, and no more', async () => {
    const what = randomUUID();
    for (let network = 0; network < 10; network += 1) {
      for (let count = 0; count < 3; count += 1) expect(await from(what, `2001:db8:7:${network}::1`)).toBe(true);
      expect(await from(what, `2001:db8:7:${network}::2`), 'the network is used up').toBe(false);
    }
    expect(await from(what, '2001:db8:7:a::1'), 'the site is used up').toBe(false);
    expect(await from(what, '2001:db8:8:a::1'), 'another site').toBe(true);
  });

  it('uses nothing up of the site by what is refused to a network', async () => {
    const what = randomUUID();
    for (let count = 0; count < 40; count += 1) await from(what, '2001:db8:7:1::1');
    expect(await from(what, '2001:db8:7:2::1')).toBe(true);
  });

  it('has one count for an IPv4 address', async () => {
    const what = randomUUID();
    for (let count = 0; count < 3; count += 1) expect(await from(what, '192.0.2.7')).toBe(true);
    expect(await from(what, '192.0.2.7')).toBe(false);
    expect(await from(what, '192.0.2.8')).toBe(true);
  });
});
