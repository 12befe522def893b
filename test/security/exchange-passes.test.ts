import { recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import { signPass, type PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, radiology, registration, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
/** Two people with something in every table. */
let [one, other] = ['', ''];
const clients = new Map<RecordRoom, Client>();

beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  const people = [newPerson(), newPerson()];
  for (const person of people) {
    const [issued, order] = [ago(2), 'CORRECTED'];
    await own.deliver(
      registration(person), letter(person, { written: ago(2), text: 'A letter' }), visit(person, { start: ago(-2), clinic: 'Clinic' }),
      radiology(person, { issued, text: 'Waits' }).concat(`\rOBX|2|ED|PDF^Report^TEST||^AP^PDF^Base64^${Buffer.from('%PDF-1.7').toString('base64')}||||||F`), laboratory(person, { order, issued, tests: [{ code: 'K', value: '4.1' }] }),
    );
    await own.deliver(laboratory(person, { order, issued: ago(1), tests: [{ code: 'K', value: '5.1' }] }).replace(/\|LAB\|F/, '|LAB|C'));
  }
  [one = '', other = ''] = await Promise.all(people.map(async ({ nhsNumber }) => (await own.sql<{ id: string }>('cie_identity', 'select id from patient where nhs_number = $1', [nhsNumber]))[0]?.id));
  // So that what became of labels has rows too.
  for (const [database, item] of [['cie_results', 'report'], ['cie_documents', 'document'], ['cie_appointments', 'appointment']] as const) {
    for (const label of [1, 0]) await own.sql(database, `update ${item} set label = ${label} where patient_id in ($1, $2)`, [one, other]);
  }
  for (const room of recordRooms) clients.set(room, await own.connect(room, 'service'));
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await own.close();
});

interface Table {
  readonly name: string;
  readonly guarded: boolean;
  readonly forced: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** Every table of a room, as the catalogue knows it. */
async function tablesOf(room: RecordRoom): Promise<readonly Table[]> {
  return await own.sql<Table & Record<string, unknown>>(`cie_${room}`, `
    select c.relname as name, c.relrowsecurity as guarded, c.relforcerowsecurity as forced,
      has_table_privilege('${room}_service', c.oid, 'select') or has_any_column_privilege('${room}_service', c.oid, 'select') as readable,
      has_table_privilege('${room}_service', c.oid, 'insert, update, delete, truncate') or has_any_column_privilege('${room}_service', c.oid, 'insert, update') as writable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`);
}

/** Tables that hold nothing of any person: what a new table must be, or be guarded. */
const ofNobody = new Set(['migrations', 'key', 'delay_policy', 'file_key', 'outbound_route']);

/** What the service's role reads of nobody: whether a hospital takes requests. */
const readByAnswers: Readonly<Record<RecordRoom, readonly string[]>> = { identity: [], results: [], documents: [], appointments: ['outbound_route'] };

/** What people write, under write passes and by column; each room's own tests say what they may. */
const writtenByPeople: Readonly<Record<RecordRoom, readonly string[]>> = {
  identity: [],
  results: ['care_item', 'care_item_label_change', 'measurement', 'release_decision', 'report_label_change', 'report_opening'],
  documents: ['document', 'document_label_change', 'upload'],
  appointments: ['appointment_label_change', 'appointment_request'],
};

/** Tables that these two people have nothing in: hospitals file it by other messages, or people enter it. */
const emptyHere = new Set(['care_item', 'care_item_label_change', 'care_item_version', 'measurement', 'measurement_version', 'release_decision', 'upload', 'appointment_request']);

/** Rows of a table that the service's role sees with these passes set. */
async function rowsSeen(room: RecordRoom, table: string, passes: string): Promise<{ patient_id: string }[]> {
  const client = clients.get(room);
  if (client === undefined) throw new Error('no connection');
  await client.query('begin');
  try {
    await client.query("select set_config('cie.pass', $1, true)", [passes]);
    return (await client.query<{ patient_id: string }>(`select patient_id from "${table}"`)).rows;
  } finally {
    await client.query('rollback');
  }
}

const readableTables = async (room: RecordRoom): Promise<string[]> => (await tablesOf(room)).filter((table) => table.readable && !ofNobody.has(table.name)).map((table) => table.name);
const signed = (content: PassContent, keyOf: RecordRoom = content.room): string => signPass(requiredKey(own.settings, `CIE_PASS_KEY_${keyOf.toUpperCase()}`, 32), content);

describe.each(recordRooms)('the database of %s, asked directly as its service\'s role', (room) => {
  it('forces row-level security on every table that holds anything of a person, and lets the service write what people write', async () => {
    const tables = await tablesOf(room);
    expect(tables.filter(({ name, guarded, forced }) => !ofNobody.has(name) && !(guarded && forced)).map(({ name }) => name)).toEqual([]);
    expect(tables.filter(({ writable }) => writable).map(({ name }) => name)).toEqual(writtenByPeople[room]);
    expect(tables.filter(({ name, readable }) => readable && ofNobody.has(name)).map(({ name }) => name)).toEqual(readByAnswers[room]);
    expect((await readableTables(room)).length).toBeGreaterThan(0);
    const withPatient = await own.sql<{ name: string }>(`cie_${room}`, "select table_name as name from information_schema.columns where column_name = 'patient_id' and table_schema = 'public'");
    expect(withPatient.map(({ name }) => name).filter((name) => ofNobody.has(name))).toEqual([]);
  });

  it('shows every row of one patient to a genuine pass, and none of anybody else (so that the zeros below mean something)', async () => {
    for (const table of await readableTables(room)) {
      const all = await own.sql<{ count: number }>(`cie_${room}`, `select count(*)::int as count from "${table}" where patient_id = $1`, [one]);
      expect([table, emptyHere.has(table) || (all[0]?.count ?? 0) > 0]).toEqual([table, true]);
      const rows = await rowsSeen(room, table, signed({ room, patient: one, delayed: true }));
      expect(rows, `${table}`).toHaveLength(all[0]?.count ?? -1);
      expect(rows.every((row) => row.patient_id === one)).toBe(true);
    }
  });

  const body = (pass: string): string => pass.slice(0, pass.lastIndexOf('|'));
  const passes: readonly (readonly [string, () => string])[] = [
    ['without a pass', () => ''],
    ['with a forged pass: another key', () => signPass(Buffer.alloc(32, 7), { room, patient: one, delayed: true })],
    ['with a forged pass: a signature of zeros', () => `${body(signed({ room, patient: one, delayed: true }))}|${'0'.repeat(64)}`],
    ['with a forged pass: no signature', () => body(signed({ room, patient: one, delayed: true }))],
    ['with a forged pass: the patient changed', () => signed({ room, patient: one, delayed: true }).replace(one, other)],
    ['with a forged pass: the labels widened', () => signed({ room, patient: one, labels: [], delayed: true }).replace('|self||', '|self|0,1,2,3|')],
    ['with a forged pass: the expiry put off', () => signed({ room, patient: one, delayed: true, expiresAt: new Date(Date.now() - 1000) }).replace(/\|\d{13}\|/, `|${Date.now() + 20_000}|`)],
    ['with a forged pass: an unknown key id', () => signed({ room, patient: one, delayed: true, keyId: '2' })],
    ["with a pass that says it is of this room, signed with another room's key", () => signed({ room, patient: one, delayed: true }, recordRooms.find((each) => each !== room))],
    ['with an expired pass', () => signed({ room, patient: one, delayed: true, expiresAt: new Date(Date.now() - 1) })],
    ['with a pass of ten minutes ago (a clock that is wrong)', () => signed({ room, patient: one, delayed: true, expiresAt: new Date(Date.now() - 600_000) })],
    ['with the signed refusal: no label, no organisation', () => signed({ room, patient: one, labels: [], organisations: [], delayed: true })],
    ['with a pass for a patient who does not exist', () => signed({ room, patient: '00000000-0000-4000-8000-000000000000', delayed: true })],
    ['with text that is no pass', () => "v1|| ' or true --|||||||||||"],
    ...recordRooms.filter((each) => each !== room).map((each) => [`with a genuine pass of ${each}`, () => signed({ room: each, patient: one, delayed: true })] as const),
  ];

  it.each(passes)('%s: zero rows in every table (abuse cases 27, 30)', async (_what, pass) => {
    for (const table of await readableTables(room)) expect(await rowsSeen(room, table, pass()), `${table}`).toEqual([]);
  });

  it('keeps a pass within its transaction: the pooled connection shows nothing afterwards (abuse case 27)', async () => {
    for (const table of await readableTables(room)) {
      expect([table, emptyHere.has(table) || (await rowsSeen(room, table, signed({ room, patient: one, delayed: true }))).length > 0]).toEqual([table, true]);
      const after = await clients.get(room)?.query(`select patient_id from "${table}"`);
      expect(after?.rows).toEqual([]);
    }
  });

  it('lets the service neither read keys, nor become another role, nor switch the guard off', async () => {
    const client = clients.get(room);
    const [table = ''] = await readableTables(room);
    for (const statement of [
      'select * from pass.key', 'select pass.verified()', `set role ${room}_owner`, `set role ${room}_feed`, 'set role postgres', 'set session authorization postgres',
      `alter table ${table} disable row level security`, `alter table ${table} no force row level security`, `drop policy read_with_pass on ${table}`,
      `create policy mine on ${table} for select using (true)`, `create function public.mine() returns int language sql as 'select 1'`,
      `create or replace function pass.patients() returns uuid[] language sql as 'select null::uuid[]'`, `copy ${table} to '/tmp/stolen'`, 'create schema mine',
    ]) {
      await expect(client?.query(statement), `${statement}`).rejects.toThrow(/permission denied|must be owner|not exist/);
    }
    // With row security off PostgreSQL refuses to answer a query that a policy would have cut, rather than show its rows.
    await client?.query('begin; set local row_security = off');
    await expect(client?.query(`select * from ${table}`)).rejects.toThrow(/row-level security/);
    await client?.query('rollback');
  });
});

describe('abuse case 30: what a genuine pass leaves out', () => {
  it('is not shown: labels, organisations, and what still waits', async () => {
    const seen = async (content: Partial<PassContent>) => (await rowsSeen('results', 'report', signed({ room: 'results', patient: one, ...content }))).length;
    expect(await seen({ delayed: true })).toBe(2);
    expect(await seen({ delayed: false })).toBe(1);
    expect(await seen({ delayed: true, labels: [1, 2, 3] })).toBe(0);
    expect(await seen({ delayed: true, organisations: ['RQM', 'RAS'] })).toBe(0);
    expect(await seen({ delayed: true, organisations: ['RYJ'] })).toBe(2);
  });
});
