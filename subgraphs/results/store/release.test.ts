import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import { signPass } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAs, professionalOf, realDaysAgo, releaseFields, waitingScan } from '../testing/professionals.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
let feed: Client;
let service: Client;
beforeAll(async () => {
  test = await openTestRoom();
  feed = await test.server.connect('results', 'feed');
  service = await test.server.connect('results', 'service');
});
afterAll(async () => {
  await Promise.all([feed.end(), service.end()]);
  await test.close();
});

const clinician = professionalOf('RYJ');
const pdf = Buffer.from('%PDF-1.7\na scan, made up\n%%EOF\n').toString('base64');
const withFile = { ...waitingScan, lines: [...waitingScan.lines, `OBX|2|ED|PDF^Scan report^L||^AP^PDF^Base64^${pdf}||||||F`] };

/** A scan that waits, with history, a file and a notice. */
async function fileScan(more: Parameters<TestRoom['file']>[1] = {}): Promise<{ patient: string; report: string }> {
  const patient = randomUUID();
  await test.file(patient, { ...waitingScan, issuedAt: realDaysAgo(3), lines: ['OBX|1|TX|CXR^Chest X-ray^L||Lungs almost clear.||||||F'] });
  await test.file(patient, { ...withFile, ...more });
  const { rows } = await feed.query<{ id: string }>("select id from report where patient_id = $1 and organisation = 'RYJ'", [patient]);
  return { patient, report: rows[0]?.id ?? '' };
}

const guarded = ['report', 'observation', 'observation_version', 'report_attachment', 'release_decision'];

/** Release times of every row that belongs to the report; one when all moved together. */
async function times(patient: string): Promise<(string | undefined)[]> {
  const parts = guarded.map((table) => `select release_at as at from ${table} where patient_id = $1`);
  const { rows } = await feed.query<{ at: Date }>(`select distinct at from (${[...parts, 'select available_from from waiting_report where patient_id = $1'].join(' union all ')}) all_rows`, [patient]);
  return rows.map(({ at }) => at.toISOString());
}

const own = 'reports { edges { node { id text attachments { mediaType content } release { releasedEarly decisions { kind who reason } } } } } waitingReports { kind }';
const seenByPatient = async (patient: string) => (await test.ask<Record<string, unknown>>(patient, own)).patient;

describe('RES-4 early release', () => {
  it('opens report, words, history and file to the patient at once, and says by whom, not why', async () => {
    const { patient, report } = await fileScan();
    expect(await seenByPatient(patient)).toMatchObject({ reports: { edges: [] } });
    const made = await decideAs(test, clinician, patient).make('releaseReport', report);
    expect(made).toMatchObject({
      releaseReport: {
        id: report,
        release: {
          releasedEarly: true, extended: false, mayRelease: false, mayExtend: false,
          decisions: [{ kind: 'RELEASED', who: 'Dr Wilhelmina Ash', role: 'Consultant', organisation: { odsCode: 'RYJ' }, reason: 'Told in clinic' }],
        },
      },
    });
    expect(await seenByPatient(patient)).toMatchObject({
      reports: { edges: [{ node: { text: 'Lungs clear.', attachments: [{ mediaType: 'application/pdf', content: pdf }], release: { releasedEarly: true, decisions: [{ kind: 'RELEASED', who: 'Dr Wilhelmina Ash', reason: null }] } } }] },
    });
    expect(await times(patient)).toHaveLength(1);
    const { rows } = await feed.query('select 1 from observation_version where patient_id = $1 and release_at <= now()', [patient]);
    expect(rows).toHaveLength(1);
  });

  it('holds when a correction follows, with a file of its own', async () => {
    const { patient, report } = await fileScan();
    await decideAs(test, clinician, patient).make('releaseReport', report);
    const corrected = Buffer.from('%PDF-1.7\ncorrected, made up\n').toString('base64');
    await test.file(patient, { ...waitingScan, issuedAt: realDaysAgo(0), status: 'C', lines: ['OBX|1|TX|CXR^Chest X-ray^L||A small shadow.||||||C', `OBX|2|ED|PDF^Scan report^L||^AP^PDF^Base64^${corrected}||||||C`] });
    expect(await seenByPatient(patient)).toMatchObject({ reports: { edges: [{ node: { text: 'A small shadow.', attachments: [{ content: corrected }] } }] } });
    expect(await times(patient)).toHaveLength(1);
  });

  it.each([
    ['an empty reason', { reason: '  ' }, 'RELEASE_REASON_INVALID'],
    ['a reason of more than 1,000 characters', { reason: 'x'.repeat(1001) }, 'RELEASE_REASON_INVALID'],
  ])('refuses %s', async (_name, more, code) => {
    const { patient, report } = await fileScan();
    await expect(decideAs(test, clinician, patient).make('releaseReport', report, more)).rejects.toMatchObject({ code });
  });

  it('refuses what is not final, what does not wait, and what there is not', async () => {
    const preliminary = await fileScan({ status: 'P', issuedAt: realDaysAgo(1), lines: ['OBX|1|TX|CXR^Chest X-ray^L||Early.||||||P'] });
    const fresh = randomUUID();
    await test.file(fresh, { ...waitingScan, status: 'P', lines: ['OBX|1|TX|CXR^Chest X-ray^L||Early.||||||P'] });
    const { rows } = await feed.query<{ id: string }>('select id from report where patient_id = $1', [fresh]);
    await expect(decideAs(test, clinician, fresh).make('releaseReport', rows[0]?.id ?? '')).rejects.toMatchObject({ code: 'RELEASE_NOT_POSSIBLE' });
    // A final version stands there already: what is preliminary came late and changed nothing.
    await expect(decideAs(test, clinician, preliminary.patient).make('releaseReport', preliminary.report)).resolves.toBeDefined();
    await expect(decideAs(test, clinician, preliminary.patient).make('releaseReport', preliminary.report)).rejects.toMatchObject({ code: 'RELEASE_NOT_POSSIBLE' });
    for (const id of [randomUUID(), 'x']) await expect(decideAs(test, clinician, fresh).make('releaseReport', id)).rejects.toMatchObject({ code: 'REPORT_UNKNOWN' });
  });

  it('is done once when two do it at the same moment', async () => {
    const { patient, report } = await fileScan();
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => decideAs(test, professionalOf('RYJ'), patient).make('releaseReport', report)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = tries.flatMap((each) => (each.status === 'rejected' ? [errorKind(each.reason).code] : []));
    expect(new Set(refusals)).toEqual(new Set(['RELEASE_NOT_POSSIBLE']));
  });
});

describe('RES-4 one extension', () => {
  it('moves everything, the notice included, and holds when a correction follows', async () => {
    const { patient, report } = await fileScan();
    const [before = ''] = await times(patient);
    const made = await decideAs(test, clinician, patient).make('extendDelay', report, { days: 10, reason: 'Appointment is on the 3rd' });
    const until = new Date(new Date(before).getTime() + 10 * 86_400_000).toISOString();
    expect(made).toMatchObject({ extendDelay: { availableFrom: until, release: { extended: true, mayRelease: true, mayExtend: false } } });
    expect(await times(patient)).toEqual([until]);
    await test.file(patient, { ...withFile, issuedAt: realDaysAgo(0), status: 'C' });
    expect(await times(patient)).toEqual([until]);
    expect(await seenByPatient(patient)).toMatchObject({ reports: { edges: [] }, waitingReports: [{ kind: 'RADIOLOGY' }] });
  });

  it.each([0, -1, 29, 3650])('refuses %i days', async (days) => {
    const { patient, report } = await fileScan();
    await expect(decideAs(test, clinician, patient).make('extendDelay', report, { days })).rejects.toMatchObject({ code: 'EXTENSION_DAYS_INVALID' });
  });

  it('refuses a second one, and lets the report be released early after the first', async () => {
    const { patient, report } = await fileScan();
    const { make, see } = decideAs(test, clinician, patient);
    await make('extendDelay', report);
    await expect(make('extendDelay', report)).rejects.toMatchObject({ code: 'RELEASE_NOT_POSSIBLE' });
    await make('releaseReport', report);
    expect(await see(`report(id: "${report}") { ${releaseFields} }`)).toMatchObject({ report: { release: { decisions: [{ kind: 'EXTENDED' }, { kind: 'RELEASED' }] } } });
    expect(await times(patient)).toHaveLength(1);
  });
});

describe('RES-4 who decides', () => {
  it('a professional of the record-sharing group that supplied the report', async () => {
    const { patient, report } = await fileScan({ organisation: 'RQM', filler: 'F200' });
    const { rows } = await feed.query<{ id: string }>("select id from report where patient_id = $1 and organisation = 'RQM'", [patient]);
    const hillingdon = professionalOf('RAS');
    const { make, read, write } = decideAs(test, hillingdon, patient);
    await expect(make('releaseReport', report, { pass: `${read} ${write('releaseReport', { organisations: ['RQM', 'RAS'] })}` })).rejects.toMatchObject({ code: 'RELEASE_NOT_YOURS' });
    await expect(make('releaseReport', rows[0]?.id ?? '', { pass: `${read} ${write('releaseReport', { organisations: ['RQM', 'RAS'] })}` })).resolves.toBeDefined();
  });

  it.each<[string, Parameters<typeof professionalOf>[0], object]>([
    ['an invited professional of another trust', 'RAS', {}],
    ['an invited GP', 'E85001', {}],
    ['a patient with whatever passes', 'RYJ', { kind: 'patient' }],
    ['staff of the support desk', 'RYJ', { duties: ['support-desk'] }],
  ])('not %s, who is not offered it either', async (_name, organisation, more) => {
    const { patient, report } = await fileScan();
    const viewer = { ...professionalOf(organisation), ...more };
    const { make, read, write, see } = decideAs(test, viewer, patient);
    await expect(make('releaseReport', report, { pass: `${read} ${write('releaseReport', { organisations: '*' })}` })).rejects.toMatchObject({ code: 'RELEASE_NOT_YOURS' });
    expect(await see(`report(id: "${report}") { ${releaseFields} }`)).toMatchObject({ report: { release: { mayRelease: false, mayExtend: false } } });
  });

  it('nobody without the write pass for it: the database refuses (abuse cases 26, 27, 30)', async () => {
    const { patient, report } = await fileScan();
    const { make, read, write } = decideAs(test, clinician, patient);
    const forged = signPass(Buffer.alloc(32, 7), { room: 'results', patient, viewer: clinician.accountId, purpose: 'release-result' });
    const passes: Readonly<Record<string, string>> = {
      'none': read,
      'another purpose': `${read} ${write('extendDelay')}`,
      'measurements': `${read} ${write('releaseReport', { purpose: 'record-measurement' })}`,
      'another organisation': `${read} ${write('releaseReport', { organisations: ['RAS'] })}`,
      'no organisation': `${read} ${write('releaseReport', { organisations: [] })}`,
      'another label': `${read} ${write('releaseReport', { labels: [1, 2, 3] })}`,
      'another patient': `${read} ${write('releaseReport', { patient: randomUUID() })}`,
      'another viewer': `${read} ${write('releaseReport', { viewer: randomUUID() })}`,
      'expired': `${read} ${write('releaseReport', { expiresAt: new Date(Date.now() - 1) })}`,
      'forged': `${read} ${forged}`,
    };
    for (const [name, pass] of Object.entries(passes)) {
      const refused = await make('releaseReport', report, { pass }).catch((error: unknown) => errorKind(error).code);
      expect([name, refused]).toEqual([name, 'CHANGE_NOT_ALLOWED']);
    }
    // Without a pass to read it, there is no such report.
    await expect(make('releaseReport', report, { pass: write('releaseReport') })).rejects.toMatchObject({ code: 'REPORT_UNKNOWN' });
    expect((await feed.query('select 1 from release_decision where patient_id = $1', [patient])).rows).toEqual([]);
  });
});

describe('RES-4 what the role of the service may do with a genuine pass, and a resolver that does wrong', () => {
  async function attempt(patient: string, field: 'releaseReport' | 'extendDelay', sql: string): Promise<void> {
    const { read, write } = decideAs(test, clinician, patient);
    await service.query('begin');
    try {
      await service.query("select set_config('cie.pass', $1, true)", [`${read} ${write(field)}`]);
      await service.query(sql);
    } finally {
      await service.query('rollback');
    }
  }
  const decision = (patient: string, report: string, kind: number, days: number | null, more: Readonly<Record<string, string>> = {}) => {
    const row = { patient_id: `'${patient}'`, report_id: `'${report}'`, kind: String(kind), days: String(days), reason: "'x'", author_id: `'${clinician.accountId}'`, author_name: "'x'", author_organisation: "'RYJ'", ...more };
    return `insert into release_decision (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
  };

  it('cannot go beyond one decision of the right kind', async () => {
    const { patient, report } = await fileScan();
    const wrong: readonly (readonly ['releaseReport' | 'extendDelay', string, RegExp])[] = [
      ['releaseReport', `update report set delayed_until = now() where patient_id = '${patient}'`, /permission denied/],
      ['releaseReport', `update release_decision set reason = 'y'`, /permission denied/],
      ['releaseReport', 'delete from release_decision', /permission denied/],
      ['releaseReport', `update waiting_report set available_from = now()`, /permission denied/],
      ['releaseReport', decision(patient, report, 1, 7), /row-level security/],
      ['extendDelay', decision(patient, report, 0, null), /row-level security/],
      ['extendDelay', decision(patient, report, 1, 29), /check constraint/],
      ['extendDelay', decision(patient, report, 1, null), /check constraint|null value/],
      ['releaseReport', decision(patient, report, 0, null, { author_id: `'${randomUUID()}'` }), /row-level security/],
      ['releaseReport', decision(patient, report, 0, null, { until_at: 'now()' }), /permission denied/],
      ['releaseReport', decision(patient, report, 0, null, { organisation: "'RAS'" }), /permission denied/],
      ['releaseReport', decision(patient, randomUUID(), 0, null), /does not wait/],
      ['releaseReport', `select decide_release()`, /permission denied/],
    ];
    for (const [field, sql, refusal] of wrong) await expect(attempt(patient, field, sql)).rejects.toThrow(refusal);
    await expect(attempt(patient, 'releaseReport', decision(patient, report, 0, null))).resolves.toBeUndefined();
  });

  it('takes organisation and label from the report, whatever the pass could write', async () => {
    const { patient, report } = await fileScan({ organisation: 'RQM', filler: 'F300' });
    const { rows } = await feed.query<{ id: string }>("select id from report where patient_id = $1 and organisation = 'RQM'", [patient]);
    await expect(attempt(patient, 'releaseReport', decision(patient, rows[0]?.id ?? '', 0, null))).rejects.toThrow(/row-level security/);
    await expect(attempt(patient, 'releaseReport', decision(patient, report, 0, null))).resolves.toBeUndefined();
  });
});
