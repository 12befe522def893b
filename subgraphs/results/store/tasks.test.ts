import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAs, professionalOf, realDaysAgo, waitingScan } from '../testing/professionals.ts';
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

const access = (viewer: Viewer | null, now = new Date()): AccessContext => ({ requestId: 'test', viewer, now });
const command = (name: string, input: object, viewer: Viewer | null = null, now?: Date): Promise<unknown> => test.room.commands[name]?.(input, access(viewer, now)) ?? Promise.reject(new Error('no such command'));
const raise = (now?: Date) => command('raise-result-tasks', {}, null, now);

/** A scan of this organisation that patients can read in so many days. */
async function fileScan(daysLeft: number, more: Parameters<TestRoom['file']>[1] = {}): Promise<{ patient: string; report: string }> {
  const patient = randomUUID();
  await test.file(patient, { ...waitingScan, issuedAt: realDaysAgo(28 - daysLeft), ...more });
  const { rows } = await feed.query<{ id: string }>('select id from report where patient_id = $1', [patient]);
  return { patient, report: rows[0]?.id ?? '' };
}

/** Which of these stand on the list of a professional. */
async function listed(viewer: Viewer, ...reports: readonly { report: string }[]): Promise<boolean[]> {
  const found = await command('result-tasks', {}, viewer);
  const ids = (Array.isArray(found) ? found : []).map((each: unknown) => pick(each, 'reportId'));
  return reports.map(({ report }) => ids.includes(report));
}

async function openings(report: string): Promise<number> {
  const { rows } = await feed.query('select 1 from report_opening where report_id = $1', [report]);
  return rows.length;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(25)) if (await check()) return;
  throw new Error('it did not happen in time');
}

describe('RES-4 a task for a result that nobody has opened', () => {
  it('is raised seven days before the release, for the organisation that supplied it and its group', async () => {
    const [far, near, over, cancelled] = [await fileScan(9), await fileScan(6), await fileScan(-1), await fileScan(5, { status: 'X', lines: [] })];
    await raise();
    const [imperial, hillingdon] = [professionalOf('RYJ'), professionalOf('RAS')];
    expect(await listed(imperial, far, near, over, cancelled)).toEqual([false, true, false, false]);
    expect(await listed(hillingdon, near)).toEqual([false]);
    const ofGroup = await fileScan(3, { organisation: 'RQM' });
    await raise();
    expect(await listed(hillingdon, ofGroup)).toEqual([true]);
    expect(await command('result-tasks', {}, hillingdon)).toContainEqual({
      patientId: ofGroup.patient, reportId: ofGroup.report, organisation: 'RQM', kind: 'radiology', requester: 'Dr Ada Woodhouse', site: 'Charing Cross Hospital', availableFrom: expect.any(String) as string,
    });
  });

  it('goes when a professional opens the result, noted once, and not when a patient reads it', async () => {
    const scan = await fileScan(2);
    await raise();
    const clinician = professionalOf('RYJ');
    const { see } = decideAs(test, clinician, scan.patient);
    await test.ask(scan.patient, `report(id: "${scan.report}") { id }`, { delayed: true });
    await see('reports { edges { node { id } } }');
    await sleep(700);
    expect([await openings(scan.report), await listed(clinician, scan)]).toEqual([0, [true]]);
    await Promise.all([see(`report(id: "${scan.report}") { id }`), see(`report(id: "${scan.report}") { text }`)]);
    await until(async () => (await openings(scan.report)) === 1);
    expect(await listed(clinician, scan)).toEqual([false]);
    await raise();
    expect(await listed(professionalOf('RYJ'), scan)).toEqual([false]);
  });

  it('is told to the team of its organisation once, by a link alone (MSG-1)', async () => {
    const staff: Viewer = { ...professionalOf('QRV'), duties: ['integration'] };
    await command('save-result-task-policy', { organisation: 'R1K', days: 14, email: 'results@r1k.example.net' }, staff);
    await fileScan(12, { organisation: 'R1K' });
    await fileScan(11, { organisation: 'R1K' });
    await raise();
    await raise();
    const taken: unknown = await command('take-notices', { kinds: ['message'] });
    const ours = (Array.isArray(taken) ? taken : []).map((each: unknown) => pick(each, 'notice')).filter((notice) => pick(notice, 'to', 'email') === 'results@r1k.example.net');
    expect(ours).toEqual([{ kind: 'message', to: { email: 'results@r1k.example.net' }, template: 'result-task', values: { link: 'http://localhost:4000/results-to-open' } }]);
  });

  it.each<[string, Partial<Viewer>]>([
    ['patients', { kind: 'patient' }],
    ['staff of the exchange', { duties: ['support-desk'] }],
    ['a professional without organisation', { organisation: null }],
    ['a session that was launched for one patient', { onlyPatientId: randomUUID() }],
  ])('is no business of %s', async (_name, more) => {
    const scan = await fileScan(1);
    await raise();
    expect(await listed(professionalOf('RYJ'), scan)).toEqual([true]);
    expect(await command('result-tasks', {}, { ...professionalOf('RYJ'), ...more })).toEqual([]);
    expect(await command('result-tasks', {}, null)).toEqual([]);
  });
});

describe('RES-4 what the role of the service may note', () => {
  it('only openings of the viewer of a genuine pass with waiting items, of a report that it shows', async () => {
    const scan = await fileScan(20);
    const clinician = professionalOf('RYJ');
    const note = async (pass: string, viewer: string, { patient, report }: typeof scan): Promise<void> => {
      await service.query('begin');
      try {
        await service.query("select set_config('cie.pass', $1, true)", [pass]);
        await service.query('insert into report_opening (patient_id, report_id, viewer_id) values ($1, $2, $3)', [patient, report, viewer]);
      } finally {
        await service.query('rollback');
      }
    };
    const { read, write } = decideAs(test, clinician, scan.patient);
    const patientsOwn = test.server.sign({ room: 'results', patient: scan.patient });
    const otherLabel = test.server.sign({ room: 'results', patient: scan.patient, viewer: clinician.accountId, delayed: true, labels: [2] });
    await expect(note(read, clinician.accountId, scan)).resolves.toBeUndefined();
    const other = await fileScan(20);
    for (const [pass, viewer, of] of [
      ['', clinician.accountId, scan],
      [write('releaseReport'), clinician.accountId, scan],
      [read, randomUUID(), scan],
      [patientsOwn, testViewer.accountId, scan],
      [otherLabel, clinician.accountId, scan],
      [read, clinician.accountId, other],
      [read, clinician.accountId, { ...scan, report: other.report }],
    ] as const) await expect(note(pass, viewer, of)).rejects.toThrow(/row-level security/);
    await expect(service.query('select * from report_opening')).rejects.toThrow(/permission denied/);
    await expect(service.query('select * from result_task')).rejects.toThrow(/permission denied/);
  });
});
