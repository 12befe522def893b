import { randomUUID } from 'node:crypto';
import type { Room } from '@cie/kit/room.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';
import { KeepOwnStatus1795400050003 } from './store/own-status.migration.ts';
import { documentsOf, sendLetter, type TestLetter } from './testing/documents-room.ts';

let server: RoomServer;
let room: Room;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startDocuments(server.settings);
});
afterAll(() => room.close());

const at = (day: number): string => `202603${String(day).padStart(2, '0')}120000`;

/** What a record holds after these letters, in this order of arrival. */
async function after(letters: readonly Partial<TestLetter>[], fields: string): Promise<Record<string, unknown>[]> {
  const patientId = randomUUID();
  for (const letter of letters) expect(await sendLetter(room, { patientId, ...letter })).toEqual({ outcome: 'applied' });
  return documentsOf(room, server, patientId, fields);
}

describe('DOC-1 versions', () => {
  const fields = 'text version versions { number author } first: text(version: 1) second: text(version: 2) none: text(version: 9)';
  const [one, two, three] = [
    { sent: at(1), author: 'A^One', text: 'one' },
    { sent: at(2), author: 'B^Two', text: 'two', event: 'T08' },
    { sent: at(3), author: 'C^Three', text: 'three', event: 'T08' },
  ];
  const whole = [{ text: 'three', version: 3, versions: [{ number: 1, author: 'One' }, { number: 2, author: 'Two' }, { number: 3, author: 'Three' }], first: 'one', second: 'two', none: null }];

  it.each([[[one, two, three]], [[three, two, one]], [[two, three, one]], [[three, one, two]]])('ING-2 arrive in any order and stand in that of their writing %#', async (letters) => {
    expect(await after(letters, fields)).toEqual(whole);
  });
});

describe('DOC-1 MDM^T04 a change of status', () => {
  it('makes no version of the same content, and one of other content', async () => {
    const first = { sent: at(1), text: 'same' };
    expect(await after([first, { event: 'T04', sent: at(2), text: 'same', status: 'CA' }], 'status version')).toEqual([{ status: 'WITHDRAWN', version: 1 }]);
    expect(await after([first, { event: 'T04', sent: at(2), text: null, status: 'OB' }], 'status version text')).toEqual([{ status: 'REPLACED', version: 1, text: 'same' }]);
    expect(await after([first, { event: 'T04', sent: at(2), text: 'other' }], 'status version text')).toEqual([{ status: 'CURRENT', version: 2, text: 'other' }]);
  });

  it('ING-2 that is late changes nothing', async () => {
    expect(await after([{ sent: at(3), text: 'same' }, { event: 'T04', sent: at(2), text: 'same', status: 'CA' }], 'status version')).toEqual([{ status: 'CURRENT', version: 1 }]);
  });
});

describe('DOC-1 MDM^T10 a replacement', () => {
  const fields = 'title status replaces { title } replacedBy { title }';
  const [old, newer] = [{ source: 'D1', sent: at(1), title: 'Old' }, { event: 'T10', source: 'D2', parent: 'D1', sent: at(2), title: 'New' }];
  const both = [
    { title: 'New', status: 'CURRENT', replaces: { title: 'Old' }, replacedBy: null },
    { title: 'Old', status: 'REPLACED', replaces: null, replacedBy: { title: 'New' } },
  ];
  const sorted = (documents: readonly Record<string, unknown>[]) => documents.toSorted((a, b) => String(a['title']).localeCompare(String(b['title'])));

  it.each([[[old, newer]], [[newer, old]]])('takes the place of its parent, whichever comes first %#', async (letters) => {
    expect(sorted(await after(letters, fields))).toEqual(both);
  });

  it('leaves the parent replaced when its sender edits it', async () => {
    expect(sorted(await after([old, newer, { ...old, event: 'T08', sent: at(3) }], fields))).toEqual(both);
  });

  it('still takes its place when it is edited', async () => {
    expect(sorted(await after([old, newer, { ...newer, event: 'T08', parent: '', sent: at(3) }], fields))).toEqual(both);
  });

  it('gives the place back when it is withdrawn, in whichever order the messages come', async () => {
    const withdrawn = { ...newer, event: 'T11', parent: '', sent: at(3), text: null };
    const again = [{ title: 'New', status: 'WITHDRAWN', replaces: { title: 'Old' }, replacedBy: null }, { title: 'Old', status: 'CURRENT', replaces: null, replacedBy: null }];
    for (const letters of [[old, newer, withdrawn], [newer, withdrawn, old], [withdrawn, newer, old]]) expect(sorted(await after(letters, fields))).toEqual(again);
  });

  it('leaves what the sender itself called replaced as it is', async () => {
    expect(await after([{ ...old, status: 'OB' }], 'status')).toEqual([{ status: 'REPLACED' }]);
  });

  it('reaches no document of another organisation', async () => {
    expect(sorted(await after([old, { ...newer, organisation: 'RQM' }], 'title status'))).toEqual([{ title: 'New', status: 'CURRENT' }, { title: 'Old', status: 'CURRENT' }]);
  });
});

describe('DOC-1 MDM^T11 a deletion', () => {
  const fields = 'status version text content versions { number } file { name }';
  const gone = { status: 'WITHDRAWN', version: 1, text: null, content: null, versions: [], file: null };

  it('withdraws the document: nothing of it is read any more, its history is kept', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, text: 'of somebody else' });
    await sendLetter(room, { patientId, event: 'T11', sent: at(2), text: null });
    expect(await documentsOf(room, server, patientId, fields)).toEqual([gone]);
    const client = await server.connect('documents', 'feed');
    expect((await client.query('select 1 from document_content where patient_id = $1', [patientId])).rowCount).toBe(1);
    await client.end();
  });

  it('that overtook the document withdraws it when it comes; one that was edited since stands', async () => {
    const first = { sent: at(1), title: 'Letter' };
    const deletion = { event: 'T11', sent: at(2), text: null };
    expect(await after([deletion, first], `title ${fields}`)).toEqual([{ title: 'Letter', ...gone }]);
    expect(await after([{ ...first, sent: at(3) }, deletion], 'status')).toEqual([{ status: 'CURRENT' }]);
    expect(await after([first, deletion, { event: 'T08', sent: at(3), text: 'again' }], 'status text')).toEqual([{ status: 'CURRENT', text: 'again' }]);
  });
});

describe('RES-5 versions and replacements of what a reader may not see', () => {
  it('are as if they were not there', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, source: 'D1', title: 'Seen' });
    await sendLetter(room, { patientId, source: 'D2', parent: 'D1', event: 'T10', title: 'GUM letter', organisation: 'RYJ' });
    const owner = await server.connect('documents', 'feed');
    await owner.query('update document set label = 1 where patient_id = $1 and source_id = $2', [patientId, 'D2']);
    await owner.end();
    const selection = 'documents { edges { node { title status replacedBy { title } } } }';
    const read = (labels: readonly (0 | 1)[]) => readPatient(room, { patientId, pass: server.sign({ room: 'documents', patient: patientId, labels }), selection });
    expect(await read([0])).toEqual({ documents: { edges: [{ node: { title: 'Seen', status: 'CURRENT', replacedBy: null } }] } });
    const successor = { node: { title: 'GUM letter', status: 'CURRENT', replacedBy: null } };
    const edges = pick(await read([0, 1]), 'documents', 'edges');
    expect(edges).toHaveLength(2);
    expect(edges).toContainEqual(successor);
    expect(edges).toContainEqual({ node: { title: 'Seen', status: 'REPLACED', replacedBy: { title: 'GUM letter' } } });
  });
});

describe('RES-5 what an earlier release wrote to replaced documents', () => {
  it('is undone; what their own sender said stays', async () => {
    const patientId = randomUUID();
    await sendLetter(room, { patientId, source: 'D1', sent: at(1) });
    await sendLetter(room, { patientId, source: 'D2', sent: at(2), parent: 'D1', event: 'T10' });
    await sendLetter(room, { patientId, source: 'D3', sent: at(1), status: 'OB' });
    const [feed, owner] = [await server.connect('documents', 'feed'), await server.connect('documents', 'owner')];
    await feed.query("update document set status = 'replaced' where patient_id = $1 and source_id = 'D1'", [patientId]);
    // Of a runner the migration uses this alone.
    await new KeepOwnStatus1795400050003().up({ query: (sql: string) => owner.query(sql) } as unknown as QueryRunner);
    const { rows } = await feed.query('select source_id, status from document where patient_id = $1 order by source_id', [patientId]);
    expect(rows).toEqual([{ source_id: 'D1', status: 'current' }, { source_id: 'D2', status: 'current' }, { source_id: 'D3', status: 'replaced' }]);
    const { rows: [table] } = await feed.query<{ forced: boolean }>("select relforcerowsecurity as forced from pg_class where oid = 'document'::regclass");
    expect(table).toEqual({ forced: true });
    await Promise.all([feed.end(), owner.end()]);
  });
});
