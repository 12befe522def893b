import { randomInt, randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { pick as pickPath } from '@cie/kit/testing/pick.ts';
import { seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { noFacts } from '@cie/sharing/standings';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listOf, textOf } from '../setup/answers.ts';
import { startOwnPostgres, type OwnPostgres } from '../setup/own-postgres.ts';
import { startRoomsTogether, type RoomsTogether } from '../setup/rooms-together.ts';
import { hoursAway, randomPolicy, type RandomPolicy } from './random-policies.ts';
import { oneOf } from './random-sql.ts';
import { doorsTo, waysIn, type Item } from './reference-model.ts';
import { dropChecks, storePolicy } from './store-policy.ts';

const cases = Number(process.env['CIE_POLICIES_STORED'] ?? 300);
const seed = Number(process.env['CIE_SEED'] ?? randomInt(2 ** 31));

let own: OwnPostgres;
let world: RoomsTogether;
let sharing: Client;
beforeAll(async () => {
  own = await startOwnPostgres();
  world = await startRoomsTogether({ server: own.server });
  sharing = new Client({ ...own.server.administrator, database: 'cie_sharing' });
  await sharing.connect();
  await dropChecks(sharing);
});
afterAll(async () => {
  await sharing.end();
  await world.close();
  await own.stop();
});

/** One report of every label, supplier and side of its release. */
const addReports = `
  insert into report (patient_id, id, organisation, label, delayed_until, delay_from, kind, filler, code, code_system, name, status, issued_at, sent_at, comments, corrected)
  select p, gen_random_uuid(), o, l, case when d then now() + interval '10 days' end, now(), 0, gen_random_uuid()::text, 'UE', 'L', 'Report', 3, now() - interval '1 day', now() - interval '1 day', '{}', false
  from unnest($1::uuid[]) p, unnest(array['RYJ', 'RQM', 'RAS', 'R1K', 'PATIENT']) o, generate_series(0, 3) l, unnest(array[false, true]) d`;

/** One document and one appointment of every kind as well; an appointment never waits. */
const addDocuments = `
  insert into document (patient_id, id, organisation, label, delayed_until, source_id, version, versions, type_code, title, status, at, at_text, media_type, size, sent_at)
  select p, gen_random_uuid(), o, l, case when d then now() + interval '10 days' end, gen_random_uuid()::text, 1, 1, 'DS', 'Letter', 'current', now() - interval '1 day', '2026', 'text/plain', 1, now()
  from unnest($1::uuid[]) p, unnest(array['RYJ', 'RQM', 'RAS', 'R1K', 'PATIENT']) o, generate_series(0, 3) l, unnest(array[false, true]) d`;
const addAppointments = `
  insert into appointment (patient_id, id, organisation, label, filler_id, status, start_at, start_text, over_at, sent_at)
  select p, gen_random_uuid(), o, l, gen_random_uuid()::text, 'booked', now() + interval '1 day', '2026', now() + interval '1 day', now()
  from unnest($1::uuid[]) p, unnest(array['RYJ', 'RQM', 'RAS', 'R1K', 'PATIENT']) o, generate_series(0, 3) l`;

const query = 'query ($id: ID!) { patient(id: $id) { reports(first: 100) { edges { node { id } } } } }';
const operations = ['read', 'read', 'save', 'download', 'calendar'] as const;

/** Every list whole, and of each whether there is more than a few: what pages tell of how many there are. */
const lists = ['reports', 'documents', 'appointments'] as const;
const few = 7;
const listsQuery = `query ($id: ID!) { patient(id: $id) { ${lists.map((list) => `${list}(first: 100) { edges { node { id } } } few_${list}: ${list}(first: ${few}) { pageInfo { hasNextPage } }`).join(' ')} } }`;

const readersQuery = '{ me { patient { readers { id ids } } } }';

/** The policy with ids of this case alone. */
function inOneRecord(policy: RandomPolicy, patientId: string, now: Date): { viewer: Viewer | null; facts: RandomPolicy['facts'] } {
  const { viewer, facts } = policy;
  if (viewer === null) return { viewer, facts };
  const own_ = viewer.patientId === null ? null : viewer.patientId === policy.patientId ? patientId : randomUUID();
  // Nobody is of a team without an organisation to sign in for, and whoever is invited in person anew keeps the newest invitation alone.
  const newest = facts.invitations.findLast(({ team, revokedAt, until }) => !team && revokedAt === undefined && (until === null || until > now));
  const invitations = facts.invitations.filter((each) =>
    each.team ? viewer.kind === 'patient' || viewer.organisation !== null : each === newest || each.revokedAt !== undefined || (each.until !== null && each.until <= now));
  return { viewer: { ...viewer, accountId: randomUUID(), patientId: own_, email: viewer.email === null ? null : `${patientId}@example.test` }, facts: { ...facts, invitations } };
}

describe('ACS-2 to ACS-5, ACC-4, RES-3, SAR-1: what a room shows, by real databases, against the model of the requirements', () => {
  it(`shows exactly the rows that the model opens, in ${cases} random policies (seed ${seed})`, { timeout: 60_000 + cases * 200 }, async () => {
    const pick = seededGenerator(seed);
    const records = Array.from({ length: cases }, () => randomUUID());
    await world.sql('results', addReports, [records]);
    const rows = Map.groupBy(await world.sql<Item & { id: string; patient_id: string }>('results', "select id, patient_id, label, organisation, release_at > now() as delayed from report"), (row) => row.patient_id);
    let [shown, questions] = [0, 0];
    for (const patientId of records) {
      const now = new Date();
      const policy = randomPolicy(pick, now, hoursAway);
      const { viewer, facts } = inOneRecord(policy, patientId, now);
      const granted = viewer === null ? [] : await storePolicy(sharing, patientId, viewer, facts);
      const operation = oneOf(pick, operations);
      const copies = granted.filter((each) => each.startsWith('copy-')).map((each) => each.slice('copy-'.length));
      // Half of the downloads of who asked for a copy are of that copy: of one request, whatever else is open to them.
      const copy = operation === 'download' && copies.length > 0 && pick(2) === 0 ? pick(copies.length) : null;
      const access: Partial<AccessContext> = { now, ...(operation === 'read' ? {} : { purpose: operation }), ...(copy === null ? {} : { copyOf: copies[copy] ?? '' }) };
      const { data } = await world.ask(viewer, query, { id: patientId }, access);
      const seen = new Set(listOf(pickPath(data, 'patient', 'reports', 'edges')).map((edge) => textOf(pickPath(edge, 'node', 'id'))));
      // In the database a revoke has happened or has not; the model's facts say when.
      const told = { ...facts, invitations: facts.invitations.map(({ revokedAt, ...rest }) => (revokedAt === undefined ? rest : { ...rest, revokedAt: new Date(0) })) };
      const [asker, open] = copy === null || viewer === null ? [viewer, { ...told, requests: [] }] : [{ ...viewer, patientId: null }, { ...noFacts, requests: facts.requests.slice(copy, copy + 1) }];
      const ways = waysIn(asker, patientId, open, now);
      const expected = (rows.get(patientId) ?? []).filter((row) => doorsTo(ways, operation, row).length > 0).map(({ id }) => id);
      expect([...seen].toSorted(), `seed ${seed}: ${operation} ${JSON.stringify({ viewer, facts: told })}`).toEqual(expected.toSorted());
      shown += seen.size;
      questions += rows.get(patientId)?.length ?? 0;
    }
    console.info(`${cases} random policies in real databases, ${questions} rows asked for: ${shown} shown, 0 that the model does not open, 0 missing (seed ${seed})`);
    expect(shown).toBeGreaterThan(cases);
    expect(shown).toBeLessThan(questions / 2);
  });

  const viewed = Math.ceil(cases / 3);
  it(`ACS-7 shows the owner exactly what each of ${viewed} random people would see, but for what still waits (seed ${seed})`, { timeout: 60_000 + viewed * 400 }, async () => {
    const pick = seededGenerator(seed + 1);
    const records = Array.from({ length: viewed }, () => randomUUID());
    await world.sql('results', addReports, [records]);
    await world.sql('documents', addDocuments, [records]);
    await world.sql('appointments', addAppointments, [records]);
    const held = [...await world.sql<{ id: string }>('results', 'select id from report where release_at > now()'), ...await world.sql<{ id: string }>('documents', 'select id from document where release_at > now()')];
    const waiting = new Set(held.map(({ id }) => id));
    const idsOf = (data: unknown, list: (typeof lists)[number]): string[] => listOf(pickPath(data, 'patient', list, 'edges')).map((edge) => textOf(pickPath(edge, 'node', 'id'))).toSorted();
    let [compared, shown] = [0, { reports: 0, documents: 0, appointments: 0 }];
    for (const patientId of records) {
      const { viewer, facts } = inOneRecord(randomPolicy(pick, new Date(), hoursAway), patientId, new Date());
      // Who has not proved who they are sees nothing yet, nor do staff of the exchange: the owner sees what an invitation is for. No professional comes without an organisation.
      if (viewer === null || viewer.proofing === 'P5' || viewer.duties.length > 0 || (viewer.kind === 'professional' && viewer.organisation === null)) continue;
      const guest: Viewer = { ...viewer, patientId: null };
      // A team is looked through as a team, and what a flag wants is a reason of the day: neither is of one person.
      const forTheirKind = guest.kind === 'patient' ? { emergencies: [], reviews: [] } : { proxies: [], requests: [] };
      const personal = { ...facts, ...forTheirKind, invitations: facts.invitations.filter(({ team }) => !team), flagged: false };
      const granted = await storePolicy(sharing, patientId, guest, personal);
      // An invitation becomes the account's own at the first reading.
      const theirs = (await world.ask(guest, listsQuery, { id: patientId })).data;
      const owner: Viewer = { ...guest, kind: 'patient', proofing: 'P9', patientId, accountId: randomUUID(), organisation: null, role: null, duties: [], email: null };
      const readers = listOf(pickPath((await world.ask(owner, readersQuery)).data, 'me', 'patient', 'readers'));
      const reader = readers.find((each) => listOf(pickPath(each, 'ids')).some((id) => granted.includes(textOf(id))));
      if (reader === undefined) continue;
      const { data } = await world.ask(owner, listsQuery, { id: patientId }, { viewAs: textOf(pickPath(reader, 'id')) });
      for (const list of lists) {
        const [seen, expected] = [idsOf(data, list), idsOf(theirs, list).filter((id) => !waiting.has(id))];
        const about = `seed ${seed}: ${list} ${JSON.stringify({ guest, facts: personal, reader })}`;
        expect(seen, `${about}`).toEqual(expected);
        expect(pickPath(data, 'patient', `few_${list}`, 'pageInfo', 'hasNextPage'), `${about}`).toBe(expected.length > few);
        shown = { ...shown, [list]: shown[list] + seen.length };
      }
      compared += 1;
    }
    console.info(`view as: ${compared} of ${viewed} random people, ${JSON.stringify(shown)} rows, each time those that the person sees and nothing that waits (seed ${seed})`);
    expect(compared).toBeGreaterThan(viewed / 6);
    for (const list of lists) expect(shown[list], `${list}`).toBeGreaterThan(compared);
  });
});
