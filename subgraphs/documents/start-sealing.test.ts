import { randomBytes, randomUUID } from 'node:crypto';
import { keysInUse, rewrapKeys, type KeyRows } from '@cie/kit/key-rotation.ts';
import type { Room } from '@cie/kit/room.ts';
import { readKeyRing } from '@cie/kit/sealing.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';
import { isKeyKnown, sealedTables } from './store/keys.store.ts';
import { documentsOf, sendLetter } from './testing/documents-room.ts';

let server: RoomServer;
let room: Room;
const words = 'Zephyrine Quillfeather was seen';

beforeAll(async () => {
  server = await openRoomServer();
  room = await startDocuments(server.settings);
});
afterAll(() => room.close());

/** Every stored byte of a patient's documents, as text, bytes, hex and Base64. */
async function stored(patientId: string): Promise<string> {
  const client = await server.connect('documents', 'feed');
  try {
    const rows: object[] = [];
    for (const table of ['document', 'document_content', 'document_part']) rows.push(...(await client.query<object>(`select * from ${table} where patient_id = $1`, [patientId])).rows);
    const readings = (value: unknown): string => (Buffer.isBuffer(value) ? [value.toString('latin1'), value.toString('hex'), value.toString('base64')].join(' ') : JSON.stringify(value));
    return rows.flatMap((row) => Object.values(row).map(readings)).join('\n');
  } finally {
    await client.end();
  }
}

const forms = (text: string): string[] => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').slice(0, -4)];

describe('abuse case 25: a thief of the disk', () => {
  it('finds cipher text where documents are, and no more of the file', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, text: words });
    const all = await stored(patientId);
    expect(all).toContain('Discharge summary');
    for (const form of forms(words)) expect(all).not.toContain(form);
    expect(await documentsOf(room, server, patientId, 'text')).toEqual([{ text: words }]);
  });

  it('cannot put one person’s document in another’s place', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await sendLetter(room, { patientId: mine, text: 'mine' });
    await sendLetter(room, { patientId: other, text: 'theirs' });
    const client = await server.connect('documents', 'feed');
    await client.query('update document_part p set sealed = o.sealed from document_part o where p.patient_id = $1 and o.patient_id = $2', [mine, other]);
    await client.query('update document_content p set wrapped_key = o.wrapped_key from document_content o where p.patient_id = $1 and o.patient_id = $2', [mine, other]);
    await client.end();
    await expect(documentsOf(room, server, mine, 'text')).rejects.toMatchObject({ code: 'FILE_SEAL_BROKEN' });
  });
});

describe('DOC-2 what was stored before content was sealed', () => {
  it('is read as it is, and sealed after the next start', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, text: 'placeholder' });
    const client = await server.connect('documents', 'feed');
    await client.query('delete from document_part where patient_id = $1', [patientId]);
    await client.query('update document_content set key_id = null, wrapped_key = null, text = $2, pdf = $3 where patient_id = $1', [patientId, words, Buffer.from('%PDF-1.4 old')]);
    const fields = `text content`;
    const plain = [{ text: words, content: Buffer.from('%PDF-1.4 old').toString('base64') }];
    expect(await documentsOf(room, server, patientId, fields)).toEqual(plain);
    const again = await startDocuments(server.settings);
    try {
      await expect.poll(async () => (await client.query('select 1 from document_content where patient_id = $1 and wrapped_key is null', [patientId])).rowCount, { timeout: 10_000 }).toBe(0);
      expect(await documentsOf(again, server, patientId, fields)).toEqual(plain);
      const all = await stored(patientId);
      for (const form of forms(words)) expect(all).not.toContain(form);
    } finally {
      await client.end();
      await again.close();
    }
  });
});

describe('DOC-2 rotation of the keys', () => {
  const fresh = `new:${randomBytes(32).toString('base64')}`;

  it('wraps the keys of files anew, not the files, and only with a key that the room knows', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, text: words });
    const old = server.settings['CIE_FILE_KEYS'] ?? '';
    const both = readKeyRing({ CIE_FILE_KEYS: `${fresh},${old}` });
    const client = await server.connect('documents', 'feed');
    // One patient's rows, since other tests share the database: the same statements as an operator's, narrowed by a policy of this session.
    const rows: KeyRows = {
      transaction: (work) => work(async <Row>(sql: string, parameters: readonly unknown[]) => {
        const narrowed = sql.replace('where key_id <> $1', `where key_id <> $1 and patient_id = '${patientId}'`).replaceAll('where key_id is not null', `where patient_id = '${patientId}'`);
        return (await client.query(narrowed, [...parameters])).rows as Row[];
      }),
    };
    try {
      expect(await isKeyKnown(rows, both)).toBe(false);
      expect(await isKeyKnown(rows, readKeyRing({ CIE_FILE_KEYS: old }))).toBe(true);
      const before = (await client.query('select sealed from document_part where patient_id = $1', [patientId])).rows;
      expect(await rewrapKeys(rows, both, sealedTables)).toBe(1);
      expect(await rewrapKeys(rows, both, sealedTables)).toBe(0);
      expect(await keysInUse(rows, sealedTables)).toEqual([{ keyId: 'new', files: 1 }]);
      expect((await client.query('select sealed from document_part where patient_id = $1', [patientId])).rows).toEqual(before);
      // The room of before does not have the new key, and says so; one that has it reads.
      await expect(documentsOf(room, server, patientId, 'text')).rejects.toMatchObject({ code: 'FILE_KEY_MISSING' });
      const rotated = await startDocuments({ ...server.settings, CIE_FILE_KEYS: `${fresh},${old}` });
      expect(await documentsOf(rotated, server, patientId, 'text')).toEqual([{ text: words }]);
      expect(await isKeyKnown(rows, both)).toBe(true);
      await rotated.close();
    } finally {
      await client.end();
    }
  });
});

describe('abuse case 53: parts of a file', () => {
  const access = (accountId: string) => ({ requestId: 'test', viewer: { ...testViewer, accountId }, now: new Date() });

  it('are handed out for a ticket that was made under a pass, to its viewer alone', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, text: words, title: 'Your stay / summary' });
    const pass = server.sign({ room: 'documents', patient: patientId });
    const [listed] = await documentsOf(room, server, patientId, 'id');
    const read = await readPatient(room, { patientId, pass, selection: `document(id: "${String(listed?.['id'])}") { file { name mediaType size ticket } }` });
    // GraphQL answered the selection above.
    const { ticket, ...file } = (read['document'] as { file: { ticket: string } }).file;
    expect(file).toEqual({ name: 'Your stay - summary 2026-03-01.txt', mediaType: 'text/plain', size: words.length });
    const part = (accountId: string, number: string) => room.commands['file-part']?.({ ticket, number }, access(accountId));
    expect(await part(testViewer.accountId, '0')).toEqual({ bytes: Buffer.from(words).toString('base64'), last: true });
    expect(await part(testViewer.accountId, '1')).toBeNull();
    await expect(part(randomUUID(), '0')).rejects.toMatchObject({ code: 'FILE_TICKET_INVALID' });
  });
});
