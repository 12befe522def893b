import { setImmediate as turn } from 'node:timers/promises';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { recordRooms } from '@cie/kit/names.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOwnPostgres, type OwnPostgres } from '../setup/own-postgres.ts';
import { inviteTo, itemsSeen, newCarer, newClinician, newPatient, revoke, startEmergency } from '../setup/rooms-people.ts';
import { startRoomsTogether, type RoomsTogether } from '../setup/rooms-together.ts';

/** A server of its own: rights are taken away and connections used up, which would fail other tests. */
let own: OwnPostgres;
let world: RoomsTogether;
beforeAll(async () => {
  own = await startOwnPostgres();
  world = await startRoomsTogether({ server: own.server, report: () => undefined });
});
afterAll(async () => {
  await world.close();
  await own.stop();
});

describe('ACS-6 fault: the access log cannot be written', () => {
  it.each([
    ['its table takes no row', 'revoke insert on access_log from sharing_owner', 'grant insert on access_log to sharing_owner'],
    ['its head cannot move', 'revoke update on access_log_head from sharing_owner', 'grant update on access_log_head to sharing_owner'],
    ['a check refuses every row', 'alter table access_log add constraint none check (false) not valid', 'alter table access_log drop constraint none'],
    ['its function may not be run', 'revoke execute on function pass.mint from sharing_service', 'grant execute on function pass.mint to sharing_service'],
  ])('%s: every read is refused, by whichever door and for whatever purpose', async (_how, spoil, mend) => {
    const owner = await newPatient(world);
    const [carer, urgent] = [newCarer(), newClinician('R1K')];
    await inviteTo(world, owner, carer);
    await startEmergency(world, owner, urgent);
    const purposes: readonly Partial<AccessContext>[] = [{}, { purpose: 'save' }, { purpose: 'download' }, { purpose: 'calendar' }];
    const asked = [owner.viewer, carer, newClinician('RYJ'), urgent, null].flatMap((viewer) => purposes.map((access) => ({ viewer, access })));
    const open = await Promise.all(asked.map(({ viewer, access }) => itemsSeen(world, owner, viewer, access)));
    expect(open.filter(({ items }) => items > 0).length).toBeGreaterThanOrEqual(8);

    await world.sql('sharing', spoil);
    try {
      const shut = await Promise.all(asked.map(({ viewer, access }) => itemsSeen(world, owner, viewer, access)));
      expect(shut.map(({ items }) => items)).toEqual(asked.map(() => 0));
      console.info(`access log unwritable (${_how}): ${shut.length} reads, ${shut.filter(({ items }) => items > 0).length} answered`);
    } finally {
      await world.sql('sharing', mend);
    }
    expect((await itemsSeen(world, owner, owner.viewer)).items).toBe(3);
  });
});

describe('ACS-3 fault: a revoke during 8 concurrent readers (abuse case 10)', () => {
  it('nobody who asks after it sees anything, and no pass is minted after it, not even for who had asked before', async () => {
    const rounds = 6;
    let [before, after, lastAnswer, late] = [0, 0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const [owner, carer] = [await newPatient(world), newCarer()];
      const invitation = await inviteTo(world, owner, carer);
      let [revokedAt, stop] = [Infinity, false];
      const reader = async (): Promise<void> => {
        while (!stop) {
          const asked = performance.now();
          const { items } = await itemsSeen(world, owner, carer);
          if (items > 0 && asked >= revokedAt) after += 1;
          if (items > 0 && asked < revokedAt) before += 1;
          if (items > 0 && revokedAt !== Infinity) lastAnswer = Math.max(lastAnswer, performance.now() - revokedAt);
          await turn();
        }
      };
      const readers = Promise.all(Array.from({ length: 8 }, reader));
      while (before < (round + 1) * 8) await turn();
      await revoke(world, owner, invitation);
      revokedAt = performance.now();
      for (let more = 0; more < 8; more += 1) await itemsSeen(world, owner, carer);
      stop = true;
      await readers;
      // The chain has an order: what stands behind the revoke was minted after it, also for a request that had asked before.
      const [row] = await world.sql<{ late: number }>('sharing', `select count(*)::int as late from access_log l where patient_id = $1 and body::jsonb ->> 'action' = 'read' and body::jsonb -> 'doors' ? 'invited'
        and seq > (select seq from access_log r where r.patient_id = $1 and body::jsonb ->> 'action' = 'invitation-revoked')`, [owner.id]);
      late += row?.late ?? Infinity;
    }
    console.info(`revoke during 8 readers, ${rounds} times: ${before} reads that had asked before, ${after} that asked after; the last answer came ${lastAnswer.toFixed(0)} ms after the revoke; passes minted after it: ${late}`);
    expect([after, late]).toEqual([0, 0]);
    expect(lastAnswer).toBeLessThan(30_000);
  });

  it('what was open in that moment is over within 30 seconds: the pass says so, and the database goes by it', async () => {
    const [owner, carer] = [await newPatient(world), newCarer()];
    await inviteTo(world, owner, carer);
    const begin = Date.now();
    const { passes } = await mintedFor(owner.id, carer.accountId);
    const expiries = passes.split(' ').map((pass) => Number(pass.split('|')[10]));
    expect(expiries.length).toBeGreaterThan(0);
    for (const expiry of expiries) {
      expect(expiry).toBeGreaterThan(begin + 29_000);
      expect(expiry).toBeLessThanOrEqual(Date.now() + 30_000);
    }
  });

  /** A pass as the rooms get it, asked of sharing's own database. */
  async function mintedFor(patient: string, viewer: string): Promise<{ passes: string }> {
    const request = { patient, viewer, request: 'r', entry: {}, rooms: ['results'], members: [{ patient, openings: [{ door: 'invited', labels: '0', organisations: '*', delayed: 'n', until: null }] }] };
    const [row] = await world.sql<{ passes: string }>('sharing', "select passes from pass.mint($1, now(), '1 hour')", [JSON.stringify([request])]);
    return { passes: row?.passes ?? '' };
  }
});

describe('fault: the clock of the services is wrong by ten minutes', () => {
  const wrongBy = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

  it.each([-10, 10])('%i minutes: passes live by the clock of the database, and nothing that is over opens', async (minutes) => {
    const owner = await newPatient(world);
    const [urgent, carer] = [newClinician('R1K'), newCarer()];
    await startEmergency(world, owner, urgent);
    await inviteTo(world, owner, carer);
    // Right clock: both are open. Two minutes ago, by the database's clock, both ended.
    expect([(await itemsSeen(world, owner, urgent)).items, (await itemsSeen(world, owner, carer)).items]).toEqual([4, 3]);
    await world.sql('sharing', "update emergency set ends_at = now() - interval '2 minutes' where patient_id = $1", [owner.id]);
    await world.sql('sharing', "update invitation set ends_at = now() - interval '2 minutes' where patient_id = $1", [owner.id]);
    for (const viewer of [urgent, carer]) expect((await itemsSeen(world, owner, viewer, wrongBy(minutes))).items).toBe(0);
  });

  it.each([-10, 10])('%i minutes: what waits is released by the clock of the database (abuse case 7)', async (minutes) => {
    const owner = await newPatient(world);
    await world.sql('results', "update report set delayed_until = now() + interval '5 minutes' where patient_id = $1 and delayed_until is not null", [owner.id]);
    expect((await itemsSeen(world, owner, owner.viewer, wrongBy(minutes))).items).toBe(3);
    await world.sql('results', "update report set delayed_until = now() - interval '1 second' where patient_id = $1 and delayed_until is not null", [owner.id]);
    expect((await itemsSeen(world, owner, owner.viewer, wrongBy(minutes))).items).toBe(4);
  });

  it('expired passes accepted by a room whose own clock runs ten minutes behind or ahead: 0', async () => {
    const owner = await newPatient(world);
    for (const room of recordRooms) {
      const client = await own.server.connect(room, 'service');
      const table = { identity: 'demographics', results: 'report', documents: 'document', appointments: 'appointment' }[room];
      try {
        // A pass of the service's own making, as one with a wrong clock would have it: only the text differs from a good one.
        for (const [expiresAt, rows] of [[new Date(Date.now() - 1), 0], [wrongBy(-10), 0], [wrongBy(0.25), 1]] as const) {
          await client.query('begin');
          await client.query("select set_config('cie.pass', $1, true)", [own.server.sign({ room, patient: owner.id, expiresAt })]);
          const { rowCount } = await client.query(`select from ${table}`);
          await client.query('commit');
          expect([room, rowCount !== null && rowCount > 0]).toEqual([room, rows > 0]);
        }
      } finally {
        await client.end();
      }
    }
  });
});

describe('fault: a pool of connections is used up', () => {
  it('sharing: who cannot be served is told within about a second, nobody is let in, and it comes back by itself without a deadlock', async () => {
    const [held, other] = [await newPatient(world), await newPatient(world)];
    const lock = await own.server.connect('sharing', 'owner');
    await itemsSeen(world, held, held.viewer);
    await lock.query('begin');
    await lock.query('select from access_log_head where patient_id = $1 for update', [held.id]);
    // Each of these takes a connection of sharing and waits for the head of one chain.
    const stuck = Array.from({ length: 16 }, () => itemsSeen(world, held, held.viewer));
    while ((await world.sql<{ waiting: number }>('sharing', "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = 'cie_sharing'"))[0]?.waiting !== 12) await turn();
    const begin = performance.now();
    const refused = await itemsSeen(world, other, other.viewer);
    const took = performance.now() - begin;
    expect(refused.items).toBe(0);
    expect(refused.codes.length).toBeGreaterThan(0);
    expect(took).toBeLessThan(2000);
    await lock.query('rollback');
    await lock.end();
    const answers = await Promise.all(stuck);
    console.info(`connection pool used up: refused after ${took.toFixed(0)} ms; of 16 that waited ${answers.filter(({ items }) => items === 3).length} were answered once it was over, the others refused`);
    expect(answers.every(({ items, codes }) => items === 3 || (items === 0 && codes.length > 0))).toBe(true);
    expect((await itemsSeen(world, other, other.viewer)).items).toBe(3);
  });

  it('results: whoever asks is answered within about a second with the other areas, and nobody sees anything of anybody else (60 requests at once)', async () => {
    const [one, other] = [await newPatient(world), await newPatient(world)];
    const lock = await own.server.connect('results', 'owner');
    await lock.query('begin; lock table report in access exclusive mode');
    const begin = performance.now();
    const asked = Array.from({ length: 60 }, (_each, index) => itemsSeen(world, index % 2 === 0 ? one : other, one.viewer));
    // Beyond the eight connections of the room: these are answered while the others still wait for the lock.
    const first = await Promise.race(asked.filter((_each, index) => index % 2 === 0));
    const took = performance.now() - begin;
    await lock.query('rollback');
    await lock.end();
    const all = await Promise.all(asked);
    console.info(`connection pool of results used up by 60 requests: the first answered without results after ${took.toFixed(0)} ms; ${all.filter(({ items }) => items === 2).length} without, ${all.filter(({ items }) => items === 3).length} with`);
    expect(first).toEqual({ items: 2, codes: ['ROOM_FAILED'] });
    expect(took).toBeLessThan(2000);
    expect(all.filter((_each, index) => index % 2 === 1).every(({ items }) => items === 0)).toBe(true);
    expect(all.filter((_each, index) => index % 2 === 0).every(({ items, codes }) => items === 3 || (items === 2 && codes.length === 1))).toBe(true);
    expect((await itemsSeen(world, one, one.viewer)).items).toBe(3);
  });
});
