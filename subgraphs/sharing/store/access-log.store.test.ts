import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesAbout, type AccessLogStore, type LogFilter, type LogSubject, type SubjectEntries } from '../domain/read-access-log.ts';
import { openScratchLog, type ScratchLog } from '../testing/scratch-log.ts';
import { createAccessLogStore } from './access-log.store.ts';

let log: ScratchLog;
let store: AccessLogStore;
const [patientId, joinedId, strangerId] = [randomUUID(), randomUUID(), randomUUID()];
const [own, doctor, carer] = [randomUUID(), randomUUID(), randomUUID()];
const day = (number: number): Date => new Date(Date.UTC(2026, 9, number, 12));

beforeAll(async () => {
  log = await openScratchLog();
  store = createAccessLogStore(log.database);
  const entries: [patient: string, at: Date, entry: object][] = [
    [patientId, day(1), { action: 'read', account: own, who: 'Pat', doors: ['self'] }],
    [patientId, day(2), { action: 'invited', account: own, who: 'Pat', doors: ['self'], invitee: 'Diabetes team' }],
    [patientId, day(3), { action: 'read', account: doctor, who: 'Dr Before', organisation: 'RYJ', doors: ['invited'], teams: ['Diabetes team'] }],
    [patientId, day(4), { action: 'refused', account: carer, who: 'Carer', organisation: null, doors: [] }],
    [patientId, day(5), { action: 'refused', account: null, who: 'Somebody who had not signed in', doors: [] }],
    [joinedId, day(6), { action: 'emergency-started', account: doctor, who: 'Dr After', organisation: 'RQM', doors: ['emergency'] }],
    [joinedId, day(7), { action: 'read', account: doctor, who: 'Dr After', organisation: 'RQM', doors: ['emergency'] }],
    [strangerId, day(7), { action: 'read', account: randomUUID(), who: 'Dr Other', doors: ['invited'] }],
  ];
  for (const [patient, at, entry] of entries) await log.append(patient, entry, at);
});
afterAll(() => log.close());

const days = async (filter: Omit<LogFilter, 'about'> & SubjectEntries): Promise<number[]> => (await store.page([patientId, joinedId], 100, new Map(), filter)).map(({ at }) => at.getUTCDate());
const about = (subject: LogSubject): Promise<number[]> => days(entriesAbout[subject](own));

describe('ACS-6 the patient chooses what to see of the log', () => {
  it('everything, of all records that were joined, and nothing of anybody else', async () => expect(await days({})).toEqual([7, 6, 5, 4, 3, 2, 1]));

  it('what others did, those who had not signed in among them', async () => expect(await about('others')).toEqual([7, 6, 5, 4, 3]));
  it('refusals', async () => expect(await about('refusals')).toEqual([5, 4]));
  it('emergencies, and all that was read by them', async () => expect(await about('emergencies')).toEqual([7, 6]));
  it('emergencies alone, and what came of them', async () => expect(await about('emergency-cases')).toEqual([6]));
  it('changes of sharing', async () => expect(await about('sharing')).toEqual([2]));

  it('a stretch of time: its begin belongs to it, its end does not', async () => {
    expect(await days({ from: day(3), to: day(6) })).toEqual([5, 4, 3]);
  });

  it('one person, by a name that says nothing of the account', async () => {
    const { people, since } = await store.contents([patientId, joinedId], own);
    expect(people.map(({ name, organisation }) => [name, organisation])).toEqual([['Dr After', 'RQM'], ['Carer', null]]);
    expect(since).toEqual(day(1));
    const [first] = people;
    expect(first?.key).toMatch(/^[0-9a-f]{24}$/);
    expect(doctor).not.toContain(first?.key.slice(0, 8));
    expect(await days({ person: first?.key })).toEqual([7, 6, 3]);
    expect(await days({ person: doctor })).toEqual([]);
  });

  it('a hundred people to choose from at the most, those who came last', async () => {
    const crowded = randomUUID();
    await log.administrator.query(
      `select log_access($1, '2026-01-01'::timestamptz + n * interval '1 hour', jsonb_build_object('action', 'read', 'who', 'Dr ' || n, 'account', gen_random_uuid())) from generate_series(1, 101) n`, [crowded]);
    const { people } = await store.contents([crowded], own);
    expect([people.length, people[0]?.name, people.at(-1)?.name]).toEqual([100, 'Dr 101', 'Dr 2']);
  });

  it('page by page', async () => {
    const filter = entriesAbout.others(own);
    const first = await store.page([patientId, joinedId], 2, new Map(), filter);
    const before = new Map(first.map(({ patientId: id, seq }) => [id, seq]));
    const rest = await store.page([patientId, joinedId], 10, before, filter);
    expect([...first, ...rest].map(({ at }) => at.getUTCDate())).toEqual([7, 6, 5, 4, 3]);
  });

  it('a log without entries has nobody in it', async () => expect(await store.contents([randomUUID()], own)).toEqual({ people: [], since: null }));
});
