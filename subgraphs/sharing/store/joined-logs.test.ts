import type { Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { after, newPatient, openSharingWorld, type Doctor, type Patient } from '../testing/sharing-world.ts';

let world: Awaited<ReturnType<typeof openSharingWorld>>;
beforeAll(async () => { world = await openSharingWorld(); });
afterAll(() => world.close());

let survivor: Patient;
let joined: Patient;
let doctor: Doctor;
beforeEach(async () => {
  [survivor, joined] = [{ ...newPatient(), name: 'Ann Survivor' }, { ...newPatient(), name: 'Ben Joined' }];
  doctor = await world.newDoctor();
});

const links = (version: number, groups: readonly (readonly Patient[])[]) =>
  world.command('record-links', { version, groups: groups.map((group) => ({ survivingId: group[0]?.patientId, patientIds: group.map(({ patientId }) => patientId) })) }, null);
const join = () => links(1, [[survivor, joined]]);
const part = () => links(2, [[survivor], [joined]]);
const read = (viewer: Viewer, { patientId }: Patient, minute: number) => world.ask(viewer, 'query ($id: ID!) { patient(id: $id) { access { results } } }', { id: patientId }, after(minute));

/** Who looked at the record, as its owner reads it, the first first. */
async function looks(viewer: Patient): Promise<unknown[]> {
  const { data } = await world.ask(viewer, 'query ($id: ID!) { patient(id: $id) { accessLog { edges { node { who own action doors areas teams } } } } }', { id: viewer.patientId }, after(60));
  const edges = pick(data, 'patient', 'accessLog', 'edges');
  if (!Array.isArray(edges)) throw new Error('no log was shown');
  return edges.map((edge: unknown) => pick(edge, 'node')).filter((each) => pick(each, 'action') === 'READ').map((each) => [pick(each, 'who'), pick(each, 'own'), pick(each, 'doors')]).toReversed();
}

/** Who saw something in the results of today, as its owner is told (ACS-8). */
async function whoSaw(viewer: Patient): Promise<unknown[]> {
  const item = { area: 'RESULTS', organisation: 'RYJ', labels: [{ label: 'GENERAL', since: '2026-01-01T00:00:00Z' }] };
  const { data } = await world.ask(viewer, 'query ($id: ID!, $item: SeenItemInput!) { patient(id: $id) { sight(item: $item, on: "2026-11-23") { did { who own } } } }', { id: viewer.patientId, item }, after(60));
  const did = pick(data, 'patient', 'sight', 'did');
  if (!Array.isArray(did)) throw new Error('nothing was told');
  return did.map((each: unknown) => [pick(each, 'who'), pick(each, 'own')]);
}

describe('ACS-6, ACS-8, ACC-5 the log of a record that was joined to another and parted again', () => {
  it('says who looked at it in that time, the owner of the other among them by their name', async () => {
    await world.invite(joined, { email: doctor.email });
    await join();
    await read(survivor, survivor, 1);
    await read(doctor, joined, 2);
    await part();
    await read(survivor, survivor, 3);
    await read(joined, joined, 4);
    expect(await looks(joined)).toEqual([['Ann Survivor', false, ['SELF']], [doctor.name, false, ['INVITED']], ['Ben Joined', true, ['SELF']]]);
    expect(await whoSaw(joined)).toEqual([['Ann Survivor', false], [doctor.name, false], ['Ben Joined', true]]);
    // By a hash that is no id of anybody.
    expect(JSON.stringify(await world.logOf(joined.patientId))).not.toContain(survivor.patientId);
  });

  it('names each look once while they are joined', async () => {
    await world.invite(joined, { email: doctor.email });
    await join();
    await read(survivor, survivor, 1);
    await read(doctor, joined, 2);
    await read(joined, joined, 3);
    expect(await looks(survivor)).toEqual([['Ann Survivor', true, ['SELF']], [doctor.name, false, ['INVITED']], ['Ben Joined', false, ['SELF']]]);
    expect(await whoSaw(survivor)).toHaveLength(3);
    expect((await world.logOf(joined.patientId)).filter(({ action }) => action === 'read')).toHaveLength(3);
  });

  it('says by which of its own doors it was opened, and by none of the other', async () => {
    const team = await world.newTeam();
    await world.join(team, doctor);
    await world.invite(survivor, { teamId: team.id });
    await world.invite(joined, { email: doctor.email });
    await join();
    await read(doctor, survivor, 1);
    expect((await world.logOf(survivor.patientId)).at(-1)).toMatchObject({ action: 'read', doors: ['invited'], teams: [team.name] });
    const [copy] = (await world.logOf(joined.patientId)).filter(({ action }) => action === 'read');
    expect(copy).toMatchObject({ action: 'read', doors: ['invited'], areas: ['results'] });
    expect(copy).not.toHaveProperty('teams');
  });

  it('has nothing of a look that opened the other record alone, nor of one that was refused', async () => {
    await world.invite(survivor, { email: doctor.email });
    await join();
    await read(doctor, joined, 1);
    await read(await world.newDoctor(), joined, 2);
    await part();
    expect(await looks(joined)).toEqual([]);
    expect((await looks(survivor))).toEqual([[doctor.name, false, ['INVITED']]]);
  });
});

describe('ACS-6 what the database insists on, whatever the service asks of it', () => {
  const opening = { door: 'invited', labels: '0', organisations: '*', delayed: 'n', until: null };

  it('writes into the log of no record that is not of the person, and names there the rooms and the purpose that passes are for', async () => {
    await join();
    const stranger = randomUUID();
    const members = [survivor.patientId, joined.patientId, stranger].map((patient) => ({ patient, openings: [opening], entry: { action: 'read', areas: [], purpose: 'nothing', joined: 'nobody' } }));
    const request = { patient: survivor.patientId, viewer: randomUUID(), request: 'r', entry: { action: 'read' }, rooms: ['results', 'documents'], purpose: 'upload-document', members };
    await world.service.query("select passes from pass.mint($1, now(), '30 seconds')", [JSON.stringify([request])]);
    expect(await world.logOf(joined.patientId)).toMatchObject([{ seq: 1, patient: joined.patientId, areas: ['results', 'documents'], purpose: 'upload-document', joined: expect.stringMatching(/^[0-9a-f]{24}$/) as string }]);
    expect(await world.logOf(stranger)).toEqual([]);
  });

  it('locks the logs of joined records in one order, whoever of them is asked for', async () => {
    await join();
    const reads = await Promise.all(Array.from({ length: 20 }, (_, index) => read(index % 2 === 0 ? survivor : joined, index % 3 === 0 ? survivor : joined, 1)));
    expect(reads.filter(({ code }) => code !== null)).toEqual([]);
    expect((await world.logOf(joined.patientId)).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
