import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const sign = (patient: string): string => test.server.sign({ room: 'results', patient });
const see = (patientId: string, selection: string) => readPatient(test.room, { patientId, pass: sign(patientId), selection });
const move = (patientId: string, id: string, label: string): Promise<unknown> =>
  changeRecord(test.room, {
    patientId, pass: `${sign(patientId)} ${test.server.sign({ room: 'results', patient: patientId, purpose: 'move-report' })}`,
    declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveReport(reportId: $id, label: $label) { id }',
  });

const identifiedAs = (value: string) => ({ id: value, identifier: [{ value }] });
const observed = (id: string) => ({
  resourceType: 'Observation', ...identifiedAs(id), status: 'final', category: [{ coding: [{ code: 'vital-signs' }] }], code: { coding: [{ code: id, display: id }] },
  effectiveDateTime: '2026-03-31', valueString: '1', meta: { lastUpdated: '2026-04-01T09:00:00Z' },
});

describe('ACS-1 tests that a report takes over', () => {
  it.each([
    ['stay hidden as the patient hid one of them', 'MENTAL_HEALTH', undefined, 'MENTAL_HEALTH'],
    ['stay by the rules where the patient had opened one of them to more', 'GENERAL', 'PSY', 'MENTAL_HEALTH'],
  ])('%s', async (_what, chosen, security, expected) => {
    const patient = randomUUID();
    const send = (resources: readonly object[]) => test.room.commands['apply-fhir']?.({
      id: randomUUID(), organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-02T00:00:00Z', patientId: patient, recordIds: [patient],
      text: JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource, index) => ({ id: `Bundle.entry[${index}].resource`, resource })) }),
    });
    await send([observed('K')]);
    const alone = String(pick(await see(patient, 'reports { edges { node { id } } }'), 'reports', 'edges', 0, 'node', 'id'));
    if (chosen === 'GENERAL') await move(patient, alone, 'SOCIAL_CARE');
    await move(patient, alone, chosen);
    const panel = { ...observed('UE'), valueString: undefined, hasMember: [{ reference: 'Observation/K' }], meta: { lastUpdated: '2026-04-01T10:00:00Z', ...(security === undefined ? {} : { security: [{ code: security }] }) } };
    expect(await send([panel, observed('K')])).toEqual({ outcome: 'applied' });
    const found = await see(patient, 'reports { edges { node { id code label observations { code } } } }');
    const [report, ...others] = pick(found, 'reports', 'edges') as readonly { node: { id: string; code: string; label: string } }[];
    expect(others).toEqual([]);
    expect(report?.node).toMatchObject({ code: 'UE', label: expected, observations: [{ code: 'K' }] });
    const { rows } = await feed.query('select label from report where patient_id = $1 union select label from observation where patient_id = $1', [patient]);
    expect(rows).toEqual([{ label: Label.mentalHealth }]);
  });
});
