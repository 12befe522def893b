import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultStatus } from '../domain/report.ts';
import { decideAs, professionalOf } from '../testing/professionals.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
let feed: Client;
beforeAll(async () => {
  test = await openTestRoom();
  feed = await test.server.connect('results', 'feed');
});
afterAll(async () => {
  await feed.end();
  await test.close();
});

const coded = (code: string) => ({ coding: [{ code, display: code }] });
const named = (value: string) => ({ id: value, identifier: [{ value }] });
const at = (id: string) => ({ reference: `Observation/${id}` });
const vital = { category: [coded('vital-signs')] };
/** The hour of the day at which a version was sent. */
const sent = (hour: number) => ({ meta: { lastUpdated: `2026-04-01T${String(hour).padStart(2, '0')}:00:00Z` } });
const observation = (id: string, value: string, hour: number, more: object = {}) => ({ resourceType: 'Observation', ...named(id), status: 'final', code: coded('K'), effectiveDateTime: '2026-03-31', valueString: value, ...sent(hour), ...more });
const panel = (id: string, members: readonly string[], hour: number, more: object = {}) => ({ resourceType: 'Observation', ...named(id), status: 'final', code: coded(id), hasMember: members.map(at), ...sent(hour), ...more });
const report = (results: readonly string[], hour: number, more: object = {}) => ({ resourceType: 'DiagnosticReport', ...named('r'), status: 'final', code: coded('UE'), issued: '2026-04-01T09:00:00Z', result: results.map(at), ...sent(hour), ...more });

/** Delivers one message: what it brings, and what came before and is read along. */
async function send(patient: string, resources: readonly object[], along: readonly object[] = [], recordIds = [patient]): Promise<unknown> {
  const entry = [...resources.map((resource) => ({ resource })), ...along.map((resource) => ({ resource, search: { mode: 'include' } }))].map((each, index) => ({ id: `Bundle.entry[${index}].resource`, ...each }));
  return await test.room.commands['apply-fhir']?.({
    id: randomUUID(), organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-02T00:00:00Z', patientId: patient, recordIds, text: JSON.stringify({ resourceType: 'Bundle', entry }),
  });
}

const applied = { outcome: 'applied' };
const missing = { outcome: 'held', code: 'report-missing' };

async function reports(patient: string): Promise<unknown[]> {
  const { rows } = await feed.query<{ code: string; status: number; tests: unknown }>(
    `select r.code, r.status, (select json_agg(json_build_array(o.code, o.value, o.status) order by o.position) from observation o where o.patient_id = r.patient_id and o.report_id = r.id) as tests
     from report r where r.patient_id = $1 order by r.code`, [patient]);
  return rows.map(({ code, status, tests }) => [code, status, tests]);
}

const { final, corrected, withdrawn } = ResultStatus;

describe('ING-2 a test of a report that is sent again alone', () => {
  it.each([
    ['corrected', { status: 'corrected', valueString: '5.0' }, ['K', '5.0', corrected]],
    ['entered in error', { status: 'entered-in-error' }, ['K', null, withdrawn]],
    ['an older version', { meta: { lastUpdated: '2026-03-31T00:00:00Z' }, valueString: '1' }, ['K', '4.1', final]],
  ])('57: is the next version there: %s', async (_name, more, row) => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 9), observation('a', '4.1', 9)]);
    expect(await send(patient, [observation('a', '4.1', 10, more)])).toEqual(applied);
    expect(await reports(patient)).toEqual([['UE', final, [row]]]);
  });

  it('57: is withdrawn although its report was corrected later than it says it was issued', async () => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 10, { status: 'corrected', issued: '2026-04-01T10:00:00Z' }), observation('a', '4.1', 10)]);
    await send(patient, [observation('a', '4.1', 11, { status: 'entered-in-error' })]);
    expect(await reports(patient)).toEqual([['UE', corrected, [['K', null, withdrawn]]]]);
  });

  it('takes its former code along when the code was wrong', async () => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 9), observation('a', '4.1', 9)]);
    await send(patient, [observation('a', '4.1', 10, { status: 'corrected', code: coded('NA') })]);
    await send(patient, [observation('a', '4.1', 9)]);
    expect(await reports(patient)).toEqual([['UE', final, [['K', null, withdrawn], ['NA', '4.1', corrected]]]]);
  });

  it('makes its report as sensitive as it says, and keeps the delay of the report', async () => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 9, { category: [coded('RAD')] }), observation('a', '4.1', 9)]);
    await send(patient, [observation('a', '5.0', 10, { status: 'corrected', meta: { ...sent(10).meta, security: [{ code: 'PSY' }] } })]);
    const { rows } = await feed.query('select label, delayed_until is not null as delayed from observation where patient_id = $1 and value = $2', [patient, '5.0']);
    expect(rows).toEqual([{ label: Label.mentalHealth, delayed: true }]);
  });

  it('waits when its report was taken back', async () => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 9, { status: 'entered-in-error' }), observation('a', '4.1', 9)]);
    expect(await send(patient, [observation('a', '5.0', 10, { status: 'corrected' })])).toMatchObject(missing);
    expect(await send(patient, [observation('a', '4.1', 8)])).toEqual(applied);
  });
});

describe('RES-3 ACS-1 a test that comes before its report', () => {
  it.each([['laboratory', { category: [coded('laboratory')] }], ['imaging', { category: [coded('imaging')] }], ['none', {}]])('waits, with nothing filed: category %s', async (_name, more) => {
    const patient = randomUUID();
    const test1 = observation('a', '4.1', 8, more);
    expect(await send(patient, [test1])).toMatchObject({ ...missing, reason: expect.stringContaining('Bundle.entry[0].resource') as unknown });
    expect(await reports(patient)).toEqual([]);
    await send(patient, [report(['a'], 9, { category: [coded('RAD')] })], [test1]);
    expect(await send(patient, [test1])).toEqual(applied);
    expect(await reports(patient)).toEqual([['UE', final, [['K', '4.1', final]]]]);
    expect((await feed.query('select delayed_until is not null as delayed from observation where patient_id = $1', [patient])).rows).toEqual([{ delayed: true }]);
  });

  it('is taken over by its report, with its history, delay and label, whether or not somebody opened it', async () => {
    const patient = randomUUID();
    await send(patient, [observation('a', '141/90', 7, vital)]);
    await send(patient, [observation('a', '140/90', 8, { ...vital, status: 'corrected' }), observation('b', 'other', 8, vital)]);
    const { rows: [alone] } = await feed.query<{ id: string }>("select id from report where patient_id = $1 and filler = 'a'", [patient]);
    const { see } = decideAs(test, professionalOf('RAS'), patient);
    await see(`report(id: "${alone?.id ?? ''}") { id }`);
    await expect.poll(async () => (await feed.query('select 1 from report_opening where report_id = $1', [alone?.id])).rows.length).toBe(1);
    await send(patient, [report(['a'], 9, { category: [coded('RAD')], meta: { ...sent(9).meta, security: [{ code: 'PSY' }] } })], [observation('a', '141/90', 7, vital)]);
    expect(await reports(patient)).toEqual([['K', final, [['K', 'other', final]]], ['UE', final, [['K', '140/90', corrected]]]]);
    const { rows } = await feed.query(
      "select label, delayed_until is not null as delayed, value from observation where patient_id = $1 and value = '140/90' union all select label, delayed_until is not null, value from observation_version where patient_id = $1 order by value", [patient]);
    expect(rows).toEqual(['140/90', '141/90'].map((value) => ({ label: Label.mentalHealth, delayed: true, value })));
    expect((await feed.query('select 1 from report where patient_id = $1 and id = $2', [patient, alone?.id])).rows).toEqual([]);
  });

  it('is withdrawn and hidden like its report where it lies in another record of the person', async () => {
    const [patient, joined] = [randomUUID(), randomUUID()];
    const scan = { category: [coded('RAD')], meta: { ...sent(9).meta, security: [{ code: 'PSY' }] } };
    await send(joined, [observation('a', '1', 8, vital)]);
    await send(patient, [report([], 8, scan)]);
    await send(patient, [report(['a'], 9, scan)], [observation('a', '1', 8, vital)], [patient, joined]);
    const { rows } = await feed.query('select status, label, delayed_until is not null as delayed, (select value from observation o where o.report_id = r.id) as value from report r where patient_id = any ($1::uuid[]) order by status', [[patient, joined]]);
    expect(rows).toEqual([[final, '1'], [withdrawn, null]].map(([status, value]) => ({ status, label: Label.mentalHealth, delayed: true, value })));
  });

  it('stands alone where it was measured beside a person, and its later versions with it', async () => {
    const patient = randomUUID();
    await send(patient, [observation('a', '141/90', 7, vital)]);
    await send(patient, [observation('a', '141/90', 8, { ...vital, status: 'entered-in-error' })]);
    expect(await reports(patient)).toEqual([['K', withdrawn, [['K', null, withdrawn]]]]);
  });
});

describe('57: a report of several panels', () => {
  const tests = (hour: number) => [panel('P1', ['a'], hour), panel('P2', ['b'], hour), observation('a', '1', hour), observation('b', '2', hour, { code: coded('NA'), status: 'corrected', issued: '2026-04-01T11:30:00Z' })];

  it('is withdrawn with all of them, whatever the message that withdraws it brings', async () => {
    const patient = randomUUID();
    await send(patient, [report(['P1', 'P2'], 9, { note: [{ text: 'Remark' }] }), ...tests(9)]);
    await send(patient, [report([], 10, { status: 'entered-in-error' })]);
    expect(await reports(patient)).toEqual([
      ['P1', withdrawn, [['K', null, withdrawn]]], ['P2', withdrawn, [['NA', null, withdrawn]]],
    ]);
    expect((await feed.query("select 1 from report where patient_id = $1 and comments <> '{}'", [patient])).rows).toEqual([]);
  });

  it('56: loses panels and tests that its correction no longer lists, in whichever order they come', async () => {
    const whole = [report(['P1', 'P2', 'c'], 9), ...tests(9), observation('c', '3', 9, { code: coded('C') })];
    const amended = [report(['P1', 'd'], 10, { status: 'amended' }), panel('P1', ['a'], 10), observation('a', '1', 10), observation('d', '4', 10, { code: coded('D') })];
    const inOrder = randomUUID();
    await send(inOrder, whole);
    await send(inOrder, amended);
    expect(await reports(inOrder)).toEqual([['P1', corrected, [['K', '1', corrected]]], ['P2', withdrawn, [['NA', null, withdrawn]]], ['UE', corrected, [['C', null, withdrawn], ['D', '4', corrected]]]]);
    const turned = randomUUID();
    await send(turned, amended);
    await send(turned, whole);
    expect(await reports(turned)).toEqual([['P1', corrected, [['K', '1', corrected]]], ['UE', corrected, [['D', '4', corrected]]]]);
  });

  it('is found although its laboratory calls all reports a report, and the withdrawal does not name the request', async () => {
    const patient = randomUUID();
    const [generic, request] = [{ code: coded('721981007') }, { resourceType: 'ServiceRequest', ...named('q'), code: coded('CRP') }];
    await send(patient, [report(['a'], 9, { ...generic, basedOn: [{ reference: 'ServiceRequest/q' }] }), observation('a', '1', 9), request]);
    await send(patient, [report([], 10, { ...generic, status: 'entered-in-error' })]);
    expect(await reports(patient)).toEqual([['CRP', withdrawn, [['K', null, withdrawn]]]]);
  });

  it('appended to loses nothing', async () => {
    const patient = randomUUID();
    await send(patient, [report(['a'], 9), observation('a', '1', 9)]);
    await send(patient, [report(['b'], 10, { status: 'appended' }), observation('b', '2', 10, { code: coded('NA') })]);
    expect(await reports(patient)).toEqual([['UE', final, [['K', '1', final], ['NA', '2', final]]]]);
  });
});

describe('RES-1 tests of one code', () => {
  it('keep their values when the order changes, one is added, or one is sent twice', async () => {
    const patient = randomUUID();
    const [a, b] = [observation('a', 'first', 9), observation('b', 'second', 9)];
    await send(patient, [report(['a'], 9), a]);
    await send(patient, [report(['b', 'a'], 10, { status: 'amended' }), b, a]);
    expect(await reports(patient)).toEqual([['UE', corrected, [['K', 'first', corrected], ['K', 'second', corrected]]]]);
    await send(patient, [observation('a', 'changed', 11, { status: 'corrected' })]);
    expect(await reports(patient)).toEqual([['UE', corrected, [['K', 'changed', corrected], ['K', 'second', corrected]]]]);
  });
});
