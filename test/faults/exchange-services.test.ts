import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ago, laboratory, newOrder } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { codesOf } from '../setup/answers.ts';
import { startExchange, type GraphAnswer, type RunningExchange } from '../setup/exchange.ts';
import { downloadRecord } from '../setup/download-record.ts';
import { feedPatiently } from '../setup/feed-patiently.ts';
import { inside, postgresPid, serviceOf, untilTrue, type Inside } from '../setup/inside.ts';
import { personalTraces } from '../setup/personal-traces.ts';
import { accessOf, callRoom, signCall, type RoomCall } from '../setup/room-calls.ts';
import { areasOf, newRecord, readThreeAreas, takeShortJourney, wholeRecord, type OwnRecord } from '../setup/short-journey.ts';
import { watchReads } from '../setup/watch-reads.ts';

let exchange: RunningExchange;
let own: Inside;
let owner: OwnRecord;
let stranger: OwnRecord;

beforeAll(async () => {
  exchange = await startExchange({ services: true });
  own = inside(exchange, { services: true });
  [owner, stranger] = [await newRecord(exchange, own), await newRecord(exchange, own)];
});
afterAll(async () => {
  await own.close();
  await exchange.stop();
});
afterEach(async () => {
  // After each fault the exchange is whole again by itself.
  await untilTrue(async () => (await readThreeAreas(exchange, owner)).errors === undefined, 30);
  assert.deepEqual(areasOf(await readThreeAreas(exchange, owner)), wholeRecord(owner.person));
});

const servesAs = (name: RoomName | 'gateway'): number | undefined => serviceOf(exchange.process.pid ?? 0, name);
function pidOf(name: RoomName | 'gateway'): number {
  const pid = servesAs(name);
  if (pid === undefined) throw new Error(`no process serves ${name}`);
  return pid;
}
/** No field of any record; a code that is ours and says nothing of the inside. */
function expectRefused(answer: GraphAnswer): void {
  expect(areasOf(answer)).toEqual({ reports: null, documents: null, appointments: null });
  expect(codesOf(answer).length).toBeGreaterThan(0);
  for (const code of codesOf(answer)) expect(code).toMatch(/^(?:ROOM_TIMEOUT|ROOM_UNREACHABLE|ROOM_FAILED|ROOM_UNAVAILABLE)$/);
}

describe('OPS-1 the same exchange as services', () => {
  it('takes the same journey as in one process', () => takeShortJourney(exchange, own));

  it('makes a file of a record that is read from rooms in other processes (REC-1)', async () => {
    const { status, content } = await downloadRecord(exchange.addresses['portal'] ?? '', owner.cookie, 'fhir', owner.id);
    expect(status).toBe(200);
    // The exchange's own bundle.
    const { entry } = JSON.parse(content.toString('utf8')) as { entry: { resource: { resourceType: string } }[] };
    expect(entry.map(({ resource }) => resource.resourceType)).toEqual(expect.arrayContaining(['Composition', 'Patient', 'DiagnosticReport', 'DocumentReference', 'Appointment']));
  });
});

describe("calls straight to a room's port", () => {
  const send = (room: RoomName, call: RoomCall) => callRoom(own.settings, room, call);
  const sign = (room: RoomName, call: RoomCall, settings = own.settings) => signCall(settings, room, call);
  const refused = { status: 401, text: expect.stringContaining('CALL_UNSIGNED') as unknown };
  it.each(roomNames)('%s refuses what nobody signed, `_service` included (abuse case 28)', async (room) => {
    for (const query of ['{ _service { sdl } }', '{ __typename }', '{ __schema { types { name } } }', '{ _entities(representations: []) { __typename } }']) {
      expect(await send(room, { path: '/graphql', body: JSON.stringify({ query }), access: accessOf(owner.id) })).toEqual(refused);
    }
    for (const command of ['apply', 'resolve', 'know-patient', 'sandbox-patient', 'none']) {
      expect(await send(room, { path: `/commands/${command}`, body: '{}', access: '' })).toEqual(refused);
    }
  });

  it.each(roomNames)('%s refuses a signed call that was replayed, altered, delayed or signed by another (abuse case 29)', async (room) => {
    const call = { path: '/graphql', body: JSON.stringify({ query: '{ _service { sdl } }' }), access: accessOf(owner.id) };
    const signature = sign(room, call);
    const genuine = await send(room, { ...call, signature });
    expect(genuine).toMatchObject({ status: 200, text: expect.stringContaining('type Patient') as unknown });

    expect(await send(room, { ...call, signature }), 'replayed').toEqual(refused);
    expect(await send(room, { ...call, signature: sign(room, call), body: JSON.stringify({ query: '{ _service { sdl } } ' }) }), 'another body').toEqual(refused);
    expect(await send(room, { ...call, signature: sign(room, call), access: accessOf(stranger.id) }), 'another viewer').toEqual(refused);
    expect(await send(room, { ...call, signature: sign(room, call), path: '/commands/apply' }), 'another path').toEqual(refused);
    expect(await send(room, { ...call, signature: sign(room, call).replace(/^\d+/, String(Date.now() + 5)) }), 'another time').toEqual(refused);
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(await send(room, { ...call, signature: sign(room, call, { CIE_GATEWAY_SIGNING_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })) }) }), 'another key').toEqual(refused);
    const elsewhere = roomNames.find((each) => each !== room) ?? room;
    expect(await send(room, { ...call, signature: sign(elsewhere, call) }), 'for another room').toEqual(refused);
    for (const minutes of [-10, 10]) {
      const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + minutes * 60_000);
      const late = sign(room, call);
      clock.mockRestore();
      expect(await send(room, { ...call, signature: late }), `${minutes} minutes`).toEqual(refused);
    }
  });
});

describe('OPS-2 health and readiness', () => {
  const ask = async (path: string) => {
    const response = await fetch(new URL(path, exchange.addresses['portal']));
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('says ready while every room answers, and names the room that does not', async () => {
    expect(await ask('/health')).toEqual({ status: 200, body: { status: 'up' } });
    expect(await ask('/ready')).toEqual({ status: 200, body: { status: 'ready', waiting: [] } });
    const pid = pidOf('appointments');
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await ask('/ready')).toEqual({ status: 503, body: { status: 'not ready', waiting: ['appointments'] } });
      expect(await ask('/health')).toMatchObject({ status: 200 });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

describe('a room hangs (kill -STOP)', () => {
  it('documents: the request answers in under 2 s with the other areas, and says that documents did not come', async () => {
    const pid = pidOf('documents');
    process.kill(pid, 'SIGSTOP');
    try {
      const times: number[] = [];
      for (let run = 0; run < 3; run += 1) {
        const begin = performance.now();
        const answer = await readThreeAreas(exchange, owner);
        times.push(performance.now() - begin);
        expect(areasOf(answer)).toEqual({ ...wholeRecord(owner.person), documents: null });
        expect(answer.errors).toMatchObject([{ extensions: { code: 'ROOM_TIMEOUT' }, message: expect.stringContaining('documents') as unknown }]);
      }
      console.info(`documents hung: answered in ${times.map((time) => `${Math.round(time)} ms`).join(', ')}`);
      expect(Math.max(...times)).toBeLessThan(2000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('sharing: every record read is refused, in under 2 s', async () => {
    const pid = pidOf('sharing');
    process.kill(pid, 'SIGSTOP');
    try {
      const begin = performance.now();
      const answers = await Promise.all([...Array.from({ length: 5 }, () => readThreeAreas(exchange, owner)), readThreeAreas(exchange, { ...owner, cookie: stranger.cookie })]);
      expect(performance.now() - begin).toBeLessThan(2500);
      for (const answer of answers) expectRefused(answer);
      console.info(`sharing hung: ${answers.length} reads at once, all refused after ${Math.round(performance.now() - begin)} ms`);
      const me = await exchange.query(owner.cookie, '{ me { name patient { reports { edges { node { id } } } } } }');
      expect([me.data, codesOf(me)]).toEqual([{ me: null }, ['ROOM_TIMEOUT']]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it("results' table is locked: no deadlock, other areas go on, and other people's requests too (connection pool used up)", async () => {
    const lock = await own.connect('results', 'owner');
    await lock.query('begin; lock table report in access exclusive mode');
    try {
      const times = await Promise.all(Array.from({ length: 24 }, async () => {
        const begin = performance.now();
        const answer = await readThreeAreas(exchange, owner);
        expect(areasOf(answer)).toEqual({ ...wholeRecord(owner.person), reports: null });
        expect(codesOf(answer)).toEqual([expect.stringMatching(/^ROOM_(?:TIMEOUT|FAILED|UNAVAILABLE)$/)]);
        return performance.now() - begin;
      }));
      console.info(`results locked: 24 requests at once, the last answered in ${Math.round(Math.max(...times))} ms`);
      expect(Math.max(...times)).toBeLessThan(3000);
    } finally {
      await lock.query('rollback');
      await lock.end();
    }
  });
});

describe('ACS-6 the access log cannot be written', () => {
  it.each([
    ['its table takes no row', 'revoke insert on access_log from sharing_owner', 'grant insert on access_log to sharing_owner'],
    ['its function may not be run', 'revoke execute on function pass.mint, public.log_access from sharing_service', 'grant execute on function pass.mint, public.log_access to sharing_service'],
    ['its head cannot move', 'revoke update on access_log_head from sharing_owner', 'grant update on access_log_head to sharing_owner'],
  ])('%s: every record read is refused, and so is emergency access', async (_how, spoil, mend) => {
    const clinician = await own.signIn({ as: 'clinician', organisation: 'R1K' });
    await own.sql('cie_sharing', spoil);
    try {
      for (const reader of [owner, { ...owner, cookie: clinician }]) {
        const answer = await readThreeAreas(exchange, reader);
        expect(areasOf(answer)).toEqual({ reports: null, documents: null, appointments: null });
        expect(JSON.stringify(answer)).not.toMatch(/4\.4|Letter|Renal/);
      }
      expect(codesOf(await readThreeAreas(exchange, owner))).toEqual(expect.arrayContaining(['ROOM_FAILED']));
      const emergency = await exchange.query(clinician, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', {
        input: { nhsNumber: owner.person.nhsNumber, birthDate: owner.person.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious at home.' },
      });
      expect(codesOf(emergency)).toEqual(['ROOM_FAILED']);
    } finally {
      await own.sql('cie_sharing', mend);
    }
    // Nothing was opened meanwhile that the log does not know.
    const open = await own.sql<{ count: number }>('cie_sharing', "select count(*)::int as count from emergency e where patient_id = $1 and not exists (select 1 from access_log l where l.patient_id = e.patient_id and l.body like '%emergency-started%')", [owner.id]);
    expect(open).toEqual([{ count: 0 }]);
    await own.sql('cie_sharing', 'delete from emergency where patient_id = $1', [owner.id]);
  });
});

describe('a process is killed (kill -9) in the middle of requests', () => {
  const readsLogged = async (): Promise<number> => {
    const rows = await own.sql<{ count: number }>('cie_sharing', `select count(*)::int as count from access_log where patient_id = $1 and body::jsonb ->> 'action' = 'read' and body::jsonb -> 'areas' ? 'results'`, [owner.id]);
    return rows[0]?.count ?? 0;
  };

  it.each(['results', 'sharing', 'gateway'] as const)('%s: no row leaks, no read is unaudited, it comes back by itself', async (name) => {
    const before = await readsLogged();
    const whole = JSON.stringify(wholeRecord(owner.person));
    const watch = watchReads(exchange, owner, stranger);
    await sleep(300);
    const pid = pidOf(name);
    process.kill(pid, 'SIGKILL');
    const isWhole = async (): Promise<boolean> => JSON.stringify(areasOf(await readThreeAreas(exchange, owner).catch(() => ({ data: null })))) === whole;
    await untilTrue(async () => !(await isWhole()), 5);
    const seconds = (await untilTrue(isWhole, 30)) / 1000;
    await untilTrue(() => (servesAs(name) ?? pid) !== pid, 30);
    await sleep(200);
    const { answered, shown, failed, leaked, foreign } = await watch.stop();

    const audited = (await readsLogged()) - before;
    console.info(`kill -9 ${name}: leaked rows ${leaked}, unaudited reads ${Math.max(0, shown - audited)}; back after ${seconds.toFixed(1)} s (${answered} answers, ${shown} with data, ${failed} without a connection, ${foreign} to a stranger)`);
    expect(leaked).toBe(0);
    expect(foreign).toBeGreaterThan(0);
    expect(shown).toBeGreaterThan(0);
    expect(audited).toBeGreaterThanOrEqual(shown);
    expect((await exchange.cie('verify-log')).code).toBe(0);
  });

  it('PostgreSQL: no service ends with it, every read meanwhile is whole or refused, and all come back by themselves', async () => {
    const pids = [...roomNames, 'gateway' as const].map(pidOf);
    process.kill(postgresPid(exchange), 'SIGKILL');
    let refused = 0;
    const seconds = (await untilTrue(async () => {
      const areas = areasOf(await readThreeAreas(exchange, owner));
      const shown = Object.entries(areas).filter(([, area]) => area !== null);
      expect(wholeRecord(owner.person)).toMatchObject(Object.fromEntries(shown));
      if (shown.length < 3) refused += 1;
      return refused > 0 && shown.length === 3;
    }, 30)) / 1000;
    console.info(`kill -9 PostgreSQL under services: back after ${seconds.toFixed(1)} s, ${refused} reads refused meanwhile`);
    expect([...roomNames, 'gateway' as const].map(pidOf)).toEqual(pids);
    expect((await exchange.cie('verify-log')).code).toBe(0);
  });

  it('gateway and results during a feed: acknowledged but lost 0, doubled 0', async () => {
    const orders = Array.from({ length: 240 }, newOrder);
    const people = Array.from({ length: 12 }, newPerson);
    const messages = orders.map((order, index) => laboratory(people[index % people.length] ?? owner.person, { order, issued: ago(2), tests: [{ code: 'NA', value: '140' }] }));
    const kills: (RoomName | 'gateway')[] = ['results', 'gateway', 'identity'];
    await feedPatiently(exchange, messages, (_answer, accepted) => {
      if (accepted >= (4 - kills.length) * 60 && kills[0] !== undefined) process.kill(pidOf(kills.shift() ?? 'gateway'), 'SIGKILL');
    });
    expect(kills).toEqual([]);
    const account = await own.drained(60);
    const rows = await own.sql<{ filler: string; count: number }>('cie_results', 'select filler, count(*)::int as count from report where filler = any($1) group by filler', [orders]);
    console.info(`kill -9 of gateway and rooms during a feed of ${orders.length}: acknowledged but lost ${orders.length - rows.length}, doubled ${rows.filter((row) => row.count > 1).length}`);
    expect(rows.filter((row) => row.count === 1)).toHaveLength(orders.length);
    expect(account.held).toBe(0);
  });
});

describe('abuse case 62: what the exchange wrote down', () => {
  it('names nobody, after all of the above: no name, NHS number or token in its log, its output or the log of its database', async () => {
    const people = [owner.person, stranger.person];
    expect(personalTraces(exchange, people, [owner.cookie, stranger.cookie])).toEqual([]);
    // The search would have found one.
    expect(readFileSync(join(exchange.dataDir, 'exchange.log'), 'utf8')).toMatch(/a service ended and is started again/);
  });
});
