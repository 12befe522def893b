import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAs, professionalOf, waitingScan } from '../testing/professionals.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
let service: Client;
let feed: Client;
beforeAll(async () => {
  test = await openTestRoom();
  [service, feed] = [await test.server.connect('results', 'service'), await test.server.connect('results', 'feed')];
});
afterAll(async () => {
  await Promise.all([service.end(), feed.end()]);
  await test.close();
});

const { general, sexualHealth, mentalHealth, socialCare } = Label;
const moving = { room: 'results', purpose: 'move-report' } as const;
const sign = (patient: string, more: Partial<PassContent> = {}): string => test.server.sign({ room: 'results', patient, ...more });
const ownPasses = (patient: string): string => `${sign(patient)} ${sign(patient, moving)}`;
const firstReport = async (patient: string, pass = sign(patient)): Promise<string> =>
  String(pick(await readPatient(test.room, { patientId: patient, pass, selection: 'reports { edges { node { id } } }' }), 'reports', 'edges', 0, 'node', 'id'));

interface Move {
  readonly id: string;
  readonly label: string;
  readonly pass?: string;
  readonly viewer?: typeof testViewer;
}
const move = (patientId: string, { id, label, pass = ownPasses(patientId), viewer = testViewer }: Move): Promise<unknown> =>
  changeRecord(test.room, { patientId, pass, viewer, declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveReport(reportId: $id, label: $label) { id label observations { id } }' });

const history = async (patientId: string, id: string, pass = sign(patientId)): Promise<unknown> =>
  pick(await readPatient(test.room, { patientId, pass, selection: `report(id: "${id}") { labelHistory { label since by } }` }), 'report', 'labelHistory');

const parts = ['observation', 'observation_version', 'report_attachment', 'release_decision', 'waiting_report'] as const;

/** The labels of a record's rows, of all tables that a report has a part in. */
async function labels(patient: string): Promise<Record<string, number[]>> {
  const found: Record<string, number[]> = {};
  for (const table of ['report', ...parts]) {
    const { rows } = await feed.query<{ labels: number[] }>(`select coalesce(array_agg(distinct label), '{}') as labels from ${table} where patient_id = $1`, [patient]);
    found[table] = rows[0]?.labels ?? [];
  }
  return found;
}

/** A corrected laboratory report, and a scan with a file, whose wait a professional has made longer. */
async function filled(): Promise<{ readonly patient: string; readonly blood: string; readonly scan: string }> {
  const patient = randomUUID();
  await test.file(patient, { filler: 'A', issuedAt: '202604010900' });
  await test.file(patient, { filler: 'A', issuedAt: '202604011000', lines: ['OBX|1|NM|K^Potassium^L||5.10|mmol/L|||||C'] });
  const blood = await firstReport(patient);
  await test.file(patient, { ...waitingScan, filler: 'B', lines: [...waitingScan.lines, `OBX|2|ED|PDF^Report^L||^AP^PDF^Base64^${Buffer.from('%PDF-1.7').toString('base64')}||||||F`] });
  const scan = await firstReport(patient, sign(patient, { delayed: true }));
  await decideAs(test, professionalOf('RYJ'), patient).make('extendDelay', scan, { days: 1 });
  return { patient, blood, scan };
}

describe('ACS-1 the patient moves a report to another label', () => {
  it('with its tests, their history, its files, decisions and the notice that it waits', async () => {
    const { patient, blood, scan } = await filled();
    expect(await move(patient, { id: blood, label: 'MENTAL_HEALTH' })).toMatchObject({ moveReport: { id: blood, label: 'MENTAL_HEALTH', observations: [{}] } });
    const both = [general, mentalHealth];
    expect(await labels(patient)).toEqual({ report: both, observation: both, observation_version: [mentalHealth], report_attachment: [general], release_decision: [general], waiting_report: [general] });
    // Of a report that waits the patient knows no id; whoever moves it for them by SQL moves all of it.
    await feed.query('begin');
    await feed.query('update report set label = $3 where patient_id = $1 and id = $2', [patient, scan, socialCare]);
    await feed.query('commit');
    expect(await labels(patient)).toEqual({
      report: [mentalHealth, socialCare], observation: [mentalHealth, socialCare], observation_version: [mentalHealth], report_attachment: [socialCare], release_decision: [socialCare], waiting_report: [socialCare],
    });
  });

  it('and readers without the label lose all of it with the next pass, and get it back with the move back', async () => {
    const { patient, blood } = await filled();
    const seen = async (): Promise<unknown> =>
      readPatient(test.room, { patientId: patient, pass: sign(patient, { labels: [general], door: 'invited' }), selection: 'reports(first: 1) { edges { node { id } } pageInfo { hasNextPage endCursor } } trend(code: "K") { unit }' });
    const before = await seen();
    expect(JSON.stringify(before)).toContain(blood);
    await move(patient, { id: blood, label: 'SEXUAL_HEALTH' });
    expect(await seen()).toEqual({ reports: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } }, trend: [] });
    await move(patient, { id: blood, label: 'GENERAL' });
    expect(await seen()).toEqual(before);
  });

  it('and keeps when it had which label, and by whom', async () => {
    const { patient, blood } = await filled();
    await move(patient, { id: blood, label: 'SEXUAL_HEALTH' });
    await move(patient, { id: blood, label: 'SEXUAL_HEALTH' });
    await move(patient, { id: blood, label: 'SOCIAL_CARE' });
    const now = Date.now();
    const found = (await history(patient, blood)) as readonly { since: string }[];
    expect(found).toMatchObject([{ label: 'GENERAL', by: 'RULE' }, { label: 'SEXUAL_HEALTH', by: 'PATIENT' }, { label: 'SOCIAL_CARE', by: 'PATIENT' }]);
    const times = found.map(({ since }) => new Date(since).getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(Math.abs(now - (times.at(-1) ?? 0))).toBeLessThan(60_000);
  });

  it('and shows that to nobody else, in the graph or by SQL', async () => {
    const { patient, blood } = await filled();
    await move(patient, { id: blood, label: 'SEXUAL_HEALTH' });
    expect(await history(patient, blood, sign(patient, { door: 'proxy' }))).toBeNull();
    for (const [pass, rows] of [[sign(patient), 1], [sign(patient, { door: 'proxy' }), 0], [sign(patient, { door: 'own-organisation', delayed: true }), 0], [sign(randomUUID()), 0], ['', 0]] as const) {
      expect([pass.split('|')[4], (await under(pass, 'select from report_label_change where patient_id = $1', [patient])).rowCount]).toEqual([pass.split('|')[4], rows]);
    }
  });
});

/** One statement of the service's role under these passes, undone. */
async function under(pass: string, sql: string, parameters: readonly unknown[]) {
  await service.query('begin');
  try {
    await service.query("select set_config('cie.pass', $1, true)", [pass]);
    return await service.query(sql, [...parameters]);
  } finally {
    await service.query('rollback');
  }
}

describe('ACS-1 what a sender says later', () => {
  it.each([
    ['a correction', { issuedAt: '202604011100', lines: ['OBX|1|NM|K^Potassium^L||5.20|mmol/L|||||C'] }],
    ['a test that the rules call sexual health', { issuedAt: '202604011100', lines: ['OBX|1|NM|K^Potassium^L||5.10|mmol/L|||||F', 'OBX|2|ST|HIV^HIV antibody^L||Not detected||||||F'] }],
    ['a file', { issuedAt: '202604011100', lines: [`OBX|2|ED|PDF^Report^L||^AP^PDF^Base64^${Buffer.from('%PDF-1.7 2').toString('base64')}||||||F`] }],
  ])('does not move it back: %s', async (_what, plan) => {
    for (const [chosen, stored] of [['MENTAL_HEALTH', mentalHealth], ['GENERAL', general]] as const) {
      const { patient, blood } = await filled();
      await move(patient, { id: blood, label: 'SOCIAL_CARE' });
      await move(patient, { id: blood, label: chosen });
      await feed.query('delete from waiting_report where patient_id = $1', [patient]);
      await test.file(patient, { filler: 'A', ...plan });
      const { rows } = await feed.query<{ label: number }>(
        `select label from report where patient_id = $1 and id = $2 union all select label from observation where patient_id = $1 and report_id = $2
         union all select v.label from observation_version v join observation o on o.patient_id = v.patient_id and o.id = v.observation_id where v.patient_id = $1 and o.report_id = $2
         union all select label from report_attachment where patient_id = $1 and report_id = $2`, [patient, blood]);
      expect(rows.length).toBeGreaterThan(2);
      expect(new Set(rows.map(({ label }) => label))).toEqual(new Set([stored]));
      expect(await history(patient, blood)).toHaveLength(3);
    }
  });

  it('changes the label by the rules as long as the patient has not chosen, and that is noted', async () => {
    const { patient, blood } = await filled();
    await test.file(patient, { filler: 'A', issuedAt: '202604011100', lines: ['OBX|2|ST|HIV^HIV antibody^L||Not detected||||||F'] });
    expect(await history(patient, blood)).toMatchObject([{ label: 'GENERAL', by: 'RULE' }, { label: 'SEXUAL_HEALTH', by: 'RULE' }]);
    expect((await labels(patient)).observation).toEqual([general, sexualHealth]);
  });

  it('does not choose for the patient, whatever a statement of the feed says', async () => {
    const { patient, blood } = await filled();
    await move(patient, { id: blood, label: 'MENTAL_HEALTH' });
    await feed.query('update report set chosen_label = null, label = 0 where patient_id = $1 and id = $2', [patient, blood]);
    await feed.query('update observation set label = 0 where patient_id = $1 and report_id = $2', [patient, blood]);
    const { rows } = await feed.query('select r.label, r.chosen_label, o.label as part from report r join observation o on o.patient_id = r.patient_id and o.report_id = r.id where r.patient_id = $1 and r.id = $2', [patient, blood]);
    expect(rows).toEqual([{ label: mentalHealth, chosen_label: mentalHealth, part: mentalHealth }]);
  });
});

describe('ACS-1, abuse case 11: nobody but the patient moves anything', () => {
  const carer = { ...testViewer, accountId: randomUUID() };
  it.each<readonly [string, string, (patient: string) => Partial<Move>]>([
    ['somebody who acts for the patient', 'CHANGE_NOT_ALLOWED', (patient) => ({ viewer: carer, pass: `${sign(patient, { viewer: carer.accountId, door: 'proxy' })} ${sign(patient, { ...moving, viewer: carer.accountId, door: 'proxy' })}` })],
    ['a professional', 'CHANGE_NOT_ALLOWED', () => ({ viewer: professionalOf('RYJ') })],
    ['the patient, for another report', 'REPORT_UNKNOWN', () => ({ id: randomUUID() })],
    ['the patient, for what is no id', 'REPORT_UNKNOWN', () => ({ id: 'A' })],
  ])('%s', async (_who, code, change) => {
    const { patient, blood } = await filled();
    await expect(move(patient, { id: blood, label: 'SEXUAL_HEALTH', ...change(patient) })).rejects.toMatchObject({ code });
    expect((await labels(patient)).observation).toEqual([general]);
  });

  it("2: the patient, for somebody else's report or one that waits, as for one that does not exist", async () => {
    const [own, other] = [await filled(), await filled()];
    for (const id of [other.blood, own.scan]) await expect(move(own.patient, { id, label: 'SEXUAL_HEALTH' })).rejects.toMatchObject({ code: 'REPORT_UNKNOWN' });
  });

  it('26, 27, 30: the database refuses any other pass, author, label or column', async () => {
    const { patient, blood, scan } = await filled();
    const other = await filled();
    const insert = 'insert into report_label_change (patient_id, item_id, given, author_id) values ($1, $2, $3, $4)';
    const me = testViewer.accountId;
    const both = ownPasses(patient);
    expect((await under(both, insert, [patient, blood, 1, me])).rowCount).toBe(1);
    const refused: readonly (readonly [pass: string, values: readonly unknown[]])[] = [
      [sign(patient), [patient, blood, 1, me]],
      [sign(patient, moving), [patient, blood, 1, me]],
      [`${sign(patient)} ${sign(patient, { ...moving, labels: [0] })}`, [patient, blood, 1, me]],
      [`${sign(patient)} ${sign(patient, { ...moving, organisations: ['RYJ'] })}`, [patient, blood, 1, me]],
      [`${sign(patient)} ${sign(patient, { ...moving, purpose: 'move-care-item' })}`, [patient, blood, 1, me]],
      [`${sign(patient)} ${sign(patient, { ...moving, expiresAt: new Date(Date.now() - 1) })}`, [patient, blood, 1, me]],
      [both, [patient, blood, 1, randomUUID()]],
      [both, [patient, blood, 1, null]],
      [both, [patient, scan, 1, me]],
      [both, [patient, scan, 0, me]],
      [both, [patient, randomUUID(), 1, me]],
      [both, [other.patient, other.blood, 1, me]],
      [both, [patient, other.blood, 1, me]],
    ];
    for (const [pass, values] of refused) await expect(under(pass, insert, values)).rejects.toThrow(/row-level security/);
    for (const sql of ['update report set label = 1', 'update report set chosen_label = 1', 'update report_label_change set given = 2', 'delete from report_label_change', "insert into report_label_change (patient_id, item_id, was, given, author_id) values (gen_random_uuid(), gen_random_uuid(), 0, 1, gen_random_uuid())"]) {
      await expect(under(both, sql, [])).rejects.toThrow(/permission denied/);
    }
    await expect(feed.query('delete from report_label_change')).rejects.toThrow(/permission denied/);
  });

  it('a label is one of four: the database refuses a row with none or another, whoever writes it', async () => {
    const { patient, blood } = await filled();
    for (const label of [-1, 4, null]) {
      await expect(feed.query('update report set label = $3 where patient_id = $1 and id = $2', [patient, blood, label])).rejects.toThrow(/one_of_four_labels|not-null/);
      await expect(feed.query("insert into measurement (patient_id, id, organisation, label, author_id, author, kind, value, measured_at) values ($1, $1, 'PATIENT', $2, $1, 'A', 0, 1, now())", [patient, label])).rejects.toThrow(/one_of_four_labels|not-null/);
    }
    for (const label of [0, 3]) expect((await feed.query('update report set label = $3 where patient_id = $1 and id = $2', [patient, blood, label])).rowCount).toBe(1);
  });
});
