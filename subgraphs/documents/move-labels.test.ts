import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';
import { documentsOf, sendLetter } from './testing/documents-room.ts';

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

const sign = (patient: string, more: Partial<PassContent> = {}): string => server.sign({ room: 'documents', patient, ...more });
const move = (patientId: string, id: string, label: string, more: Partial<PassContent> = {}) =>
  changeRecord(room, {
    patientId, pass: `${sign(patientId, more)} ${sign(patientId, { purpose: 'move-document', ...more })}`,
    declares: '$id: ID!, $label: PrivacyLabel!', variables: { id, label }, selection: 'moveDocument(documentId: $id, label: $label) { id label version text }',
  });

/** A letter in two versions; resolves to its id. */
async function written(patientId: string): Promise<string> {
  await sendLetter(room, { patientId });
  await sendLetter(room, { event: 'T10', patientId, parent: 'D1', text: 'Hello again', sent: '20260302120000' });
  const [document] = await documentsOf(room, server, patientId, 'id');
  return String(document?.['id']);
}

async function labels(patient: string): Promise<number[]> {
  const { rows } = await feed.query<{ label: number }>(
    'select label from document where patient_id = $1 union select label from document_content where patient_id = $1 union select label from document_part where patient_id = $1 order by 1', [patient]);
  return rows.map(({ label }) => label);
}

describe('ACS-1, DOC-1 the patient moves a document to another label', () => {
  it('with all its versions, and it can be read as before', async () => {
    const patient = randomUUID();
    const id = await written(patient);
    expect(await move(patient, id, 'MENTAL_HEALTH')).toMatchObject({ moveDocument: { id, label: 'MENTAL_HEALTH', text: 'Hello again' } });
    expect(await labels(patient)).toEqual([Label.mentalHealth]);
    expect(await documentsOf(room, server, patient, 'versions { number } first: text(version: 1) labelHistory { label by }')).toEqual([
      { versions: [{ number: 1 }, { number: 2 }], first: 'Hello', labelHistory: [{ label: 'GENERAL', by: 'RULE' }, { label: 'MENTAL_HEALTH', by: 'PATIENT' }] },
    ]);
  });

  it('and readers without the label do not find it any more; others learn nothing of what it was', async () => {
    const patientId = randomUUID();
    const id = await written(patientId);
    await move(patientId, id, 'SOCIAL_CARE');
    const see = (more: Partial<PassContent>) =>
      readPatient(room, { patientId, pass: sign(patientId, { door: 'invited', ...more }), selection: `documents { edges { node { id } } pageInfo { endCursor } } document(id: "${id}") { id label labelHistory { label } }` });
    expect(await see({ labels: [Label.general] })).toEqual({ documents: { edges: [], pageInfo: { endCursor: null } }, document: null });
    expect(await see({})).toMatchObject({ document: { id, label: 'SOCIAL_CARE', labelHistory: null } });
  });

  it.each([
    ['a new version', { event: 'T10', parent: 'D1', text: 'Seen by psychiatry', title: 'Psychiatry', sent: '20260303120000' }],
    ['a change of its status', { event: 'T04', parent: 'D1', status: 'OB', sent: '20260303120000', text: null }],
    ['its withdrawal', { event: 'T11', sent: '20260303120000', text: null }],
  ])('and no later message moves it back: %s', async (_what, letter) => {
    for (const [chosen, stored] of [['SEXUAL_HEALTH', Label.sexualHealth], ['GENERAL', Label.general]] as const) {
      const patientId = randomUUID();
      const id = await written(patientId);
      await move(patientId, id, 'SOCIAL_CARE');
      await move(patientId, id, chosen);
      await sendLetter(room, { patientId, ...letter });
      expect(await labels(patientId)).toEqual([stored]);
    }
  });

  it('and nobody else does (abuse case 11), nor the patient what is not theirs', async () => {
    const [patient, other] = [randomUUID(), randomUUID()];
    const [id, others] = [await written(patient), await written(other)];
    await expect(move(patient, id, 'SOCIAL_CARE', { door: 'proxy' })).rejects.toMatchObject({ code: 'CHANGE_NOT_ALLOWED' });
    for (const none of [others, randomUUID(), 'D1']) await expect(move(patient, none, 'SOCIAL_CARE')).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    expect([await labels(patient), await labels(other)]).toEqual([[Label.general], [Label.general]]);
  });

  it('a label is one of four, in each of its tables', async () => {
    const patient = randomUUID();
    await written(patient);
    for (const label of [-1, 4]) {
      await expect(feed.query('update document set label = $2 where patient_id = $1', [patient, label])).rejects.toThrow(/one_of_four_labels/);
      // A part has the label of its document, whatever a statement says.
      for (const table of ['document_content', 'document_part']) expect((await feed.query(`update ${table} set label = $2 where patient_id = $1`, [patient, label])).rowCount).toBe(2);
    }
    expect(await labels(patient)).toEqual([Label.general]);
    expect((await feed.query('update document set label = 3 where patient_id = $1', [patient])).rowCount).toBe(1);
    expect(await labels(patient)).toEqual([Label.socialCare]);
  });
});
