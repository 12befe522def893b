import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import { Label } from '@cie/kit/names.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
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

const person = (name: string): Viewer => ({ ...testViewer, accountId: randomUUID(), name });
const [ada, parent] = [person('Ada Test'), person('Parent Test')];

/** Somebody before a record, as sharing lets them in. */
function before(viewer: Viewer, patient: string, purpose: ChangePurpose, write: Partial<PassContent> = {}) {
  const read = test.server.sign({ room: 'results', patient, viewer: viewer.accountId });
  const pass = `${read} ${test.server.sign({ room: 'results', patient, viewer: viewer.accountId, purpose, organisations: ['PATIENT'], ...write })}`;
  const type = purpose === 'record-measurement' ? 'MeasurementInput' : 'CareItemInput';
  const usual = purpose === 'record-measurement' ? { kind: 'WEIGHT', value: '72.50', measuredAt: '2026-04-09T08:00:00Z' } : { kind: 'MEDICATION', name: 'Paracetamol', current: true };
  return {
    do: async (field: string, { id = '', input = {} }: { id?: string; input?: object } = {}) => {
      const [takesId, takesInput] = [/^(?:change|remove)/.test(field), !field.startsWith('remove')];
      const declares = [...(takesId ? ['$id: ID!'] : []), ...(takesInput ? [`$input: ${type}!`] : [])].join(', ');
      const args = [...(takesId ? ['id: $id'] : []), ...(takesInput ? ['input: $input'] : [])].join(', ');
      const selection = `done: ${field}(${args}) ${takesInput && type === 'MeasurementInput' ? '{ id value }' : ''}`;
      return changeRecord(test.room, { patientId: patient, pass, viewer, declares, variables: { id, input: { ...usual, ...input } }, selection });
    },
    see: (selection: string) => readPatient(test.room, { patientId: patient, pass: read, viewer, selection }),
  };
}

const idOf = (answer: unknown): string => {
  const { done } = answer as { done: string | { id: string } };
  return typeof done === 'string' ? done : done.id;
};
const listed = 'measurements { edges { node { id kind value secondValue unit measuredAt note author mine } } }';
async function rows(sql: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]> {
  return (await feed.query<Record<string, unknown>>(sql, [...parameters])).rows;
}

describe('RES-6 measurements that people enter', () => {
  it('are recorded, changed and removed by their author; what stood before is kept', async () => {
    const patient = randomUUID();
    const own = before(ada, patient, 'record-measurement');
    const id = idOf(await own.do('recordMeasurement', { input: { note: 'before breakfast' } }));
    expect(await own.see(listed)).toEqual({
      measurements: { edges: [{ node: { id, kind: 'WEIGHT', value: '72.50', secondValue: null, unit: 'kg', measuredAt: '2026-04-09T08:00:00.000Z', note: 'before breakfast', author: 'Ada Test', mine: true } }] },
    });
    await own.do('changeMeasurement', { id, input: { value: '71' } });
    expect(await own.see(listed)).toMatchObject({ measurements: { edges: [{ node: { id, value: '71', note: null } }] } });
    expect(await own.do('removeMeasurement', { id })).toMatchObject({ done: id });
    expect(await own.see(`${listed} measurementSeries(kind: WEIGHT) { id }`)).toEqual({ measurements: { edges: [] }, measurementSeries: [] });
    const history = await rows("select facts->>'value' as value from measurement_version where patient_id = $1 order by replaced_at", [patient]);
    expect(history.map(({ value }) => value)).toEqual(['72.50', '71']);
  });

  it('carry both numbers of a blood pressure, and refuse implausible ones with words', async () => {
    const own = before(ada, randomUUID(), 'record-measurement');
    const input = { kind: 'BLOOD_PRESSURE', value: '128', secondValue: '82' };
    await own.do('recordMeasurement', { input });
    expect(await own.see(listed)).toMatchObject({ measurements: { edges: [{ node: { value: '128', secondValue: '82', unit: 'mmHg' } }] } });
    await expect(own.do('recordMeasurement', { input: { ...input, value: '1280' } })).rejects.toMatchObject({ code: 'MEASUREMENT_VALUE_INVALID' });
    await expect(own.do('recordMeasurement', { input: { ...input, secondValue: null } })).rejects.toMatchObject({ code: 'MEASUREMENT_SECOND_VALUE_INVALID' });
    expect(await own.see('measurements { edges { cursor } }')).toMatchObject({ measurements: { edges: [{}] } });
  });

  it('are never among laboratory results, nor those among them', async () => {
    const patient = randomUUID();
    await test.file(patient, { service: 'GLU^Glucose^L', lines: ['OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||F'] });
    const own = before(ada, patient, 'record-measurement');
    await own.do('recordMeasurement', { input: { kind: 'GLUCOSE', value: '6.1' } });
    const seen = await own.see('reports { edges { node { observations { value } } } } trend(code: "GLU") { points { text } } measurementSeries(kind: GLUCOSE) { value } measurements { edges { node { value } } }');
    expect(seen).toEqual({
      reports: { edges: [{ node: { observations: [{ value: '5.4' }] } }] },
      trend: [{ points: [{ text: '5.4' }] }],
      measurementSeries: [{ value: '6.1' }],
      measurements: { edges: [{ node: { value: '6.1' } }] },
    });
  });

  it('page by cursor, latest first, and run oldest first in their series', async () => {
    const own = before(ada, randomUUID(), 'record-measurement');
    for (const [day, value] of [['01', '70'], ['03', '72'], ['02', '71'], ['03', '73']] as const) await own.do('recordMeasurement', { input: { value, measuredAt: `2026-04-${day}T08:00:00Z` } });
    const page = async (args: string) => (await own.see(`measurements(${args}) { edges { cursor node { value } } pageInfo { hasNextPage } }`))['measurements'] as { edges: { cursor: string; node: { value: string } }[]; pageInfo: { hasNextPage: boolean } };
    const first = await page('first: 3');
    const rest = await page(`first: 3, after: "${first.edges[2]?.cursor}"`);
    expect([...first.edges, ...rest.edges].map(({ node }) => node.value)).toEqual(expect.arrayContaining(['70', '71', '72', '73']));
    expect([first.edges.at(-1)?.node.value, rest.edges.map(({ node }) => node.value), first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual(['71', ['70'], true, false]);
    expect((await own.see('measurementSeries(kind: WEIGHT) { value }'))['measurementSeries']).toMatchObject([{ value: '70' }, { value: '71' }, {}, {}]);
  });
});

describe('RES-6 who sees what people entered', () => {
  it('an invited professional under the label general; nobody through the door "own organisation"; history neither (RES-5)', async () => {
    const patient = randomUUID();
    const own = before(ada, patient, 'record-measurement');
    const id = idOf(await own.do('recordMeasurement'));
    await own.do('changeMeasurement', { id, input: { value: '70' } });
    await before(ada, patient, 'enter-care-item').do('enterCareItem');
    const as = async (pass: Partial<PassContent>) => {
      const viewer: Viewer = { ...testViewer, kind: 'professional', accountId: randomUUID() };
      const read = test.server.sign({ room: 'results', patient, viewer: viewer.accountId, ...pass });
      return readPatient(test.room, { patientId: patient, pass: read, viewer, selection: 'measurements { edges { node { value author mine } } } measurementSeries(kind: WEIGHT) { value } medications { name mine addedByPerson }' });
    };
    const nothing = { measurements: { edges: [] }, measurementSeries: [], medications: [] };
    expect(await as({ door: 'invited', labels: [Label.general] })).toEqual({
      measurements: { edges: [{ node: { value: '70', author: 'Ada Test', mine: false } }] },
      measurementSeries: [{ value: '70' }],
      medications: [{ name: 'Paracetamol', mine: false, addedByPerson: true }],
    });
    expect(await as({ door: 'invited', labels: [Label.sexualHealth, Label.mentalHealth, Label.socialCare] })).toEqual(nothing);
    expect(await as({ door: 'own-organisation', organisations: ['RYJ'] })).toEqual(nothing);
    expect(await as({ door: 'invited', patient: randomUUID() })).toEqual(nothing);
  });
});

describe('RES-6 and CAR-1 only the author changes what they entered', () => {
  it.each([
    ['record-measurement', 'recordMeasurement', 'changeMeasurement', 'removeMeasurement', 'MEASUREMENT_UNKNOWN', 'measurement'],
    ['enter-care-item', 'enterCareItem', 'changeCareItem', 'removeCareItem', 'CARE_ITEM_UNKNOWN', 'care_item'],
  ] as const)('%s: another person with a pass of their own is answered as for an unknown one, and the database refuses them too', async (purpose, enter, change, remove, code, table) => {
    const patient = randomUUID();
    const id = idOf(await before(ada, patient, purpose).do(enter));
    const other = before(parent, patient, purpose);
    for (const wrong of [id, randomUUID(), 'no-id']) {
      await expect(other.do(change, { id: wrong })).rejects.toMatchObject({ code });
      await expect(other.do(remove, { id: wrong })).rejects.toMatchObject({ code });
    }
    const service = await test.server.connect('results', 'service');
    try {
      const passes = [ada, parent].map(({ accountId }) => [{}, { purpose, organisations: ['PATIENT'] }].map((more) => test.server.sign({ room: 'results', patient, viewer: accountId, ...more })).join(' '));
      for (const [pass, touched] of [[passes[1], 0], [passes[0], 1]] as const) {
        await service.query('begin');
        await service.query("select set_config('cie.pass', $1, true)", [pass]);
        expect((await service.query(`update ${table} set updated_at = now() where id = $1`, [id])).rowCount).toBe(touched);
        await expect(service.query(`update ${table} set author_id = $2 where id = $1`, [id, parent.accountId])).rejects.toThrow(/permission denied/);
        await service.query('rollback');
      }
    } finally {
      await service.end();
    }
    expect(await rows(`select author_id from ${table} where patient_id = $1`, [patient])).toEqual([{ author_id: ada.accountId }]);
  });

  it.each([
    ['no write pass', { room: 'documents' }],
    ['a write pass for another purpose', { purpose: 'release-result' }],
    ['a write pass for another patient', { patient: randomUUID() }],
    ['a write pass of another viewer', { viewer: parent.accountId }],
    ['a write pass for other organisations', { organisations: ['RYJ'] }],
    ['a write pass that has expired', { expiresAt: new Date(0) }],
    ['a write pass without the label', { labels: [Label.socialCare] }],
  ] as const)('%s writes nothing (abuse case 30)', async (_what, write) => {
    const patient = randomUUID();
    for (const [purpose, field, table] of [['record-measurement', 'recordMeasurement', 'measurement'], ['enter-care-item', 'enterCareItem', 'care_item']] as const) {
      await expect(before(ada, patient, purpose, write).do(field)).rejects.toMatchObject({ code: 'CHANGE_NOT_ALLOWED' });
      expect(await rows(`select 1 from ${table} where patient_id = $1`, [patient])).toEqual([]);
    }
  });
});

const items = 'id name startedOn organisation { odsCode } author addedByPerson mine label notes ask { words }';

describe('CAR-1 what people add themselves', () => {
  it('stands beside what hospitals sent, marked as added by a person', async () => {
    const patient = randomUUID();
    const own = before(ada, patient, 'enter-care-item');
    const id = idOf(await own.do('enterCareItem', { input: { startedOn: '2024', detail: 'Two when needed', note: 'From the chemist' } }));
    await own.do('enterCareItem', { input: { kind: 'ALLERGY', name: '  Peanuts ', detail: 'Swollen lips' } });
    await own.do('enterCareItem', { input: { kind: 'CONDITION', name: 'Asthma', current: false, startedOn: '1990-05', endedOn: '2001' } });
    expect(await own.see(`medications { ${items} status dosage } allergies { name status verification reaction } conditions { name status startedOn endedOn } carePlans { id }`)).toEqual({
      medications: [{
        id, name: 'Paracetamol', startedOn: '2024', organisation: null, author: 'Ada Test', addedByPerson: true, mine: true, label: 'GENERAL', notes: ['From the chemist'],
        ask: { words: 'The patient, or somebody who acts for them, wrote this down. A GP practice can say what it means.' }, status: 'ACTIVE', dosage: 'Two when needed',
      }],
      allergies: [{ name: 'Peanuts', status: 'ACTIVE', verification: 'UNCONFIRMED', reaction: 'Swollen lips' }],
      conditions: [{ name: 'Asthma', status: 'RESOLVED', startedOn: '1990-05', endedOn: '2001' }],
      carePlans: [],
    });
    await own.do('changeCareItem', { id, input: { name: 'Paracetamol 500 mg', current: false, endedOn: '2025' } });
    expect(await own.see('medications { name status endedOn dosage notes }')).toEqual({ medications: [{ name: 'Paracetamol 500 mg', status: 'COMPLETED', endedOn: '2025', dosage: null, notes: [] }] });
    await own.do('removeCareItem', { id });
    expect(await own.see('medications { id }')).toEqual({ medications: [] });
    expect(await rows('select 1 from care_item_version where patient_id = $1', [patient])).toHaveLength(2);
  });

  it('takes the label that its words tell (ACS-1), and keeps it', async () => {
    const patient = randomUUID();
    const own = before(ada, patient, 'enter-care-item');
    const id = idOf(await own.do('enterCareItem', { input: { kind: 'CONDITION', name: 'Asthma', note: 'Seen by the sexual health clinic' } }));
    expect(await own.see('conditions { label }')).toEqual({ conditions: [{ label: 'SEXUAL_HEALTH' }] });
    await own.do('changeCareItem', { id, input: { kind: 'CONDITION', name: 'Asthma' } });
    expect(await own.see('conditions { label notes }')).toEqual({ conditions: [{ label: 'SEXUAL_HEALTH', notes: [] }] });
  });

  it.each([
    [{ name: ' ' }, 'CARE_ITEM_NAME_INVALID'],
    [{ name: 'x'.repeat(201) }, 'CARE_ITEM_NAME_INVALID'],
    [{ startedOn: '2026-13' }, 'CARE_ITEM_START_INVALID'],
    [{ startedOn: '2025-02-29' }, 'CARE_ITEM_START_INVALID'],
    [{ startedOn: 'May 2024' }, 'CARE_ITEM_START_INVALID'],
    [{ startedOn: '2099' }, 'CARE_ITEM_START_INVALID'],
    [{ endedOn: '2024' }, 'CARE_ITEM_END_INVALID'],
    [{ current: false, startedOn: '2024-05', endedOn: '2024-04' }, 'CARE_ITEM_END_INVALID'],
    [{ detail: 'x'.repeat(501) }, 'CARE_ITEM_DETAIL_INVALID'],
    [{ kind: 'CONDITION', detail: 'a' }, 'CARE_ITEM_DETAIL_INVALID'],
    [{ note: 'x'.repeat(501) }, 'CARE_ITEM_NOTE_INVALID'],
  ])('refuses %j with words for the field', async (input, code) => {
    await expect(before(ada, randomUUID(), 'enter-care-item').do('enterCareItem', { input })).rejects.toMatchObject({ code });
  });

  it('a year that the end shares with the start is not before it (ING-5)', async () => {
    const own = before(ada, randomUUID(), 'enter-care-item');
    await own.do('enterCareItem', { input: { current: false, startedOn: '2024-05', endedOn: '2024' } });
    expect(await own.see('medications { startedOn endedOn }')).toEqual({ medications: [{ startedOn: '2024-05', endedOn: '2024' }] });
  });
});
