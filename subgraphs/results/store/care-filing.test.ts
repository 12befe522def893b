import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FiledCareItem } from '../domain/care/care-item.ts';
import { fileCareItems } from '../domain/care/file-care-items.ts';
import { filedAllergy, filedMedication } from '../testing/filed-care-item.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';
import { CareItemEntity } from './care-item.entity.ts';
import { careFilingStore } from './care-filing.store.ts';

let test: TestRoom;
let database: RoomDatabase;
let service: Client;
beforeAll(async () => {
  test = await openTestRoom();
  database = await openRoomDatabase({ room: 'results', settings: test.server.settings, entities: [CareItemEntity], migrations: [], poolSize: 2 });
  service = await test.server.connect('results', 'service');
});
afterAll(async () => {
  await service.end();
  await database.close();
  await test.close();
});

const later = new Date('2026-04-02T10:00:00Z');

function file(patientId: string, items: readonly FiledCareItem[], organisation = 'RYJ', recordIds: readonly string[] = [patientId]): Promise<number> {
  const filing = { messageId: randomUUID(), patientId, recordIds, organisation };
  return database.asFeed((manager) => fileCareItems(filing, items, careFilingStore(manager), randomUUID));
}

/** Rows that the service's role sees with this pass, whatever its query asks. */
async function seen(table: string, pass: string): Promise<Record<string, unknown>[]> {
  await service.query('begin');
  try {
    await service.query("select set_config('cie.pass', $1, true)", [pass]);
    return (await service.query<Record<string, unknown>>(`select * from ${table}`)).rows;
  } finally {
    await service.query('rollback');
  }
}

const sign = (patient: string, more = {}) => test.server.sign({ room: 'results', patient, ...more });

describe('CAR-1 care items in the record', () => {
  it('files what a feed brings, once for each source id, kind and organisation', async () => {
    const patient = randomUUID();
    expect(await file(patient, [filedMedication(), filedAllergy({ sourceId: 'M1' })])).toBe(2);
    expect(await file(patient, [filedMedication()])).toBe(0);
    expect(await file(patient, [filedMedication()], 'RQM')).toBe(1);
    expect(await seen('care_item', sign(patient))).toHaveLength(3);
  });

  it('changes an item where it lies when records were joined (ACC-5)', async () => {
    const [patient, joined] = [randomUUID(), randomUUID()];
    await file(joined, [filedMedication()]);
    await file(patient, [filedMedication({ dosage: 'Two a day', sentAt: later })], 'RYJ', [patient, joined]);
    expect(await seen('care_item', sign(patient))).toEqual([]);
    expect(await seen('care_item', sign(joined))).toMatchObject([{ dosage: 'Two a day' }]);
  });

  it('ING-2 keeps each version that a newer one replaces', async () => {
    const patient = randomUUID();
    await file(patient, [filedAllergy({ reaction: 'Rash' })]);
    await file(patient, [filedAllergy({ reaction: null, withdrawn: true, sentAt: later })]);
    expect(await seen('care_item', sign(patient))).toMatchObject([{ withdrawn: true, reaction: null }]);
    expect(await seen('care_item_version', sign(patient))).toMatchObject([{ organisation: 'RYJ', facts: { reaction: 'Rash', withdrawn: false } }]);
  });

  it('shows items and their history to passes of their label and organisation only (RES-5)', async () => {
    const patient = randomUUID();
    await file(patient, [filedMedication({ dosage: 'One' })]);
    await file(patient, [filedMedication({ dosage: 'Two', sentAt: later, label: Label.mentalHealth })]);
    for (const table of ['care_item', 'care_item_version']) {
      expect(await seen(table, sign(patient, { labels: [Label.mentalHealth] }))).toHaveLength(1);
      expect(await seen(table, sign(patient, { labels: [Label.general] }))).toEqual([]);
      expect(await seen(table, sign(patient, { organisations: ['RAS'] }))).toEqual([]);
      expect(await seen(table, sign(randomUUID()))).toEqual([]);
    }
  });

  it('lets nobody but the trigger write history', async () => {
    await expect(service.query(`insert into care_item_version (patient_id, care_item_id, organisation, label, facts) values ('${randomUUID()}', '${randomUUID()}', 'RYJ', 0, '{}')`)).rejects.toThrow(/permission denied/);
    await expect(service.query('delete from care_item')).rejects.toThrow(/permission denied/);
  });

  it('shows the owner of the tables no history, and lets it change none, outside the trigger', async () => {
    const patient = randomUUID();
    await file(patient, [filedAllergy({ reaction: 'Rash' })]);
    await file(patient, [filedAllergy({ reaction: null, sentAt: later })]);
    expect(await seen('care_item_version', sign(patient))).toHaveLength(1);
    const owner = await test.server.connect('results', 'owner');
    try {
      for (const table of ['care_item_version', 'measurement_version']) expect((await owner.query(`select 1 from ${table}`)).rows).toEqual([]);
      expect((await owner.query('update care_item_version set label = 0')).rowCount).toBe(0);
      await expect(owner.query(`insert into care_item_version (patient_id, care_item_id, organisation, label, facts) select patient_id, id, 'RYJ', 0, '{}' from (values ('${patient}'::uuid, '${randomUUID()}'::uuid)) item (patient_id, id)`)).rejects.toThrow(/row-level security/);
    } finally {
      await owner.end();
    }
  });
});
