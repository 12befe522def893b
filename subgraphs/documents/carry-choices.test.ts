import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';
import { sendLetter, type TestLetter } from './testing/documents-room.ts';

let server: RoomServer;
let room: Room;
let feed: Client;
beforeAll(async () => {
  server = await openRoomServer();
  room = await startDocuments(server.settings);
  feed = await server.connect('documents', 'feed');
});
afterAll(async () => {
  await feed.end();
  await room.close();
});

const { general, mentalHealth, sexualHealth, socialCare } = Label;
const psychiatry = { type: 'PS^Psychiatry letter' };

/** A person before their record, and before those that are joined with it. */
interface Owner {
  readonly own: string;
  readonly accountId?: string;
  readonly joined?: readonly string[];
}

const passes = ({ own, accountId = testViewer.accountId, joined = [] }: Owner, more: object): string =>
  [own, ...joined].map((patient) => server.sign({ room: 'documents', patient, viewer: accountId, ...more })).join(' ');
const viewerOf = ({ own, accountId = testViewer.accountId }: Owner) => ({ ...testViewer, accountId, patientId: own });

async function move(owner: Owner, id: string, label: string): Promise<void> {
  await changeRecord(room, {
    patientId: owner.own, viewer: viewerOf(owner), pass: `${passes(owner, {})} ${passes(owner, { purpose: 'move-document' })}`,
    declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveDocument(documentId: $id, label: $label) { id }',
  });
}
const history = async (owner: Owner, id: string): Promise<unknown> =>
  (await readPatient(room, { patientId: owner.own, viewer: viewerOf(owner), pass: passes(owner, {}), selection: `document(id: "${id}") { labelHistory { label by } }` }))['document'];

async function documents(...patients: readonly string[]): Promise<Map<string, { readonly id: string; readonly label: number }>> {
  const { rows } = await feed.query<{ source: string; id: string; label: number }>('select source_id as source, id, label from document where patient_id = any ($1::uuid[])', [patients]);
  return new Map(rows.map(({ source, id, label }) => [source, { id, label }]));
}
const idOf = async (patient: string, source: string): Promise<string> => (await documents(patient)).get(source)?.id ?? '';
const labelsOf = async (...patients: readonly string[]): Promise<Record<string, number>> => Object.fromEntries([...(await documents(...patients))].map(([source, { label }]) => [source, label]));

const first: Omit<TestLetter, 'patientId'> = { source: 'D1' };
const second: Omit<TestLetter, 'patientId'> = { event: 'T10', source: 'D2', parent: 'D1', sent: '20260302120000', text: 'Hello again' };

describe('ACS-1 a letter that takes the place of one that the patient moved', () => {
  it('is hidden as that one is, with its content, and stays so; those who lost the one do not read the other', async () => {
    const own = randomUUID();
    await sendLetter(room, { patientId: own, ...first });
    await move({ own }, await idOf(own, 'D1'), 'SEXUAL_HEALTH');
    await sendLetter(room, { patientId: own, ...second });
    await sendLetter(room, { patientId: own, ...second, source: 'D3', parent: 'D2', sent: '20260303120000' });
    await sendLetter(room, { patientId: own, ...second, source: 'D3', parent: 'D2', sent: '20260304120000' });
    expect(await labelsOf(own)).toEqual({ D1: sexualHealth, D2: sexualHealth, D3: sexualHealth });
    const { rows } = await feed.query('select label from document_content where patient_id = $1 union select label from document_part where patient_id = $1', [own]);
    expect(rows).toEqual([{ label: sexualHealth }]);
    const team = server.sign({ room: 'documents', patient: own, door: 'invited', labels: [general] });
    expect(await readPatient(room, { patientId: own, pass: team, selection: 'documents { edges { node { id } } }' })).toEqual({ documents: { edges: [] } });
    expect(await history({ own }, await idOf(own, 'D3'))).toEqual({ labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'SEXUAL_HEALTH', by: 'PATIENT' }] });
  });

  it('also when it lies in another record of the person, and when the former one comes after it', async () => {
    const [own, joined] = [randomUUID(), randomUUID()];
    const both = [own, joined];
    await sendLetter(room, { patientId: joined, ...first });
    await move({ own: joined }, await idOf(joined, 'D1'), 'SOCIAL_CARE');
    await sendLetter(room, { patientId: own, records: both, ...second });
    expect(await labelsOf(own, joined)).toEqual({ D1: socialCare, D2: socialCare });
    const late = randomUUID();
    await sendLetter(room, { patientId: late, ...second });
    await move({ own: late }, await idOf(late, 'D2'), 'MENTAL_HEALTH');
    await sendLetter(room, { patientId: late, ...first });
    expect(await labelsOf(late)).toEqual({ D1: mentalHealth, D2: mentalHealth });
  });

  it('takes nothing over from another organisation or person, nor later, when each was moved for itself', async () => {
    const [own, other] = [randomUUID(), randomUUID()];
    await sendLetter(room, { patientId: own, ...first });
    await sendLetter(room, { patientId: own, ...second });
    await move({ own }, await idOf(own, 'D1'), 'SOCIAL_CARE');
    await sendLetter(room, { patientId: own, ...second, sent: '20260303120000' });
    await sendLetter(room, { patientId: own, ...second, organisation: 'RAS', source: 'R2' });
    await sendLetter(room, { patientId: other, ...second });
    expect(await labelsOf(own)).toEqual({ D1: socialCare, D2: general, R2: general });
    expect(await labelsOf(other)).toEqual({ D2: general });
  });
});

describe('ACS-1 a choice of general is carried over the same rule only', () => {
  it.each([
    ['the rules say again what the patient set aside', psychiatry, psychiatry, general],
    ['the rules are stricter than they were', {}, psychiatry, mentalHealth],
  ])('%s', async (_what, before, after, label) => {
    const own = randomUUID();
    await sendLetter(room, { patientId: own, ...first, ...before });
    const id = await idOf(own, 'D1');
    await move({ own }, id, 'SOCIAL_CARE');
    await move({ own }, id, 'GENERAL');
    await sendLetter(room, { patientId: own, ...second, ...after });
    expect(await labelsOf(own)).toEqual({ D1: general, D2: label });
    // What was carried holds against what comes later, as the choice for the former does.
    await sendLetter(room, { patientId: own, ...second, ...psychiatry, sent: '20260305120000' });
    expect((await labelsOf(own))['D2']).toBe(label);
  });

  it('and only by whose record it is', async () => {
    const [own, joined] = [randomUUID(), randomUUID()];
    await sendLetter(room, { patientId: joined, ...first, ...psychiatry });
    await move({ own, joined: [joined] }, await idOf(joined, 'D1'), 'GENERAL');
    await sendLetter(room, { patientId: joined, ...second, ...psychiatry });
    expect(await labelsOf(joined)).toEqual({ D1: general, D2: mentalHealth });
  });

  it('what the feed names is checked by the database: it says which, not what', async () => {
    const own = randomUUID();
    await sendLetter(room, { patientId: own, ...first });
    const id = await idOf(own, 'D1');
    for (const sql of ['insert into document_label_change (patient_id, item_id, given, author_id) values ($1, $2, 1, $1)', 'insert into document_label_change (patient_id, item_id, from_patient_id, from_item_id, given) values ($1, $2, $1, $2, 1)']) {
      await expect(feed.query(sql, [own, id])).rejects.toThrow(/permission denied/);
    }
    await expect(feed.query('insert into document_label_change (patient_id, item_id) values ($1, $2)', [own, id])).rejects.toThrow(/row-level security|not-null/);
    expect(await labelsOf(own)).toEqual({ D1: general });
  });
});

describe('ACC-5 a label that was chosen while two records were joined', () => {
  it('is its owner’s as long as they are, and afterwards that of whoever had the record then', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const [mover, owner] = [{ own: one, joined: [other], accountId: randomUUID() }, { own: other, joined: [one], accountId: randomUUID() }];
    await sendLetter(room, { patientId: other, ...first });
    const id = await idOf(other, 'D1');
    await move(mover, id, 'SOCIAL_CARE');
    for (const joined of [mover, owner]) expect(await history(joined, id)).toEqual({ labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'SOCIAL_CARE', by: 'PATIENT' }] });
    const parted = { own: other, accountId: owner.accountId };
    await move(parted, id, 'MENTAL_HEALTH');
    expect(await history(parted, id)).toEqual({ labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'SOCIAL_CARE', by: 'FORMER_OWNER' }, { label: 'MENTAL_HEALTH', by: 'PATIENT' }] });
  });

  it('and nobody names a record as their own that no pass of theirs is for (abuse case 27)', async () => {
    const own = randomUUID();
    await sendLetter(room, { patientId: own, ...first });
    const claimed = { ...testViewer, patientId: randomUUID() };
    await expect(changeRecord(room, {
      patientId: own, viewer: claimed, pass: `${passes({ own }, {})} ${passes({ own }, { purpose: 'move-document' })}`,
      declares: '$id: ID!', variables: { id: await idOf(own, 'D1') }, selection: 'moveDocument(documentId: $id, label: SOCIAL_CARE) { id }',
    })).rejects.toThrow(/row-level security/);
  });
});
