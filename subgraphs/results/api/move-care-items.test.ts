import { randomUUID } from 'node:crypto';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { Label } from '@cie/kit/names.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FiledCareItem } from '../domain/care/care-item.ts';
import { fileCareItems } from '../domain/care/file-care-items.ts';
import { careFilingStore } from '../store/care-filing.store.ts';
import { CareItemEntity } from '../store/care-item.entity.ts';
import { filedMedication } from '../testing/filed-care-item.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

let test: TestRoom;
let database: RoomDatabase;
let feed: Client;
beforeAll(async () => {
  test = await openTestRoom();
  database = await openRoomDatabase({ room: 'results', settings: test.server.settings, entities: [CareItemEntity], migrations: [], poolSize: 2 });
  feed = await test.server.connect('results', 'feed');
});
afterAll(async () => {
  await Promise.all([database.close(), feed.end()]);
  await test.close();
});

const sign = (patient: string, more: Partial<PassContent> = {}): string => test.server.sign({ room: 'results', patient, ...more });
const file = (patientId: string, item: FiledCareItem): Promise<number> =>
  database.asFeed((manager) => fileCareItems({ messageId: randomUUID(), patientId, recordIds: [patientId], organisation: 'RYJ' }, [item], careFilingStore(manager), randomUUID));
const see = (patientId: string, selection: string, more: Partial<PassContent> = {}) => readPatient(test.room, { patientId, pass: sign(patientId, more), selection });
const idOf = async (patientId: string): Promise<string> => String(pick(await see(patientId, 'medications { id }'), 'medications', 0, 'id'));

interface Change {
  readonly purpose: 'move-care-item' | 'enter-care-item' | 'move-report';
  readonly declares: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly selection: string;
}
const change = (patientId: string, { purpose, ...asked }: Change) =>
  changeRecord(test.room, { patientId, pass: `${sign(patientId)} ${sign(patientId, { purpose, ...(purpose === 'enter-care-item' ? { organisations: ['PATIENT'] } : {}) })}`, ...asked });
const move = (patientId: string, id: string, label: string, purpose: Change['purpose'] = 'move-care-item') =>
  change(patientId, { purpose, declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveCareItem(id: $id, label: $label)' });

const history = 'label labelHistory { label by }';
async function labels(patient: string): Promise<number[]> {
  const { rows } = await feed.query<{ label: number }>('select label from care_item where patient_id = $1 union select label from care_item_version where patient_id = $1 order by 1', [patient]);
  return rows.map(({ label }) => label);
}

describe('ACS-1, CAR-1 the patient moves a medicine, an allergy, a condition or a plan to another label', () => {
  it('with the versions before it; what the hospital sends later does not move it back', async () => {
    const patient = randomUUID();
    await file(patient, filedMedication());
    await file(patient, filedMedication({ dosage: 'Two a day', sentAt: new Date('2026-04-02T10:00:00Z') }));
    const id = await idOf(patient);
    expect(await move(patient, id, 'SEXUAL_HEALTH')).toEqual({ moveCareItem: id });
    expect(await labels(patient)).toEqual([Label.sexualHealth]);
    await file(patient, filedMedication({ dosage: 'Three a day', label: Label.mentalHealth, sentAt: new Date('2026-04-03T10:00:00Z') }));
    expect(await labels(patient)).toEqual([Label.sexualHealth]);
    expect(await see(patient, `careItemLabel(id: "${id}") { name organisation { odsCode } ${history} }`)).toEqual({
      careItemLabel: {
        name: 'Bisoprolol 2.5mg tablets', organisation: { odsCode: 'RYJ' }, label: 'SEXUAL_HEALTH', labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'SEXUAL_HEALTH', by: 'PATIENT' }],
      },
    });
  });

  it('and readers without the label do not find it any more; others learn nothing of what it was', async () => {
    const patient = randomUUID();
    await file(patient, filedMedication());
    const id = await idOf(patient);
    const asked = `medications { id } careItemLabel(id: "${id}") { id ${history} }`;
    await move(patient, id, 'SOCIAL_CARE');
    expect(await see(patient, asked, { door: 'invited', labels: [Label.general] })).toEqual({ medications: [], careItemLabel: null });
    expect(await see(patient, asked, { door: 'invited' })).toEqual({ medications: [{ id }], careItemLabel: { id, label: 'SOCIAL_CARE', labelHistory: null } });
  });

  it('and one of their own too, which stays there when its author changes it', async () => {
    const patient = randomUUID();
    const input = { kind: 'CONDITION', name: 'Anxiety', current: true };
    const entered = await change(patient, { purpose: 'enter-care-item', declares: '$input: CareItemInput!', variables: { input }, selection: 'id: enterCareItem(input: $input)' });
    const id = String(entered['id']);
    await move(patient, id, 'MENTAL_HEALTH');
    await move(patient, id, 'GENERAL');
    const later = { ...input, name: 'Anxiety, seen by psychiatry' };
    await change(patient, { purpose: 'enter-care-item', declares: '$id: ID!, $input: CareItemInput!', variables: { id, input: later }, selection: 'id: changeCareItem(id: $id, input: $input)' });
    expect(await see(patient, `careItemLabel(id: "${id}") { name organisation { odsCode } label }`)).toEqual({ careItemLabel: { name: later.name, organisation: null, label: 'GENERAL' } });
  });

  it('but not what was removed, what does not exist, or under a pass for something else', async () => {
    const patient = randomUUID();
    await file(patient, filedMedication());
    const id = await idOf(patient);
    await expect(move(patient, id, 'SOCIAL_CARE', 'move-report')).rejects.toThrow(/row-level security/);
    await file(patient, filedMedication({ withdrawn: true, sentAt: new Date('2026-04-02T10:00:00Z') }));
    for (const gone of [id, randomUUID(), 'M1']) await expect(move(patient, gone, 'SOCIAL_CARE')).rejects.toMatchObject({ code: 'CARE_ITEM_UNKNOWN' });
  });
});
