import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDocuments } from './start.ts';

let server: RoomServer;
let room: Room;

beforeAll(async () => {
  server = await openRoomServer();
  room = await startDocuments(server.settings);
});
afterAll(() => room.close());

interface Letter {
  id?: string;
  patientId: string;
  organisation?: string;
  sent?: string;
  type?: string;
  source?: string;
  dated?: string;
  specialty?: string;
  obx?: string;
}

function apply(letter: Letter): Promise<unknown> {
  const { id = randomUUID(), patientId, organisation = 'RYJ', sent = '20260301120000', type = 'DS', source = randomUUID(), dated = '20260301', specialty = '', obx = 'OBX|1|TX|||Hello' } = letter;
  const text = `MSH|^~\\&|A|F|C|C|${sent}||MDM^T02|1|P|2.4\rPID|1\rPV1||||||||||${specialty}\rTXA|1|${type}||||||${dated}||||${source}|||||AU\r${obx}\r`;
  return Promise.resolve(room.commands['apply']?.({ id, patientId, recordIds: [patientId], organisation, assigningAuthorities: [], receivedAt: '2026-11-01T00:00:00.000Z', text }));
}

interface Listed {
  edges: { cursor: string; node: { id: string; title: string; version: number; text: string | null } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function list(patientId: string, pass: Partial<PassContent> | string = {}, args = ''): Promise<Listed> {
  const signed = typeof pass === 'string' ? pass : server.sign({ room: 'documents', patient: patientId, ...pass });
  const selection = `documents${args} { edges { cursor node { id title version text } } pageInfo { hasNextPage endCursor } }`;
  const read = await readPatient(room, { patientId, pass: signed, selection });
  // GraphQL answered the selection above.
  return read['documents'] as Listed;
}

const texts = async (...of: Parameters<typeof list>) => (await list(...of)).edges.map(({ node }) => node.text);

describe('DOC-1 documents', () => {
  it('shows a letter whole, and its file', async () => {
    const patientId = randomUUID();
    const pdf = Buffer.from('%PDF-1.7 made up').toString('base64');
    expect(await apply({ patientId, obx: `OBX|1|ED|||^AP^PDF^Base64^${pdf}` })).toEqual({ outcome: 'applied' });
    const pass = server.sign({ room: 'documents', patient: patientId });
    const [edge] = (await list(patientId)).edges;
    const selection = `document(id: "${edge?.node.id}") { type title status completion version author at atText organisation { odsCode } site label mediaType text size content }`;
    expect((await readPatient(room, { patientId, pass, selection }))['document']).toEqual({
      type: 'Discharge summary', title: 'Discharge summary', status: 'CURRENT', completion: 'SIGNED', version: 1, author: null,
      at: '2026-03-01T00:00:00.000Z', atText: '2026-03-01', organisation: { odsCode: 'RYJ' }, site: null, label: 'GENERAL',
      mediaType: 'application/pdf', text: null, size: 16, content: pdf,
    });
  });

  it('is newest first, pages without gap or overlap', async () => {
    const patientId = randomUUID();
    for (const n of [3, 1, 5, 2, 4]) await apply({ patientId, dated: `2026010${n}`, obx: `OBX|1|TX|||${n}` });
    await apply({ patientId, dated: '20260103', obx: 'OBX|1|TX|||3' });
    const all = await texts(patientId);
    expect(all).toEqual(['5', '4', '3', '3', '2', '1']);
    const paged: (string | null)[] = [];
    let after = '';
    for (;;) {
      const page = await list(patientId, {}, `(first: 2${after === '' ? '' : `, after: "${after}"`})`);
      paged.push(...page.edges.map(({ node }) => node.text));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor ?? '';
    }
    expect(paged).toEqual(all);
  });

  it.each([['(first: 0)', 'PAGE_SIZE_INVALID'], ['(first: -1)', 'PAGE_SIZE_INVALID'], ['(after: "nonsense")', 'CURSOR_INVALID']])('refuses %s', async (args, code) => {
    await expect(list(randomUUID(), {}, args)).rejects.toMatchObject({ extensions: { code } });
  });

  it('has versions: newer replaces, older becomes history, the same message once', async () => {
    const patientId = randomUUID();
    const source = randomUUID();
    const second = { id: randomUUID(), patientId, source, sent: '20260302120000', obx: 'OBX|1|TX|||second' };
    await apply({ patientId, source, obx: 'OBX|1|TX|||first' });
    await apply(second);
    await apply({ patientId, source, sent: '20260303120000', obx: 'OBX|1|TX|||third' });
    expect(await apply(second)).toEqual({ outcome: 'applied' });
    await apply({ patientId, source, sent: '20260227120000', obx: 'OBX|1|TX|||late' });
    const page = await list(patientId);
    expect(page.edges.map(({ node }) => [node.text, node.version])).toEqual([['third', 4]]);
  });

  it('ING-2 files a message once however often it comes at once', async () => {
    const patientId = randomUUID();
    const letter = { id: randomUUID(), patientId, source: randomUUID() };
    await Promise.all(Array.from({ length: 8 }, () => apply(letter)));
    await Promise.all(Array.from({ length: 8 }, () => apply({ ...letter, id: randomUUID() })));
    expect((await list(patientId)).edges.map(({ node }) => node.version)).toEqual([9]);
  });

  it('holds what it cannot file and keeps nothing of it', async () => {
    const patientId = randomUUID();
    expect(await apply({ patientId, obx: 'OBX|1|ED|||^AP^PDF^Base64^...' })).toMatchObject({ outcome: 'held', code: 'content-invalid' });
    expect(await texts(patientId)).toEqual([]);
  });
});

describe('ACS-2 the database opens documents only to a pass', () => {
  it('answers nothing to a missing, forged, expired, foreign or narrower pass', async () => {
    const patientId = randomUUID();
    await apply({ patientId, specialty: 'GUM' });
    const good = server.sign({ room: 'documents', patient: patientId });
    expect(await texts(patientId, good)).toEqual(['Hello']);
    const forged = `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`;
    const refused: (Partial<PassContent> | string)[] = [
      '', forged, { expiresAt: new Date(Date.now() - 1) }, { room: 'results' }, { patient: randomUUID() }, { labels: [] }, { labels: [Label.general] }, { organisations: ['RAS'] },
    ];
    for (const pass of refused) expect(await list(patientId, pass)).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it("gives the service's role no content by direct SQL, and no foreign row to a query without a filter (abuse case 26)", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await apply({ patientId: mine });
    await apply({ patientId: other });
    const client = await server.connect('documents', 'service');
    try {
      for (const table of ['document', 'document_content']) expect((await client.query(`select * from ${table}`)).rowCount).toBe(0);
      await client.query('select set_config($1, $2, false)', ['cie.pass', server.sign({ room: 'documents', patient: mine })]);
      for (const table of ['document', 'document_content']) {
        expect((await client.query(`select patient_id from ${table}`)).rows).toEqual([{ patient_id: mine }]);
        await expect(client.query(`delete from ${table}`)).rejects.toThrow('permission denied');
      }
      await expect(client.query('select * from applied_message')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });

  it('abuse case 2: a foreign id answers like one that does not exist', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await apply({ patientId: other });
    const id = (await list(other)).edges[0]?.node.id ?? '';
    const pass = server.sign({ room: 'documents', patient: mine });
    for (const asked of [id, randomUUID(), 'x']) {
      expect(await readPatient(room, { patientId: mine, pass, selection: `document(id: "${asked}") { id }` })).toEqual({ document: null });
    }
  });
});

describe('RES-3 and RES-5 a radiology report sent as a document', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16).replaceAll(/[-:T]/g, '').concat('+0000');

  it.each([[27, [], ['report']], [29, ['report'], ['report']]])('%i days after issue the patient sees %j, a professional %j', async (days, patientSees, professionalSees) => {
    const patientId = randomUUID();
    await apply({ patientId, type: 'DI', dated: daysAgo(days), obx: 'OBX|1|TX|||report' });
    expect(await texts(patientId)).toEqual(patientSees);
    expect(await texts(patientId, { delayed: true })).toEqual(professionalSees);
  });

  it('says from when patients may read it to who may see it before, and nothing to who may not (ACS-8)', async () => {
    const patientId = randomUUID();
    await apply({ patientId, type: 'DI', dated: '20260301120000+0000', obx: 'OBX|1|TX|||report' });
    await apply({ patientId, dated: '20260301', obx: 'OBX|1|TX|||letter' });
    const waiting = randomUUID();
    await apply({ patientId: waiting, type: 'DI', dated: daysAgo(1), obx: 'OBX|1|TX|||hidden' });
    const dates = async (of: string, delayed: boolean): Promise<unknown> =>
      (await readPatient(room, { patientId: of, pass: server.sign({ room: 'documents', patient: of, delayed }), selection: 'documents { edges { node { text availableFrom } } }' }))['documents'];
    const shown = (text: string, availableFrom: unknown) => ({ node: { text, availableFrom } });
    expect(await dates(patientId, false)).toEqual({ edges: expect.arrayContaining([shown('report', '2026-03-29T12:00:00.000Z'), shown('letter', null)]) as unknown });
    expect(await dates(waiting, false)).toEqual({ edges: [] });
    expect(await dates(waiting, true)).toEqual({ edges: [shown('hidden', expect.any(String))] });
  });

  it('leaves no trace in pages and cursors', async () => {
    const patientId = randomUUID();
    await apply({ patientId, dated: '20260101', obx: 'OBX|1|TX|||old' });
    const before = await list(patientId, {}, '(first: 1)');
    await apply({ patientId, type: 'DI', dated: daysAgo(1), obx: 'OBX|1|TX|||hidden' });
    expect(await list(patientId, {}, '(first: 1)')).toEqual(before);
  });
});
