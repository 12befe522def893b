import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const { general, mentalHealth, sexualHealth } = Label;
const coded = (code: string) => ({ coding: [{ code, display: code }] });
const sent = (hour: number) => ({ meta: { lastUpdated: `2026-04-01T${String(hour).padStart(2, '0')}:00:00Z` } });
const psychiatry = (hour: number) => ({ meta: { ...sent(hour).meta, security: [{ code: 'PSY' }] } });
const named = (id: string) => ({ id, identifier: [{ value: id }] });
const observation = (hour: number, more: object = {}) => ({ resourceType: 'Observation', ...named('a'), status: 'final', category: [coded('vital-signs')], code: coded('K'), effectiveDateTime: '2026-03-31', valueString: '1', ...sent(hour), ...more });
const report = (code: string, hour: number, more: object = {}) => ({ resourceType: 'DiagnosticReport', ...named('r'), status: 'final', code: coded(code), issued: '2026-04-01T09:00:00Z', result: [{ reference: 'Observation/a' }], ...sent(hour), ...more });
/** A report that its laboratory calls a report: its panel is what was asked for. */
const asked = (code: string, hour: number, more: object = {}) => [report('721981007', hour, { basedOn: [{ reference: 'ServiceRequest/q' }], ...more }), { resourceType: 'ServiceRequest', ...named('q'), code: coded(code) }];

async function send(patient: string, resources: readonly object[], recordIds = [patient]): Promise<void> {
  const entry = resources.map((resource, index) => ({ id: `Bundle.entry[${index}].resource`, resource }));
  const text = JSON.stringify({ resourceType: 'Bundle', entry });
  expect(await test.room.commands['apply-fhir']?.({ id: randomUUID(), organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-02T00:00:00Z', patientId: patient, recordIds, text })).toEqual({ outcome: 'applied' });
}
async function move(patientId: string, code: string, label: string): Promise<void> {
  const { rows: [row] } = await feed.query<{ id: string }>('select id from report where patient_id = $1 and code = $2', [patientId, code]);
  const pass = `${test.server.sign({ room: 'results', patient: patientId })} ${test.server.sign({ room: 'results', patient: patientId, purpose: 'move-report' })}`;
  await changeRecord(test.room, { patientId, pass, viewer: { ...testViewer, patientId }, declares: '$id: ID!', variables: { id: row?.id }, selection: `moveReport(reportId: $id, label: ${label}) { id }` });
}
async function labels(...patients: readonly string[]): Promise<Record<string, readonly number[]>> {
  const { rows } = await feed.query<{ code: string; labels: number[] }>(
    `select r.code, array_agg(distinct x.label) as labels from report r
       join lateral (select r.label union all select o.label from observation o where o.patient_id = r.patient_id and o.report_id = r.id) x on true
      where r.patient_id = any ($1::uuid[]) group by r.code order by r.code`, [patients]);
  return Object.fromEntries(rows.map((row) => [row.code, row.labels]));
}

describe('ACS-1 a report whose panel gets another code is the one that the patient moved', () => {
  const amended = { status: 'amended' };

  it('and stays hidden, whatever comes later', async () => {
    const patient = randomUUID();
    await send(patient, [...asked('UE', 9), observation(9)]);
    await move(patient, 'UE', 'SEXUAL_HEALTH');
    await send(patient, [...asked('LFT', 10, amended), observation(10)]);
    await send(patient, [...asked('LFT', 11, amended), observation(11)]);
    expect(await labels(patient)).toEqual({ LFT: [sexualHealth], UE: [sexualHealth] });
  });

  it('also when the former panel was taken back before', async () => {
    const patient = randomUUID();
    await send(patient, [...asked('UE', 9), observation(9)]);
    await move(patient, 'UE', 'SEXUAL_HEALTH');
    await send(patient, [...asked('UE', 10, { status: 'entered-in-error' }), observation(10, { status: 'entered-in-error' })]);
    await send(patient, [...asked('LFT', 11, { ...amended, result: [{ reference: 'Observation/other' }] }), observation(11, { ...named('other') })]);
    expect((await labels(patient))['LFT']).toEqual([sexualHealth]);
  });

  it.each([
    ['opened to all by the same rule, it stays open', psychiatry, general],
    ['opened to all, it closes again where the rules are stricter than they were', sent, mentalHealth],
  ])('%s', async (_what, first, label) => {
    const patient = randomUUID();
    await send(patient, [...asked('UE', 9, first(9)), observation(9)]);
    await move(patient, 'UE', 'SOCIAL_CARE');
    await move(patient, 'UE', 'GENERAL');
    await send(patient, [...asked('LFT', 10, { ...amended, ...psychiatry(10) }), observation(10)]);
    expect(await labels(patient)).toEqual({ LFT: [label], UE: [general] });
  });

  it('and another panel of one resource, beside the one that the patient moved, goes by the rules', async () => {
    const patient = randomUUID();
    const panel = (id: string, hour: number) => ({ ...observation(hour), ...named(id), code: coded(id), valueString: undefined, hasMember: [{ reference: `Observation/${id}-test` }] });
    const member = (id: string, hour: number) => ({ ...observation(hour), ...named(`${id}-test`), code: coded(`${id}-test`) });
    const whole = (ids: readonly string[], hour: number) => [report('R', hour, { ...amended, result: ids.map((id) => ({ reference: `Observation/${id}` })) }), ...ids.flatMap((id) => [panel(id, hour), member(id, hour)])];
    await send(patient, whole(['P1'], 9));
    await move(patient, 'P1', 'SEXUAL_HEALTH');
    await send(patient, whole(['P1', 'P2'], 10));
    expect(await labels(patient)).toEqual({ P1: [sexualHealth], P2: [general] });
  });
});

describe('ACS-1 a report that speaks for a test that cannot move to it', () => {
  it('is hidden as the patient hid that test, in a report of another code', async () => {
    const patient = randomUUID();
    await send(patient, [report('UE', 9), observation(9)]);
    await move(patient, 'UE', 'SEXUAL_HEALTH');
    await send(patient, [report('LFT', 10), observation(10)]);
    expect(await labels(patient)).toEqual({ LFT: [sexualHealth], UE: [sexualHealth] });
  });

  it('is hidden as the patient hid that test, in another record of theirs', async () => {
    const [patient, joined] = [randomUUID(), randomUUID()];
    await send(joined, [observation(8)]);
    await move(joined, 'K', 'SEXUAL_HEALTH');
    await send(patient, [report('UE', 8, { result: [] })]);
    await send(patient, [report('UE', 9), observation(9)], [patient, joined]);
    expect(await labels(patient, joined)).toEqual({ K: [sexualHealth], UE: [sexualHealth] });
  });

  it('is hidden as the patient hid that test, about whose release somebody decided', async () => {
    const patient = randomUUID();
    await send(patient, [observation(8)]);
    await move(patient, 'K', 'SEXUAL_HEALTH');
    // Decided about as only what waits can be.
    await feed.query("update report set delayed_until = now() + interval '5 days' where patient_id = $1", [patient]);
    const { rows: [row] } = await feed.query<{ id: string }>('select id from report where patient_id = $1', [patient]);
    await decideAs(test, professionalOf('RAS'), patient).make('releaseReport', row?.id ?? '');
    await send(patient, [report('UE', 9), observation(9)]);
    expect(await labels(patient)).toEqual({ K: [sexualHealth], UE: [sexualHealth] });
  });

  it('goes by the rules where the patient opened that test to all: it may hold what is not general', async () => {
    const [patient, joined] = [randomUUID(), randomUUID()];
    await send(joined, [observation(8, psychiatry(8))]);
    await move(joined, 'K', 'GENERAL');
    await send(patient, [report('UE', 8, { result: [], ...psychiatry(8) })]);
    await send(patient, [report('UE', 9, psychiatry(9)), observation(9)], [patient, joined]);
    expect((await labels(patient))['UE']).toEqual([mentalHealth]);
  });
});
