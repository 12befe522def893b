import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { partBytes } from '@cie/kit/uploads.ts';
import { graphql } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';
import { startFakeScanner, type FakeScanner } from '@cie/kit/testing/fake-scanner.ts';

let server: RoomServer;
let scanner: FakeScanner;
let room: Room;
/** What the room warned of. */
const warned: unknown[] = [];

beforeAll(async () => {
  server = await openRoomServer();
  scanner = await startFakeScanner();
  room = await startDocuments({ ...server.settings, CIE_SCAN: 'clamd', CIE_CLAMD: scanner.address, CIE_UPLOAD_MAX_BYTES: '2000000' }, { warn: (...line) => warned.push(line) });
});
afterAll(async () => {
  await room.close();
  await scanner.close();
});
beforeEach(() => {
  scanner.behaviour = { answers: 'stream: OK' };
});

const other: Viewer = { ...testViewer, accountId: randomUUID(), name: 'Ottoline Other' };
const doctor: Viewer = { ...testViewer, kind: 'professional', accountId: randomUUID(), organisation: 'RQM', name: 'Dr Dorothea Doe', proofing: null };
const input = { title: 'Letter from abroad', kind: 'LETTER', dated: '2026-01-02', fileName: '../letter.pdf', mediaType: 'application/pdf' };

/** Passes as sharing gives them for a change by this viewer. */
function passes(patientId: string, viewer: Viewer, labels: readonly (0 | 1 | 2 | 3)[] = [0, 1, 2, 3]): string {
  const content = { room: 'documents', patient: patientId, viewer: viewer.accountId, labels } as const;
  const organisations = [viewer.organisation ?? 'PATIENT'];
  return [server.sign(content), server.sign({ ...content, purpose: 'upload-document', organisations })].join(' ');
}

interface Change {
  readonly patientId: string;
  readonly viewer?: Viewer;
  readonly pass?: string;
}

async function begin({ patientId, viewer = testViewer, pass = passes(patientId, viewer) }: Change, changed: Partial<typeof input> & { label?: string } = {}): Promise<string> {
  const read = await changeRecord(room, { patientId, viewer, pass, selection: 'beginUpload(input: $input) { id }', declares: '$input: UploadInput!', variables: { input: { ...input, ...changed } } });
  // GraphQL answered the selection above.
  return (read['beginUpload'] as { id: string }).id;
}

const access = (viewer: Viewer) => ({ requestId: 'test', viewer, now: new Date() });
const receive = (id: string, number: number, bytes: Buffer | string, last = true, viewer: Viewer = testViewer) =>
  Promise.resolve(room.commands['receive-part']?.({ id, number: String(number), bytes: Buffer.from(bytes).toString('base64'), last: last ? 'yes' : 'no' }, access(viewer)));

/** What a viewer reads of a record. */
async function read(patientId: string, viewer: Viewer = testViewer, selection = 'uploads { title state reason } documents { edges { node { id title fileName: file { name } author addedByYou status organisation { odsCode } label at atText } } }'): Promise<Record<string, unknown>> {
  const pass = server.sign({ room: 'documents', patient: patientId, viewer: viewer.accountId });
  const result = await graphql({
    schema: room.schema, contextValue: room.createContext(access(viewer)),
    source: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Patient { ${selection} } } }`,
    variableValues: { of: [{ __typename: 'Patient', id: patientId, access: { documents: pass } }] },
  });
  if (result.errors !== undefined) throw result.errors[0]?.originalError ?? new Error('no answer');
  // One representation was sent, so one entity comes back.
  const entities = result.data?.['_entities'] as unknown[] | undefined;
  return JSON.parse(JSON.stringify(entities?.[0])) as Record<string, unknown>;
}

async function rows(sql: string, ...parameters: readonly unknown[]): Promise<number> {
  const client = await server.connect('documents', 'feed');
  const { rowCount } = await client.query(sql, [...parameters]);
  await client.end();
  return rowCount ?? 0;
}

const nothing = { uploads: [], documents: { edges: [] } };

describe('DOC-2 a file that somebody adds', () => {
  it('is a document once it is found clean, with its author, cleaned name and own date', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId });
    expect(await read(patientId), 'while it comes').toEqual(nothing);
    await receive(id, 0, '%PDF-1.7 made up');
    await expect.poll(() => read(patientId), { timeout: 8000 }).toEqual({
      uploads: [],
      documents: { edges: [{ node: {
        id, title: 'Letter from abroad', fileName: { name: 'letter.pdf' }, author: 'Test Viewer', addedByYou: true, status: 'CURRENT',
        organisation: { odsCode: 'PATIENT' }, label: 'GENERAL', at: '2026-01-02T00:00:00.000Z', atText: '2026-01-02',
      } }] },
    });
    expect(scanner.received.toString()).toBe('%PDF-1.7 made up');
    expect(await read(patientId, other)).toMatchObject({ documents: { edges: [{ node: { addedByYou: false } }] } });
    const [content] = [await read(patientId, testViewer, `document(id: "${id}") { content }`)];
    expect(content).toEqual({ document: { content: Buffer.from('%PDF-1.7 made up').toString('base64') } });
  });

  it('of a professional carries the organisation and a label that may be written', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId, viewer: doctor, pass: passes(patientId, doctor, [2]) });
    await receive(id, 0, '%PDF-1.7 made up', true, doctor);
    await expect.poll(() => read(patientId, doctor), { timeout: 8000 }).toMatchObject({
      documents: { edges: [{ node: { author: 'Dr Dorothea Doe', organisation: { odsCode: 'RQM' }, label: 'MENTAL_HEALTH' } }] },
    });
  });

  it('ACS-1 stands under the label that its author chose', async () => {
    const patientId = randomUUID();
    await receive(await begin({ patientId }, { label: 'SOCIAL_CARE' }), 0, '%PDF-1.7 made up');
    await expect.poll(() => read(patientId, testViewer, 'documents { edges { node { label } } }'), { timeout: 8000 }).toEqual({ documents: { edges: [{ node: { label: 'SOCIAL_CARE' } }] } });
  });

  it('that is a text can be read, not only saved', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId }, { mediaType: 'text/plain', fileName: 'notes.txt' });
    await receive(id, 0, 'Grüße');
    await expect.poll(() => read(patientId, testViewer, `document(id: "${id}") { text file { name } }`), { timeout: 8000 }).toEqual({ document: { text: 'Grüße', file: { name: 'notes.txt' } } });
  });

  it('is taken back by its author alone, and then read by nobody', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId });
    await receive(id, 0, '%PDF-1.7 made up');
    await expect.poll(() => rows('select 1 from document where id = $1', id), { timeout: 8000 }).toBe(1);
    const withdraw = (viewer: Viewer, pass = passes(patientId, viewer)) => changeRecord(room, { patientId, viewer, pass, selection: `withdrawDocument(id: "${id}") { status }` });
    await expect(withdraw(other)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    await expect(withdraw(testViewer, server.sign({ room: 'documents', patient: patientId }))).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    expect(await withdraw(testViewer)).toEqual({ withdrawDocument: { status: 'WITHDRAWN' } });
    expect(await read(patientId, testViewer, `document(id: "${id}") { status content file { name } }`)).toEqual({ document: { status: 'WITHDRAWN', content: null, file: null } });
  });

  it.each<[string, Partial<typeof input>, string]>([
    ['no title', { title: '  ' }, 'UPLOAD_INVALID'],
    ['a long title', { title: 'x'.repeat(121) }, 'UPLOAD_INVALID'],
    ['a date in the future', { dated: '2999-01-01' }, 'UPLOAD_INVALID'],
    ['another type', { mediaType: 'text/html' }, 'UPLOAD_INVALID'],
  ])('is refused with %s', async (_what, changed, code) => {
    await expect(begin({ patientId: randomUUID() }, changed)).rejects.toMatchObject({ code });
  });

  it('is not taken without a write pass for its patient, label, organisation and author', async () => {
    const patientId = randomUUID();
    const content = { room: 'documents', patient: patientId, purpose: 'upload-document', organisations: ['PATIENT'] } as const;
    const refused = [
      '', server.sign({ room: 'documents', patient: patientId }), server.sign({ ...content, patient: randomUUID() }), server.sign({ ...content, organisations: ['RYJ'] }),
      server.sign({ ...content, labels: [] }), server.sign({ ...content, expiresAt: new Date(Date.now() - 1) }), server.sign({ ...content, viewer: other.accountId }),
    ];
    for (const pass of refused) await expect(begin({ patientId, pass })).rejects.toThrow('row-level security');
    expect(await rows('select 1 from upload where patient_id = $1', patientId)).toBe(0);
  });
});

describe('abuse case 52: files in quarantine', () => {
  it('that are infected are refused: the uploader is told, the bytes are destroyed, nobody else hears of it', async () => {
    const patientId = randomUUID();
    scanner.behaviour = { answers: 'stream: Win.Test.EICAR_HDB-1 FOUND' };
    const id = await begin({ patientId });
    await receive(id, 0, 'EICAR');
    const told = { uploads: [{ title: 'Letter from abroad', state: 'REFUSED', reason: 'MALWARE' }], documents: { edges: [] } };
    await expect.poll(() => read(patientId), { timeout: 8000 }).toEqual(told);
    expect(await read(patientId, other)).toEqual(nothing);
    expect(await rows('select 1 from upload_part where upload_id = $1', id)).toBe(0);
    expect(await rows('select 1 from upload where id = $1 and wrapped_key is null', id)).toBe(1);
    // The notice is tidied away by the uploader.
    expect(await changeRecord(room, { patientId, pass: passes(patientId, testViewer), selection: `withdrawUpload(id: "${id}")` })).toEqual({ withdrawUpload: true });
    expect(await read(patientId)).toEqual(nothing);
  });

  it('that are too large for the scanner are held for a person', async () => {
    const patientId = randomUUID();
    scanner.behaviour = { cutsOffAt: 10, answers: 'INSTREAM size limit exceeded. ERROR' };
    await receive(await begin({ patientId }), 0, '%PDF-1.7 made up');
    await expect.poll(() => read(patientId), { timeout: 8000 }).toMatchObject({ uploads: [{ state: 'HELD', reason: 'TOO_LARGE_TO_SCAN' }], documents: { edges: [] } });
  });

  it('wait while the scanner is down, seen by their uploader alone, and get through when it is back', async () => {
    const patientId = randomUUID();
    scanner.behaviour = 'hangs-up';
    const id = await begin({ patientId });
    await receive(id, 0, '%PDF-1.7 made up');
    await expect.poll(() => rows('select 1 from upload where id = $1 and attempts > 0 and next_attempt_at < now() + interval \'10 seconds\'', id), { timeout: 8000 }).toBe(1);
    expect(await read(patientId)).toMatchObject({ uploads: [{ state: 'BEING_CHECKED' }], documents: { edges: [] } });
    expect(warned).toContainEqual([{ kind: 'CieError', code: 'SCANNER_UNAVAILABLE' }, 'a file that was added could not be checked; it waits and is tried again']);
    expect(await read(patientId, other)).toEqual(nothing);
    expect(await read(patientId, doctor)).toEqual(nothing);
    scanner.behaviour = { answers: 'stream: OK' };
    await rows("update upload set next_attempt_at = now() where id = $1", id);
    await expect.poll(() => read(patientId), { timeout: 8000 }).toMatchObject({ uploads: [], documents: { edges: [{ node: { id } }] } });
  });

  it('are sealed, and the service’s role sees no byte of them', async () => {
    const patientId = randomUUID();
    scanner.behaviour = 'hangs-up';
    const id = await begin({ patientId });
    await receive(id, 0, 'Zephyrine Quillfeather');
    const feed = await server.connect('documents', 'feed');
    const { rows: [part] } = await feed.query<{ sealed: Buffer }>('select sealed from upload_part where upload_id = $1', [id]);
    await feed.end();
    expect(part?.sealed.toString('latin1')).not.toContain('Quillfeather');
    const service = await server.connect('documents', 'service');
    await service.query('select set_config($1, $2, false)', ['cie.pass', passes(patientId, testViewer)]);
    await expect(service.query('select * from upload_part')).rejects.toThrow('permission denied');
    await service.end();
  });
});

describe('DOC-2 a file comes in parts', () => {
  const part = Buffer.alloc(partBytes, 1);

  it('one after the other, to its author’s own upload, up to the limit', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId });
    await expect(receive(id, 1, part, false)).rejects.toMatchObject({ code: 'UPLOAD_OUT_OF_ORDER' });
    await receive(id, 0, part, false);
    await expect(receive(id, 0, part, false)).rejects.toMatchObject({ code: 'UPLOAD_OUT_OF_ORDER' });
    await expect(receive(id, 1, part, false, other)).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
    await receive(id, 1, part, false);
    await receive(id, 2, part, false);
    await expect(receive(id, 3, part)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
    await receive(id, 3, part.subarray(0, 2_000_000 - 3 * partBytes));
    await expect(receive(id, 4, part), 'nothing after the last').rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
    await expect.poll(() => read(patientId, testViewer, `document(id: "${id}") { size }`), { timeout: 8000 }).toEqual({ document: { size: 2_000_000 } });
    expect(scanner.received.length).toBe(2_000_000);
  });

  it('and is forgotten when it does not come whole', async () => {
    const patientId = randomUUID();
    const id = await begin({ patientId });
    await receive(id, 0, part, false);
    await expect(Promise.resolve(room.commands['abandon-upload']?.({ id }, access(other)))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
    await room.commands['abandon-upload']?.({ id }, access(testViewer));
    expect(await rows('select 1 from upload where id = $1', id) + (await rows('select 1 from upload_part where upload_id = $1', id))).toBe(0);
  });
});

describe('DOC-2 an exchange without a scanner', () => {
  it('lets in what is added there, and nothing that was promised to a scanner', async () => {
    const without = await startDocuments({ ...server.settings, CIE_SCAN: 'none' });
    const [promised, letIn] = [randomUUID(), randomUUID()];
    // With the scanner down, nobody but the exchange without one lets anything in.
    scanner.behaviour = 'hangs-up';
    const id = await begin({ patientId: promised });
    await receive(id, 0, '%PDF-1.7 made up');
    const added = await changeRecord(without, { patientId: letIn, pass: passes(letIn, testViewer), selection: 'beginUpload(input: $input) { id }', declares: '$input: UploadInput!', variables: { input } });
    // GraphQL answered the selection above.
    await without.commands['receive-part']?.({ id: (added['beginUpload'] as { id: string }).id, number: '0', bytes: 'JVBERi0=', last: 'yes' }, access(testViewer));
    await expect.poll(() => rows('select 1 from document where patient_id = $1', letIn), { timeout: 15_000 }).toBe(1);
    expect(await rows("select 1 from upload where id = $1 and state = 'waiting'", id)).toBe(1);
    await without.close();
  }, 20_000);
});

describe('DOC-2 the operator says whether there is a scanner', () => {
  it.each<[Record<string, string | undefined>, string]>([
    [{ CIE_SCAN: undefined }, 'SETTING_MISSING'], [{ CIE_SCAN: 'no' }, 'SETTING_INVALID'], [{ CIE_SCAN: 'clamd', CIE_CLAMD: undefined }, 'SETTING_MISSING'], [{ CIE_FILE_KEYS: undefined }, 'SETTING_MISSING'],
  ])('and %j is refused', async (changed, code) => {
    await expect(startDocuments({ ...server.settings, ...changed })).rejects.toMatchObject({ code });
  });
});
