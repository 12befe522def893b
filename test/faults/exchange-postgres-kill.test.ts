import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, newOrder } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { startExchange, type RunningExchange } from '../setup/exchange.ts';
import { feedPatiently } from '../setup/feed-patiently.ts';
import { inside, postgresPid, type Inside } from '../setup/inside.ts';
import { personalTraces } from '../setup/personal-traces.ts';
import { areasOf, newRecord, readThreeAreas, wholeRecord, type OwnRecord } from '../setup/short-journey.ts';
import { watchReads } from '../setup/watch-reads.ts';

const MESSAGES = 2000;
const PEOPLE = 40;

let exchange: RunningExchange;
let own: Inside;
let owner: OwnRecord;
let stranger: OwnRecord;
beforeAll(async () => {
  exchange = await startExchange();
  own = inside(exchange);
  [owner, stranger] = [await newRecord(exchange, own), await newRecord(exchange, own)];
});
afterAll(async () => {
  await own.close();
  await exchange.stop();
});

interface Order {
  readonly order: string;
  readonly nhsNumber: string;
  readonly value: string;
  readonly message: string;
}

function newOrders(): Order[] {
  const people = Array.from({ length: PEOPLE }, newPerson);
  return Array.from({ length: MESSAGES }, (_each, index) => {
    const person = people[index % PEOPLE] ?? owner.person;
    const [order, value] = [newOrder(), String(100 + index)];
    return { order, value, nhsNumber: person.nhsNumber, message: laboratory(person, { order, issued: ago(2), tests: [{ code: 'NA', value }] }) };
  });
}

describe('fault: kill -9 of PostgreSQL while the whole exchange takes in messages (ING-1, ING-2)', () => {
  it(`loses none of ${MESSAGES} acknowledged messages, doubles none, shows nobody else's rows, and comes back by itself`, { timeout: 180_000 }, async () => {
    const orders = newOrders();
    const kills = [400, 1000, 1600];
    const down: number[] = [];
    const back: number[] = [];
    let failing = false;
    const kill = (): void => {
      process.kill(postgresPid(exchange), 'SIGKILL');
      kills.shift();
      down.push(performance.now());
    };

    const watch = watchReads(exchange, owner, stranger);
    await feedPatiently(exchange, orders.map((each) => each.message), ({ code }, accepted) => {
      failing ||= code === 'AE';
      if (code === 'AE') return;
      if (failing && back.length < down.length) back.push(performance.now());
      failing = false;
      if (kills[0] !== undefined && accepted >= kills[0] && back.length === down.length) kill();
    });
    expect(kills).toEqual([]);
    const lastKill = down.at(-1) ?? 0;
    const account = await own.drained(90);
    const drainedAfter = performance.now() - lastKill;
    const { answered, shown, failed, leaked, codes } = await watch.stop();
    expect([...codes].filter((code) => !/^(?:ROOM_(?:TIMEOUT|FAILED|UNAVAILABLE|UNREACHABLE)|INTERNAL_ERROR)$/.test(code))).toEqual([]);

    const rows = await own.sql<{ filler: string; patient_id: string; reports: number; values: string[] }>('cie_results', `
      select r.filler, min(r.patient_id::text) as patient_id, count(distinct r.id)::int as reports, array_agg(o.value) as values
      from report r join observation o on o.patient_id = r.patient_id and o.report_id = r.id where r.filler = any($1) group by r.filler`, [orders.map((each) => each.order)]);
    const people = new Map((await own.sql<{ id: string; nhs_number: string }>('cie_identity', 'select id, nhs_number from patient')).map((person) => [person.id, person.nhs_number]));
    const found = new Map(rows.map((row) => [row.filler, row]));
    const lost = orders.filter(({ order }) => !found.has(order));
    const doubled = rows.filter((row) => row.reports !== 1 || row.values.length !== 1);
    const wrong = orders.filter(({ order, value, nhsNumber }) => found.get(order)?.values[0] !== value || people.get(found.get(order)?.patient_id ?? '') !== nhsNumber);
    const seconds = down.map((at, index) => (((back[index] ?? Infinity) - at) / 1000).toFixed(2));
    console.info(
      `kill -9 of PostgreSQL, ${down.length} times in ${MESSAGES} messages: acknowledged but lost ${lost.length}, doubled ${doubled.length}, in a wrong record ${wrong.length}; `
      + `messages stored again after ${seconds.join(', ')} s, queue empty ${(drainedAfter / 1000).toFixed(1)} s after the last; reads meanwhile: ${answered} answered, ${shown} with data, ${failed} without a connection, ${leaked} leaked`,
    );
    expect([lost.length, doubled.length, wrong.length, leaked]).toEqual([0, 0, 0, 0]);
    expect(account).toMatchObject({ queued: 0, refused: 0, held: 0 });
    const versions = await own.sql<{ count: number }>('cie_results', 'select count(*)::int as count from observation_version');
    // The sandbox's own history has one corrected result.
    expect(versions[0]?.count).toBeLessThanOrEqual(5);
    expect(areasOf(await readThreeAreas(exchange, owner))).toEqual(wholeRecord(owner.person));
    expect((await exchange.cie('verify-log')).code).toBe(0);
  });

  it('abuse case 62: names nobody in its logs, though every part of it failed', () => {
    expect(readFileSync(join(exchange.dataDir, 'exchange.log'), 'utf8')).toContain('PostgreSQL ended unexpectedly');
    expect(readFileSync(exchange.printed, 'utf8').length).toBeGreaterThan(500);
    expect(personalTraces(exchange, [owner.person], [owner.cookie])).toEqual([]);
  });
});
