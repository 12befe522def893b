import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allLabels } from '../names.ts';
import { openRoomServer, type RoomServer } from '../testing/room-server.ts';
import type { PassContent } from '../testing/sign-pass.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { migrate } from './migrate.ts';
import { passPolicySql, passVerificationSql, unhexSql } from './pass-verification.ts';
import { passwordSetting } from './roles.ts';
import { acceptWritePasses, writePolicySql } from './write-pass.ts';

const table = `note_${randomUUID().replaceAll('-', '')}`;
const [patient, foreign, author] = [randomUUID(), randomUUID(), testViewer.accountId];
let server: RoomServer;
let service: Client;

beforeAll(async () => {
  server = await openRoomServer();
  const owner = await server.connect('results', 'owner');
  try {
    const installed = await owner.query<{ read: string | null; written: string | null }>("select to_regprocedure('pass.verified()') as read, to_regprocedure('pass.writes()') as written");
    if (installed.rows[0]?.read === null) await owner.query(unhexSql + passVerificationSql('results'));
    const { host, port } = server.administrator;
    const connection = { host, port, database: 'cie_results', user: 'results_owner', password: server.settings[passwordSetting('results', 'owner')] ?? '' };
    if (installed.rows[0]?.written === null) await migrate(connection, [acceptWritePasses('results')]);
    await owner.query(`
      create table ${table} (
        patient_id uuid not null, id uuid not null default gen_random_uuid(), organisation text not null, label smallint not null,
        release_at timestamptz not null default '-infinity', author_id uuid, words text, primary key (patient_id, id));
      ${passPolicySql('results', table)}
      ${writePolicySql('results', table, { purpose: 'record-measurement', operations: ['insert', 'update'], own: true })}
      ${writePolicySql('results', table, { purpose: 'release-result', operations: ['update'], own: false })}
      grant insert, update (words, patient_id, label, organisation, author_id) on ${table} to results_service;`);
  } finally {
    await owner.end();
  }
  service = await server.connect('results', 'service');
});

afterAll(async () => {
  await service.end();
  const owner = await server.connect('results', 'owner');
  await owner.query(`drop table ${table}`);
  await owner.end();
});

const read: PassContent = { room: 'results', patient, delayed: true };
const write: PassContent = { room: 'results', patient, purpose: 'record-measurement', organisations: ['PATIENT'] };
const row = { patient_id: patient, organisation: 'PATIENT', label: 0, author_id: author as string | null, words: 'as entered' };

/** Runs one statement under these passes and leaves no trace; resolves to how many rows it touched. */
async function under(passes: readonly string[], sql: string, parameters: readonly unknown[]): Promise<number> {
  await service.query('begin');
  try {
    await service.query("select set_config('cie.pass', $1, true)", [passes.join(' ')]);
    return (await service.query(sql, [...parameters])).rowCount ?? 0;
  } finally {
    await service.query('rollback');
  }
}

const insert = (passes: readonly PassContent[], change: Partial<typeof row> = {}): Promise<number> => {
  const values = { ...row, ...change };
  return under(passes.map((each) => server.sign(each)), `insert into ${table} (patient_id, organisation, label, author_id, words) values ($1, $2, $3, $4, $5)`, Object.values(values));
};

/** A row that a hospital filed, by the feed's role. */
async function filed(change: Partial<typeof row> = {}): Promise<string> {
  const feed = await server.connect('results', 'feed');
  try {
    const { rows } = await feed.query<{ id: string }>(
      `insert into ${table} (patient_id, organisation, label, author_id, words) values ($1, $2, $3, $4, $5) returning id`, Object.values({ ...row, ...change }));
    return rows[0]?.id ?? '';
  } finally {
    await feed.end();
  }
}

const refused = /row-level security/;

describe('the database writes what a write pass is for, and nothing else', () => {
  it('under the pass: the own row of this patient', async () => {
    expect(await insert([write])).toBe(1);
  });

  it.each<readonly [string, readonly PassContent[], Partial<typeof row>]>([
    ['no pass', [], {}],
    ['a pass to read', [read], {}],
    ['a pass to read everything, its audience dressed up', [{ ...read, organisations: '*' }], {}],
    ['a write pass for another purpose', [{ ...write, purpose: 'release-result' }], {}],
    ['a write pass of another room', [{ ...write, room: 'documents' }], {}],
    ['another patient', [write], { patient_id: foreign }],
    ['a label that the pass does not name', [{ ...write, labels: [1, 2, 3] }], {}],
    ['an organisation that the pass does not name', [write], { organisation: 'RYJ' }],
    ["another author's name", [write], { author_id: randomUUID() }],
    ['nobody as author', [write], { author_id: null }],
    ['an expired pass', [{ ...write, expiresAt: new Date(Date.now() - 1) }], {}],
  ])('refuses %s', async (_what, passes, change) => {
    await expect(insert(passes, change)).rejects.toThrow(refused);
  });

  it('refuses a pass whose purpose was changed after signing', async () => {
    const forged = server.sign({ ...write, purpose: 'release-result' }).replace('release-result', 'record-measurement');
    await expect(under([forged], `insert into ${table} (patient_id, organisation, label, author_id) values ($1, $2, $3, $4)`, [patient, 'PATIENT', 0, author])).rejects.toThrow(refused);
  });

  it('changes own rows only, and lets nobody move one to another author, patient or label (RES-6)', async () => {
    const [own, others] = [await filed(), await filed({ author_id: randomUUID() })];
    const passes = [server.sign(read), server.sign({ ...write, labels: [0] })];
    const change = (id: string, set: string): Promise<number> => under(passes, `update ${table} set ${set} where patient_id = $1 and id = $2`, [patient, id]);
    expect(await change(own, "words = 'put right'")).toBe(1);
    expect(await change(others, "words = 'put right'")).toBe(0);
    for (const set of [`author_id = '${randomUUID()}'`, `patient_id = '${foreign}'`, 'label = 1', "organisation = 'RYJ'"]) {
      await expect(change(own, set)).rejects.toThrow(refused);
    }
  });

  it('changes an item of the organisations that the pass names, and no other', async () => {
    const [ours, theirs] = [await filed({ organisation: 'RAS', author_id: null }), await filed({ organisation: 'RYJ', author_id: null })];
    const passes = [server.sign(read), server.sign({ ...write, purpose: 'release-result', organisations: ['RAS', 'RQM'], labels: allLabels })];
    const change = (id: string): Promise<number> => under(passes, `update ${table} set words = 'released' where patient_id = $1 and id = $2`, [patient, id]);
    expect(await change(ours)).toBe(1);
    expect(await change(theirs)).toBe(0);
  });

  it('opens nothing to reading by a write pass alone', async () => {
    const id = await filed();
    expect(await under([server.sign(write)], `select from ${table} where patient_id = $1 and id = $2`, [patient, id])).toBe(0);
    expect(await under([server.sign(read)], `select from ${table} where patient_id = $1 and id = $2`, [patient, id])).toBe(1);
  });
});
