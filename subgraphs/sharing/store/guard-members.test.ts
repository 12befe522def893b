import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findRecords, openRooms, type DoorStore } from '../domain/open-record.ts';
import { after, desk, newPatient, now, openSharingWorld } from '../testing/sharing-world.ts';
import { createDoorStore } from './door.store.ts';

const world = await openSharingWorld();
const { command, invite, revoke, newDoctor, newTeam, join, leave, publicId, opened, logOf, service } = world;
let server: RoomServer;
let database: RoomDatabase;
let doors: DoorStore;
let other: Client;
beforeAll(async () => {
  server = await openRoomServer();
  database = await openRoomDatabase({ room: 'sharing', settings: server.settings, entities: [], migrations: [] });
  doors = createDoorStore(database, { post: () => Promise.resolve() });
  other = await server.connect('sharing', 'service');
});
afterAll(() => Promise.all([world.close(), database.close(), other.end()]));

let version = Date.now();
const linked = (...groups: readonly (readonly string[])[]): Promise<unknown> => {
  version += 1;
  return command('record-links', { version, groups: groups.map((patientIds) => ({ survivingId: patientIds[0], patientIds })) }, null);
};

/** Decides, lets something happen, and then asks for the passes that were decided about. */
async function passesAfter(viewer: Viewer, patientId: string, happening: () => Promise<unknown>): Promise<string> {
  const access: AccessContext = { requestId: randomUUID(), viewer, now: after(5) };
  const found = (await findRecords(access, doors, [patientId])).get(patientId);
  if (found === undefined) throw new Error('nothing was found');
  expect(found.openings.length).toBeGreaterThan(0);
  await happening();
  const minting = openRooms(access, doors, () => Promise.resolve(found), new Map([[patientId, ['results']]]));
  return minting.then((minted) => String(minted.get(patientId)?.get('results')), (error: unknown) => String(pick(error, 'code')));
}

/** Until a connection waits for a lock that this one holds. */
const blocked = (holder: Client): Promise<void> => vi.waitFor(async () => {
  const { rows } = await holder.query('select pid from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))');
  if (rows.length === 0) throw new Error('nobody waits yet');
}, { timeout: 5000, interval: 10 });

/** The same for what is under way while the passes are asked for, and is committed after that. */
async function passesDuring(viewer: Viewer, patientId: string, sql: string, values: readonly unknown[]): Promise<string> {
  await other.query('begin');
  try {
    const passes = passesAfter(viewer, patientId, () => other.query(sql, [...values]));
    await Promise.race([blocked(other), passes]);
    await other.query('commit');
    return await passes;
  } catch (error) {
    await other.query('rollback');
    throw error;
  }
}

async function joinedPair() {
  const [kept, retired] = [newPatient(), newPatient()];
  await linked([kept.patientId, retired.patientId]);
  return { kept, retired };
}

const carer = (): Viewer => ({ ...testViewer, accountId: randomUUID(), patientId: null, email: `${randomUUID()}@example.test` });

describe('ACC-5, abuse case 10: no pass by a decision from before a change in the log of any of a person’s records', () => {
  it('is stopped by a revoke that stands in the log of a record that was joined', async () => {
    const { kept, retired } = await joinedPair();
    const guest = carer();
    const { data } = await invite(retired, { email: guest.email });
    await opened(guest, kept.patientId, after(1));
    expect(await passesAfter(guest, kept.patientId, () => Promise.resolve())).toContain(retired.patientId);
    expect(await passesAfter(guest, kept.patientId, () => revoke(retired, String(pick(data, 'invite', 'id')), after(2)))).toBe('SHARING_CHANGED');
    expect((await logOf(retired.patientId)).map(({ action }) => action)).toContain('invitation-revoked');
    expect(await opened(guest, kept.patientId, after(3))).toBeNull();
  });

  it('is stopped by one that is under way, also where it begins the log of that record', async () => {
    for (const begun of [true, false]) {
      const { kept, retired } = await joinedPair();
      if (begun) await service.query('select log_access($1, now(), $2)', [retired.patientId, '{"action": "read"}']);
      expect(await passesDuring(kept, kept.patientId, 'select log_access($1, now(), $2)', [retired.patientId, '{"action": "proxy-ended"}'])).toBe('SHARING_CHANGED');
      expect(await passesAfter(kept, kept.patientId, () => Promise.resolve())).toContain(retired.patientId);
    }
  });

  it('leaves no empty log behind of a record that was not opened', async () => {
    const { kept, retired } = await joinedPair();
    const guest = carer();
    await invite(kept, { email: guest.email });
    await opened(guest, kept.patientId, after(1));
    expect(await passesAfter(guest, kept.patientId, () => Promise.resolve())).not.toContain(retired.patientId);
    expect((await service.query('select seq from access_log_head where patient_id = $1', [retired.patientId])).rows).toEqual([]);
  });

  it('is stopped by a parting: what one record was opened for, the other was not', async () => {
    const { kept, retired } = await joinedPair();
    expect(await passesAfter(kept, kept.patientId, () => linked([kept.patientId], [retired.patientId]))).toBe('SHARING_CHANGED');
  });

  it('locks the logs of several people by id, however they are asked for, so that nobody waits for each other for ever', async () => {
    const pairs = await Promise.all([joinedPair(), joinedPair(), joinedPair()]);
    const idsOf = ({ kept, retired }: (typeof pairs)[number]): string[] => [kept.patientId, retired.patientId];
    const [lowest, ...higher] = pairs.flatMap(idsOf).toSorted();
    // The one with the lowest id is asked for last.
    const asked = pairs.toSorted((one, two) => Number(idsOf(one).includes(String(lowest))) - Number(idsOf(two).includes(String(lowest))));
    const requests = asked.map((pair) => ({
      patient: pair.kept.patientId, viewer: randomUUID(), request: 'r', entry: { action: 'read' }, rooms: ['results'], members: [], known: Object.fromEntries(idsOf(pair).map((id) => [id, '0'])),
    }));
    await other.query('begin');
    const append = (id: string | undefined) => other.query('select log_access($1, now(), $2)', [id, '{"action": "read"}']);
    await append(lowest);
    const minting = database.statement("select passes from pass.mint($1, now(), '30 seconds')", [JSON.stringify(requests)]);
    await blocked(other);
    // It holds none of the others while it waits for the first.
    for (const id of higher) await append(id);
    await other.query('commit');
    expect(await minting).toHaveLength(3);
  });
});

describe('ACS-3, abuse case 10: no pass by a team that the viewer belongs to no more', () => {
  async function teamed() {
    const patient = newPatient();
    const doctor = await newDoctor();
    const team = await newTeam();
    await join(team, doctor);
    await invite(patient, { teamId: team.id });
    await opened(doctor, patient.patientId, after(1));
    return { patient, doctor, team };
  }

  it('is made while nothing changes, or somebody else is taken out', async () => {
    const { patient, doctor, team } = await teamed();
    const colleague = await newDoctor();
    await join(team, colleague);
    const out = async () => command('remove-team-member', { id: team.id, professionalId: await publicId(colleague), how: 'Told by the ward' }, desk, after(2));
    expect(await passesAfter(doctor, patient.patientId, out)).toContain('|invited|');
  });

  it.each(['taken out', 'closed', 'left'] as const)('is not made when in between they were %s', async (how) => {
    const { patient, doctor, team } = await teamed();
    const happening = {
      'taken out': async () => command('remove-team-member', { id: team.id, professionalId: await publicId(doctor), how: 'Told by the ward' }, desk, after(2)),
      closed: () => command('close-team', { id: team.id, how: 'The ward closed' }, desk, after(2)),
      left: () => leave(doctor, after(2)),
    }[how];
    expect(await passesAfter(doctor, patient.patientId, happening)).toBe('SHARING_CHANGED');
    expect(await opened(doctor, patient.patientId, after(3))).toBeNull();
    expect((await logOf(patient.patientId)).filter(({ action }) => action === 'read')).toHaveLength(1);
  });

  it('waits for a change that is under way', async () => {
    const { patient, doctor, team } = await teamed();
    expect(await passesDuring(doctor, patient.patientId, 'update team_member set ended_at = $3 where team_id = $1 and account_id = $2', [team.id, doctor.accountId, now])).toBe('SHARING_CHANGED');
  });

  it('is made for the owner who looks as the team would (ACS-7)', async () => {
    const { patient, team } = await teamed();
    const { rows } = await service.query<{ id: string }>('select id from invitation where team_id = $1', [team.id]);
    const { data } = await world.ask(patient, 'query ($id: ID!) { patient(id: $id) { doors access { results } } }', { id: patient.patientId }, after(2), { viewAs: `invitation-${rows[0]?.id}` });
    expect(pick(data, 'patient', 'doors')).toEqual(['INVITED']);
  });
});
