import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HeldDesk1795400200000 } from '../../feeds/held-desk.migration.ts';
import { openScratchDatabase, sampleMessage } from '../../feeds/testing/scratch-feeds.ts';
import { openFeedDesk, staff, type FeedDeskHarness } from '../testing/feed-desk-harness.ts';
import { bandOf, heldPageQuery, listHeldPage, timesOf } from './held-list.store.ts';

let desk: FeedDeskHarness;
let number = 0;

beforeAll(async () => {
  desk = await openFeedDesk();
  desk.rooms.behaviour.set('results:apply', async () => ({ outcome: 'held', code: 'malformed', reason: 'OBX-11 holds a status that is not in HL7 table 0085.' }));
}, 30_000);
afterAll(() => desk.close(), 30_000);
beforeEach(() => {
  desk.as(staff('Dana Desk', 'QRV', ['support-desk']));
  desk.at(new Date());
});

/** A result that waits, of a patient of its own. */
const held = (facility = 'RYJ'): Promise<string> => desk.send(sampleMessage(`w${++number}`, { facility, patient: `w${number}` }));

describe('ING-4 the list of what is held', () => {
  it('says for each reason how many wait and how long, and lists them oldest first', async () => {
    const [first, second] = [await held(), await held()];
    const { status, text } = await desk.get('/feeds/held');
    expect(status).toBe(200);
    expect(text).toContain('Something cannot be read');
    expect(text.indexOf(first)).toBeLessThan(text.indexOf(second));
    expect(text).toContain('Laboratory of RYJ (LAB, RYJ)');
    const month = new Date(Date.now() + 29 * 24 * 3600_000);
    desk.at(month);
    expect((await desk.get('/feeds/held?waiting=over-28-days')).text).toContain(first);
    expect((await desk.get('/feeds/held?waiting=today')).text).not.toContain(first);
  });

  it.each([[0, 'today'], [0.99, 'today'], [1, 'over-1-day'], [6.9, 'over-1-day'], [7, 'over-7-days'], [28, 'over-28-days'], [400, 'over-28-days']] as const)('puts what came %d days ago into one band, %s', (days, band) => {
    const now = new Date('2026-03-30T12:00:00Z');
    const came = new Date(now.getTime() - days * 24 * 3600_000);
    expect(bandOf(came, now)).toBe(band);
    const { from, to } = timesOf(band, now);
    expect((from === null || came > from) && (to === null || came <= to)).toBe(true);
  });

  it('filters by reason and sender, without a sender in the address', async () => {
    const [mine, other] = [await held('RYJ'), await held('RQM')];
    const whole = await desk.get('/feeds/held?reason=malformed');
    const address = /href="(\/feeds\/held\?[^"]*sender=[^"]*)"[^>]*>Laboratory of RQM/.exec(whole.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(address).not.toContain('RQM');
    const { text } = await desk.get(address);
    expect(text).toContain(other);
    expect(text).not.toContain(mine);
    expect((await desk.get('/feeds/held?reason=patient-unknown')).text).toContain('Nothing waits here');
  });

  it('goes on from page to page without leaving one out', async () => {
    await desk.scratch.pool.query(
      `insert into feed_message (id, sender, control_id, event, sha256, order_key, raw, acknowledged, state, code, reason, received_at, organisation)
       select gen_random_uuid(), 'BULK|RYJ', 'bulk' || n, 'ORU^R01', sha256(n::text::bytea), ''::bytea, ''::bytea, 'AA', 'held', 'bulk-test', 'x', '2026-01-01T00:00:00.123Z'::timestamptz + (n / 3) * interval '1 second', 'RYJ'
       from generate_series(1, 120) n`);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await listHeldPage(desk.scratch.pool, null, { state: 'held', code: 'bulk-test', sender: null, band: null }, after, new Date());
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
    const { text } = await desk.get('/feeds/held?reason=bulk-test');
    expect(/href="([^"]*after=[^"]*)"/.exec(text)?.[1]).toBeDefined();
    expect((await desk.get('/feeds/held?after=nonsense')).status).toBe(200);
    await desk.scratch.pool.query("delete from feed_message where code = 'bulk-test'");
  });

  it.each([
    [null, null, null, null], ['RYJ', null, null, null], [null, 'malformed', null, null], [null, null, 'LAB|RYJ', null],
    ['RYJ', 'malformed', 'LAB|RYJ', 'today'], [null, null, null, 'over-7-days'], [null, 'malformed', null, 'over-28-days'],
  ] as const)('finds each page by an index: organisation %s, reason %s, sender %s, %s', async (scope, code, sender, band) => {
    for (const state of ['held', 'closed'] as const) {
      const { text, values } = heldPageQuery(scope, { state, code, sender, band }, '1767225600000-1', new Date());
      const client = await desk.scratch.pool.connect();
      try {
        // With few rows reading them all is cheaper; what matters is that there is another way.
        await client.query('set enable_seqscan = off');
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).toMatch(/Index (?:Only )?Scan (?:Backward )?using feed_(?:held|closed)_/);
        expect(plan).not.toContain('Seq Scan');
      } finally {
        await client.query('reset enable_seqscan');
        client.release();
      }
    }
  });
});

it('its tables can be taken back and made again', async () => {
  const scratch = await openScratchDatabase();
  // A migration asks for nothing else.
  const runner = { query: (text: string) => scratch.pool.query(text) } as unknown as QueryRunner;
  const tables = async () => (await scratch.pool.query("select 1 from pg_tables where tablename = 'feed_desk_log'")).rowCount;
  try {
    const migration = new HeldDesk1795400200000();
    await migration.down(runner);
    expect(await tables()).toBe(0);
    await migration.up(runner);
    expect(await tables()).toBe(1);
  } finally {
    await scratch.drop();
  }
});
