import { createHash, randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { MergeOutcome } from '@cie/kit/merges.ts';
import { recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import { seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, message, patient, registration, visit } from '../fixtures/hospital.ts';
import { newNhsNumber, newPerson, type Person } from '../fixtures/people.ts';
import { listOf, textsOf } from '../setup/answers.ts';
import { startRoomsTogether, type RoomsTogether } from '../setup/rooms-together.ts';

let world: RoomsTogether;
beforeAll(async () => {
  world = await startRoomsTogether();
});
afterAll(() => world.close());

interface Known extends Person {
  readonly id: string;
}

/** A second set of details of one person: another NHS number, all else the same. */
const twinOf = (person: Person): Person => ({ ...person, nhsNumber: newNhsNumber() });

async function known(person: Person, organisation = 'RYJ'): Promise<Known> {
  await world.file(registration(person, organisation));
  const [row] = await world.sql<{ id: string }>('identity', 'select id from patient where nhs_number = $1', [person.nhsNumber]);
  return { ...person, id: row?.id ?? '' };
}

async function twoRecords(organisations: readonly [string, string] = ['RYJ', 'RYJ']): Promise<[Known, Known]> {
  const person = newPerson();
  return [await known(person, organisations[0]), await known(twinOf(person), organisations[1])];
}

function viewerOf({ id, givenName }: Known): Viewer {
  return { kind: 'patient', accountId: accountOf(id), patientId: id, name: givenName, organisation: null, role: null, proofing: 'P9', duties: [], email: `${id}@example.test`, sessionId: 's' };
}

/** One account for each record, the same each time. */
const accountOf = (id: string): string => `${id.slice(0, 14)}4${id.slice(15)}`;

const clinician = (organisation: string): Viewer => ({
  kind: 'professional', accountId: randomUUID(), patientId: null, name: 'Dr Sample', organisation, role: 'Consultant', proofing: null, duties: [], email: `${randomUUID()}@nhs.example`, sessionId: 's',
});
const desk: Viewer = { ...clinician('QRV'), duties: ['support-desk'] };

async function join(kept: Known, retired: Known): Promise<void> {
  // Without MSH-7, so that it is as old as its arrival: in whole seconds it could be older than a parting in the same second.
  const sent = message('ADT^A40', 'RYJ', [patient(kept), `MRG|${retired.nhsNumber}^^^NHS^NH`]).replace(/\|\d{14}\+0000\|/, '||');
  expect(await world.file(sent)).toEqual({ state: 'applied' });
  await world.settleNotices([kept.id, retired.id]);
}

async function part(one: Known, other: Known): Promise<void> {
  expect(await world.file(message('ADT^A37', 'RYJ', [patient(one), patient(other)]))).toEqual({ state: 'applied' });
  await world.settleNotices([one.id, other.id]);
}

/** What two hospitals have filed, only the desk joins. */
async function joinByDesk(kept: Known, retired: Known): Promise<MergeOutcome> {
  const details = { survivingNhsNumber: kept.nhsNumber, survivingBirthDate: kept.birthDate, retiredNhsNumber: retired.nhsNumber, retiredBirthDate: retired.birthDate };
  const made = (await world.command('identity', 'merge-records', { ...details, reason: 'Same passport, same address.' }, desk)) as MergeOutcome; // as the room answers it
  await world.settleNotices([kept.id, retired.id]);
  return made;
}

const everything = `fragment Everything on Patient {
  id doors demographics { nhsNumber familyName source { odsCode } }
  reports(first: 100) { edges { node { id code name observations { code value } } } }
  trend(code: "K") { points { text } }
  waitingReports { availableFrom }
  documents(first: 100) { edges { node { id title text } } }
  appointments(first: 100) { edges { node { id clinic } } }
}`;

const mine = `{ me { patient { ...Everything accessLog(first: 100) { edges { node { id who action doors areas } } } } } } ${everything}`;
const one = `query ($id: ID!) { patient(id: $id) { ...Everything } } ${everything}`;

async function read(viewer: Viewer, id?: string): Promise<unknown> {
  const { data, codes } = await world.ask(viewer, id === undefined ? mine : one, id === undefined ? {} : { id });
  expect(codes).toEqual([]);
  return id === undefined ? pick(data, 'me', 'patient') : pick(data, 'patient');
}

const valuesIn = (record: unknown): string[] =>
  textsOf(listOf(pick(record, 'reports', 'edges')).flatMap((edge) => listOf(pick(edge, 'node', 'observations')).map((each) => pick(each, 'value'))));
const textsIn = (record: unknown): string[] => textsOf(listOf(pick(record, 'documents', 'edges')).map((edge) => pick(edge, 'node', 'text')));
const clinicsIn = (record: unknown): string[] => textsOf(listOf(pick(record, 'appointments', 'edges')).map((edge) => pick(edge, 'node', 'clinic')));

const potassium = (person: Person, value: string, rest: { order?: string; organisation?: string; issued?: Date } = {}): string =>
  laboratory(person, { issued: rest.issued ?? ago(3), tests: [{ code: 'K', value }], ...rest });

/** What says that a merge happened, and what is written about reading: everything else has to be as it was. */
const aside = ['record_merge', 'record_group', 'applied_message', 'access_log', 'access_log_head', 'notice', 'desk_case', 'desk_event', 'migrations'];

/** A hash of every row of every table of every room that belongs to these records, by table and record. */
async function rowsOf(...records: Known[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const room of [...recordRooms, 'sharing'] as const) {
    const tables = await world.sql<{ name: string; column: string }>(
      room,
      `select table_name as name, column_name as column from information_schema.columns
       where table_schema = 'public' and (column_name = 'patient_id' or (table_name = 'patient' and column_name = 'id')) and not table_name = any ($1)`,
      [aside],
    );
    expect(tables.length).toBeGreaterThan(0);
    for (const { name, column } of tables) {
      for (const { id } of records) {
        const rows = await world.sql<{ row: string }>(room, `select t::text as row from ${name} t where ${column} = $1 order by 1`, [id]);
        found.set(`${room} ${name} ${id}`, rows.map(({ row }) => createHash('sha256').update(row).digest('hex')));
      }
    }
  }
  return found;
}

async function fileAll(person: Person, mark: string, organisation = 'RYJ'): Promise<void> {
  await world.file(potassium(person, mark, { organisation }));
  await world.file(letter(person, { organisation, written: ago(2), text: `Letter ${mark}` }));
  await world.file(visit(person, { organisation, start: ago(-5), clinic: `Clinic ${mark}` }));
}

describe('ACC-5 two records are read as one', () => {
  it('by the patient, from either account, under the surviving id', async () => {
    const [kept, retired] = await twoRecords();
    await fileAll(kept, '4.1');
    await fileAll(retired, '5.2');
    expect(valuesIn(await read(viewerOf(kept)))).toEqual(['4.1']);
    await join(kept, retired);
    for (const account of [kept, retired]) {
      const record = await read(viewerOf(account));
      expect(record).toMatchObject({ id: kept.id, doors: ['SELF'], demographics: { nhsNumber: kept.nhsNumber } });
      expect(valuesIn(record)).toEqual(['4.1', '5.2']);
      expect(textsIn(record)).toEqual(['Letter 4.1', 'Letter 5.2']);
      expect(clinicsIn(record)).toEqual(['Clinic 4.1', 'Clinic 5.2']);
      expect(listOf(pick(record, 'trend', 0, 'points'))).toHaveLength(2);
    }
    expect(await read(viewerOf(kept), retired.id)).toMatchObject({ id: kept.id });
  });

  it('page by page, each report once, and each opened by its id', async () => {
    const [kept, retired] = await twoRecords();
    for (const [at, person] of [kept, retired, retired, kept, retired].entries()) await world.file(potassium(person, `4.${at}`, { issued: ago(10 - at) }));
    await join(kept, retired);
    const page = `query ($after: String) { me { patient { reports(first: 2, after: $after) { edges { node { id observations { value } } } pageInfo { hasNextPage endCursor } } } } }`;
    const seen: unknown[] = [];
    for (let after: unknown = null, more: unknown = true; more === true; ) {
      const { data } = await world.ask(viewerOf(retired), page, { after });
      const reports = pick(data, 'me', 'patient', 'reports');
      for (const edge of listOf(pick(reports, 'edges'))) {
        seen.push(pick(edge, 'node', 'observations', 0, 'value'));
        const found = await world.ask(viewerOf(kept), 'query ($id: ID!) { me { patient { report(id: $id) { id observations { value } } } } }', { id: pick(edge, 'node', 'id') });
        expect(pick(found.data, 'me', 'patient', 'report', 'observations', 0, 'value')).toBe(seen.at(-1));
      }
      [after, more] = [pick(reports, 'pageInfo', 'endCursor'), pick(reports, 'pageInfo', 'hasNextPage')];
    }
    expect(seen).toEqual(['4.4', '4.3', '4.2', '4.1', '4.0']);
  });

  it('a correction that names the one changes the report that was filed under the other, where it lies', async () => {
    const [kept, retired] = await twoRecords();
    const order = randomUUID().slice(0, 18);
    await world.file(potassium(retired, '5.2', { order }));
    await join(kept, retired);
    await world.file(potassium(kept, '5.9', { order, issued: ago(1) }));
    expect(valuesIn(await read(viewerOf(kept)))).toEqual(['5.9']);
    const rows = await world.sql<{ patient_id: string }>('results', 'select patient_id from report where filler = $1', [order]);
    expect(rows).toEqual([{ patient_id: retired.id }]);
  });

  it('by a clinician whose organisation cares for either, found by either number; an invitation opens the record it was given for', async () => {
    const [kept, retired] = await twoRecords(['RYJ', 'R1K']);
    await fileAll(kept, '4.1', 'RYJ');
    await fileAll(retired, '5.2', 'R1K');
    const carer: Viewer = { ...viewerOf(await known(newPerson())), email: `${randomUUID()}@example.test` };
    await world.ask(viewerOf(retired), 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: carer.email, labels: ['GENERAL'] } });
    await joinByDesk(kept, retired);

    const find = `query ($n: NHSNumber!, $b: Date!) { findPatient(nhsNumber: $n, birthDate: $b) { ...Everything } } ${everything}`;
    for (const { nhsNumber, birthDate } of [kept, retired]) {
      for (const [organisation, value] of [['RYJ', '4.1'], ['R1K', '5.2']] as const) {
        const { data } = await world.ask(clinician(organisation), find, { n: nhsNumber, b: birthDate });
        expect(pick(data, 'findPatient')).toMatchObject({ id: kept.id, doors: ['OWN_ORGANISATION'] });
        expect(valuesIn(pick(data, 'findPatient'))).toEqual([value]);
      }
      expect((await world.ask(clinician('RQM'), find, { n: nhsNumber, b: birthDate })).data).toEqual({ findPatient: null });
    }
    const shared = await world.ask(carer, `{ me { records { door patient { ...Everything } } } } ${everything}`);
    const [record] = listOf(pick(shared.data, 'me', 'records'));
    expect(pick(record, 'patient', 'id')).toBe(kept.id);
    expect(valuesIn(pick(record, 'patient'))).toEqual(['5.2']);
    expect(pick(record, 'patient', 'demographics', 'nhsNumber')).toBe(retired.nhsNumber);
    expect(listOf(pick((await world.ask(viewerOf(kept), '{ me { patient { invitations { state } } } }')).data, 'me', 'patient', 'invitations'))).toEqual([{ state: 'ACCEPTED' }]);
  });

  it('in an emergency all of it opens, by an entry in the log of each record, which the patient is shown once, and ends as one', async () => {
    const [kept, retired] = await twoRecords(['RYJ', 'R1K']);
    await fileAll(kept, '4.1', 'RYJ');
    await fileAll(retired, '5.2', 'R1K');
    await joinByDesk(kept, retired);
    const doctor = clinician('RQM');
    const input = { nhsNumber: retired.nhsNumber, birthDate: retired.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious in the street.' };
    const { data } = await world.ask(doctor, `mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { ...Everything } } ${everything}`, { input });
    expect(valuesIn(pick(data, 'startEmergencyAccess'))).toEqual(['4.1', '5.2']);
    const reads = await world.sql<{ patient_id: string }>('sharing', `select patient_id from access_log where patient_id = any ($1) and body::jsonb ->> 'account' = $2 and body::jsonb ->> 'action' = 'read'`, [[kept.id, retired.id], doctor.accountId]);
    expect(reads.map(({ patient_id: id }) => id).toSorted()).toEqual([kept.id, retired.id].toSorted());
    const log = await read(viewerOf(retired));
    const looks = listOf(pick((await world.ask(viewerOf(retired), '{ me { patient { accessLog(first: 100) { edges { node { action doors } } } } } }')).data, 'me', 'patient', 'accessLog', 'edges')).map((edge) => pick(edge, 'node'));
    expect(looks.filter((each) => pick(each, 'action') === 'READ' && listOf(pick(each, 'doors')).includes('EMERGENCY'))).toHaveLength(1);
    expect(JSON.stringify(pick(log, 'accessLog'))).toContain('EMERGENCY_STARTED');
    await world.ask(doctor, 'mutation ($id: ID!) { endEmergencyAccess(patientId: $id) }', { id: kept.id });
    expect((await world.ask(doctor, one, { id: kept.id })).data).toEqual({ patient: null });
  });

  it('the access log of both is read as one, page by page, and verifies as two', async () => {
    const [kept, retired] = await twoRecords();
    for (const person of [kept, retired, kept]) await read(viewerOf(person), person.id);
    await join(kept, retired);
    const page = `query ($after: String) { me { patient { accessLog(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const ids: unknown[] = [];
    for (let after: unknown = null, more: unknown = true; more === true; ) {
      const log = pick((await world.ask(viewerOf(kept), page, { after })).data, 'me', 'patient', 'accessLog');
      ids.push(...listOf(pick(log, 'edges')).map((edge) => pick(edge, 'node', 'id')));
      [after, more] = [pick(log, 'pageInfo', 'endCursor'), pick(log, 'pageInfo', 'hasNextPage')];
    }
    expect(ids).toEqual(['2', `${retired.id}-1`, '1']);
  });

  it('and nobody else comes in by it: a stranger is refused under both ids, in the same words as for no record (abuse case 1)', async () => {
    const [kept, retired] = await twoRecords();
    await join(kept, retired);
    const stranger = viewerOf(await known(newPerson()));
    for (const id of [kept.id, retired.id, randomUUID()]) expect((await world.ask(stranger, one, { id })).data).toEqual({ patient: null });
    const refused = await world.sql<{ patient_id: string }>('sharing', `select patient_id from access_log where body::jsonb ->> 'account' = $1 and patient_id <> '00000000-0000-0000-0000-000000000000'`, [stranger.accountId]);
    expect(refused).toEqual([{ patient_id: kept.id }, { patient_id: kept.id }]);
  });
});

describe('ACC-5 unmerge restores exactly; abuse case 59', () => {
  it('every row of every table of every room, to the byte', async () => {
    const [kept, retired] = await twoRecords();
    await fileAll(kept, '4.1');
    await fileAll(retired, '5.2');
    const before = await rowsOf(kept, retired);
    await join(kept, retired);
    expect(await rowsOf(kept, retired)).toEqual(before);
    await part(kept, retired);
    expect(await rowsOf(kept, retired)).toEqual(before);
  });

  it('with messages filed in between for each, which stay where their own identifiers put them, and leave no trace in the other', async () => {
    const [kept, retired] = await twoRecords();
    await fileAll(kept, '4.1');
    await fileAll(retired, '5.2');
    const before = await rowsOf(kept, retired);
    await join(kept, retired);
    await fileAll(kept, '4.3');
    await fileAll(retired, '5.4');
    await part(kept, retired);

    // What was there is there, unchanged; what is new was added.
    const after = await rowsOf(kept, retired);
    for (const [place, rows] of before) expect(after.get(place)).toEqual(expect.arrayContaining([...rows]));

    for (const [person, own, foreign] of [[kept, ['4.1', '4.3'], ['5.2', '5.4', retired.id, retired.nhsNumber]], [retired, ['5.2', '5.4'], ['4.1', '4.3', kept.id, kept.nhsNumber]]] as const) {
      for (const record of [await read(viewerOf(person)), await read(viewerOf(person), person.id)]) {
        expect(valuesIn(record)).toEqual(own);
        expect(textsIn(record)).toEqual(own.map((each) => `Letter ${each}`));
        expect(clinicsIn(record)).toEqual(own.map((each) => `Clinic ${each}`));
        const { accessLog: _log, ...shown } = Object.fromEntries(Object.entries(record ?? {})) as Record<string, unknown>; // an object of the answer
        for (const trace of foreign) expect(JSON.stringify(shown)).not.toContain(trace);
      }
      expect((await world.ask(viewerOf(person), one, { id: person === kept ? retired.id : kept.id })).data).toEqual({ patient: null });
    }
  });

  it('what the desk joined, the desk parts, at once', async () => {
    const [kept, retired] = await twoRecords();
    await fileAll(kept, '4.1');
    await fileAll(retired, '5.2');
    const details = { survivingNhsNumber: kept.nhsNumber, survivingBirthDate: kept.birthDate, retiredNhsNumber: retired.nhsNumber, retiredBirthDate: retired.birthDate };
    const made = (await world.command('identity', 'merge-records', { ...details, reason: 'Same passport, same address.' }, desk)) as MergeOutcome; // as the room answers it
    expect(await world.settleNotices([kept.id])).toMatchObject([{ kind: 'record-links', groups: [{ survivingId: kept.id, patientIds: [kept.id, retired.id] }] }]);
    expect(valuesIn(await read(viewerOf(kept)))).toEqual(['4.1', '5.2']);
    await world.command('identity', 'unmerge-records', { mergeId: made.mergeId, reason: 'Another person after all.' }, desk);
    expect(await world.settleNotices([kept.id])).toMatchObject([{ groups: [{ patientIds: [retired.id] }, { patientIds: [kept.id] }] }]);
    expect(valuesIn(await read(viewerOf(kept)))).toEqual(['4.1']);
    expect(valuesIn(await read(viewerOf(retired)))).toEqual(['5.2']);
  });

  it('a notice of a join that was held up undoes no parting that came after it', async () => {
    const [kept, retired] = await twoRecords();
    await fileAll(retired, '5.2');
    const [late] = await world.sql<{ version: string }>('identity', `select nextval('record_link_version') as version`);
    await join(kept, retired);
    await part(kept, retired);
    await world.command('sharing', 'record-links', { version: Number(late?.version), groups: [{ survivingId: kept.id, patientIds: [kept.id, retired.id] }] }, null);
    expect(valuesIn(await read(viewerOf(kept)))).toEqual([]);
  });
});

/** The whole of ACC-5 in a few lines: rows lie where they were filed, links decide what is read together. */
class ReferenceModel {
  readonly #ids: readonly string[];
  readonly #parent = new Map<number, number>();
  /** Values by owner and order. */
  readonly #filed = new Map<string, string>();

  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  #root(person: number): number {
    const parent = this.#parent.get(person);
    return parent === undefined ? person : this.#root(parent);
  }

  /** The person themself, the surviving one, then the others by id. */
  #members(person: number): number[] {
    const root = this.#root(person);
    const rank = (each: number): string => (each === person ? '0' : each === root ? '1' : `2${this.#ids[each]}`);
    return [...this.#ids.keys()].filter((other) => this.#root(other) === root).toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
  }

  areJoined(one: number, other: number): boolean {
    return this.#root(one) === this.#root(other);
  }

  join(kept: number, retired: number): boolean {
    if (this.#parent.has(retired) || this.areJoined(kept, retired)) return false;
    this.#parent.set(retired, kept);
    return true;
  }

  part(one: number, other: number): boolean {
    if (this.#parent.get(one) === other) return this.#parent.delete(one);
    return this.#parent.get(other) === one && this.#parent.delete(other);
  }

  file(person: number, order: string, value: string): void {
    const owner = this.#members(person).find((each) => this.#filed.has(`${each} ${order}`)) ?? person;
    this.#filed.set(`${owner} ${order}`, value);
  }

  reads(person: number): string[] {
    return this.#members(person).flatMap((member) => [...this.#filed].filter(([place]) => place.startsWith(`${member} `)).map(([, value]) => value)).toSorted();
  }
}

describe('abuse case 59: a hospital that joins two strangers shows neither of them the other’s record', () => {
  it('waits for the desk, whoever files what first, and after the desk has parted them for good', async () => {
    const [kept, retired] = await twoRecords(['RYJ', 'R1K']);
    await fileAll(kept, '4.1', 'RYJ');
    await fileAll(retired, '5.2', 'R1K');
    const merge = (organisation: string) => world.file(message('ADT^A40', organisation, [patient(kept), `MRG|${retired.nhsNumber}^^^NHS^NH`]));
    for (const organisation of ['RAS', 'RYJ', 'R1K']) expect(await merge(organisation)).toMatchObject({ state: 'held', code: 'merge-disagrees' });
    expect(valuesIn(await read(viewerOf(retired)))).toEqual(['5.2']);

    const { mergeId } = await joinByDesk(kept, retired);
    expect(valuesIn(await read(viewerOf(retired)))).toEqual(['4.1', '5.2']);
    await world.command('identity', 'unmerge-records', { mergeId, reason: 'Another person after all.' }, desk);
    await world.settleNotices([kept.id, retired.id]);
    expect(await merge('RYJ')).toMatchObject({ state: 'held', code: 'merge-undone' });
    expect(valuesIn(await read(viewerOf(retired)))).toEqual(['5.2']);
  });
});

describe('ACC-5 random merges, partings and messages against a reference model', () => {
  it.each([11, 12, 13])('reads what the model reads, whatever happens (seed %i)', async (seed) => {
    const pickBelow = seededGenerator(seed);
    const person = newPerson();
    const people: Known[] = [];
    for (let count = 0; count < 4; count += 1) people.push(await known(twinOf(person)));
    const model = new ReferenceModel(people.map((each) => each.id));
    const at = (index: number): Known => {
      const found = people[index];
      if (found === undefined) throw new Error('there is no such person');
      return found;
    };
    for (let step = 0; step < 40; step += 1) {
      const [one, other] = [pickBelow(people.length), pickBelow(people.length)];
      const what = pickBelow(5);
      if (what === 0 && model.join(one, other)) await join(at(one), at(other));
      else if (what === 1 && model.part(one, other)) await part(at(one), at(other));
      else if (what > 1) {
        // A correction may name either of two joined numbers; two people's orders never share one.
        const order = `S${seed}-${model.areJoined(one, other) ? other : one}-${pickBelow(2)}`;
        const value = `${step}.5`;
        model.file(one, order, value);
        await world.file(potassium(at(one), value, { order, issued: ago(3, -step) }));
      }
      for (const [index, each] of people.entries()) expect(valuesIn(await read(viewerOf(each))), `step ${step}, person ${index}`).toEqual(model.reads(index));
    }
  });
});

describe('ACC-5 what is read of joined records is found by an index, as of one', () => {
  it.each<[RecordRoom, string]>([
    ['results', `select * from report where patient_id = any ($1::uuid[]) order by issued_at desc, id desc limit 21`],
    ['results', `select * from report where patient_id = any ($1::uuid[]) and id = gen_random_uuid()`],
    ['results', `select * from observation where patient_id = any ($1::uuid[]) and code = 'K' order by observed_at desc limit 500`],
    ['results', `select * from observation where patient_id = any ($1::uuid[]) and report_id = any ($1::uuid[])`],
    ['results', `select * from waiting_report where patient_id = any ($1::uuid[]) and available_from > now() order by available_from`],
    ['documents', `select * from document where patient_id = any ($1::uuid[]) order by at desc, id desc limit 21`],
    ['appointments', `select * from appointment where patient_id = any ($1::uuid[]) and over_at >= now() order by start_at, id limit 21`],
    ['identity', `select * from demographics where patient_id = any ($1::uuid[])`],
  ])('%s: %s', async (room, query) => {
    const ids = [randomUUID(), randomUUID()];
    // Few rows are read faster without an index; what matters is that many can be.
    await world.sql(room, 'set enable_seqscan = off');
    const plan = (await world.sql<{ 'QUERY PLAN': string }>(room, `explain ${query}`, [ids])).map((row) => row['QUERY PLAN']).join('\n');
    await world.sql(room, 'reset enable_seqscan');
    expect(plan).toMatch(/Index Cond: \(?\(?patient_id = ANY/);
    expect(plan).not.toContain('Seq Scan');
  });
});
