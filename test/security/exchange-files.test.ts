import { pick } from '@cie/kit/testing/pick.ts';
import { request as send } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { listOf } from '../setup/answers.ts';
import { dumpDatabases, findSecrets } from '../setup/dump-databases.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { graphRequests, type GraphRequests } from '../setup/graph-requests.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
let me: GraphRequests;
let other: GraphRequests;
const [person, stranger] = [newPerson(), newPerson()];
const words = `Zephyrine Quillfeather ${person.familyName} was seen in the clinic`;

beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  await own.deliver(...[person, stranger].map((each) => laboratory(each, { issued: ago(1), tests: [{ code: 'K', value: '4.2' }] })), letter(person, { written: ago(2), text: words }));
  me = await graphRequests(exchange, own, person);
  other = await graphRequests(exchange, own, stranger);
});
afterAll(() => own.close());

const page = { 'x-cie-client': 'widget', 'sec-fetch-site': 'same-origin' };
const portal = (path: string): URL => new URL(path, exchange.addresses['portal']);

async function upload(bytes: string | Uint8Array<ArrayBuffer>, name: string, by: GraphRequests = me, patient = me.patientId): Promise<{ status: number; code: unknown }> {
  const form = new FormData();
  for (const [field, value] of Object.entries({ patient, title: name, kind: 'LETTER' })) form.set(field, value);
  form.set('file', new Blob([bytes]), name);
  const response = await fetch(portal('/files/upload'), { method: 'POST', headers: { cookie: by.asWidget['cookie'] ?? '', ...page }, body: form });
  const answer: unknown = await response.json();
  return { status: response.status, code: pick(answer, 'errors', 0, 'extensions', 'code') ?? null };
}

/** Titles of documents, and of files in hand with their state, as somebody reads them. */
async function shelf(by: GraphRequests = me): Promise<{ documents: unknown[]; uploads: string[] }> {
  const { data } = await exchange.query(by.asScript['cookie'] ?? '', `{ patient(id: "${me.patientId}") { documents(first: 50) { edges { node { title } } } uploads { title state } } }`);
  return {
    documents: listOf(pick(data, 'patient', 'documents', 'edges')).map((edge) => pick(edge, 'node', 'title')),
    uploads: listOf(pick(data, 'patient', 'uploads')).map((each) => `${String(pick(each, 'title'))} ${String(pick(each, 'state'))}`),
  };
}

async function address(document: string, by: GraphRequests = me, patient = me.patientId): Promise<string | null> {
  const { body } = await send(portal('/files/address'), { method: 'POST', headers: { ...by.asWidget, ...page, 'content-type': 'application/json' }, body: JSON.stringify({ patient, document, version: null }) });
  const found = pick(await body.json(), 'address');
  return typeof found === 'string' ? found : null;
}

async function get(path: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const { statusCode, headers: answered, body } = await send(portal(path), { headers });
  return { status: statusCode, headers: answered, text: await body.text() };
}

/** The EICAR test file, in two halves, so that no scanner takes this source for it. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

describe('abuse case 52: files that people add', () => {
  it('EICAR is refused, told to its uploader alone, and destroyed', async () => {
    expect(await upload(eicar, 'eicar.txt')).toEqual({ status: 202, code: null });
    await expect.poll(async () => (await shelf()).uploads, { timeout: 15_000 }).toContain('eicar.txt REFUSED');
    expect((await shelf()).documents).not.toContain('eicar.txt');
    const left = await own.sql('cie_documents', "select 1 from upload u join upload_part p on p.upload_id = u.id where u.title = 'eicar.txt' and u.patient_id = $1", [me.patientId]);
    expect(left).toEqual([]);
  });

  it('a PDF gets through to the record', async () => {
    expect(await upload('%PDF-1.7 made up', '../../good.pdf')).toEqual({ status: 202, code: null });
    await expect.poll(async () => (await shelf()).documents, { timeout: 15_000 }).toContain('../../good.pdf');
    const [row] = await own.sql<{ file_name: string }>('cie_documents', "select file_name from document where patient_id = $1 and title = '../../good.pdf'", [me.patientId]);
    expect(row?.file_name).toBe('good.pdf');
  });

  it.each([['HTML named PDF', '<html><script>steal()</script>', 'x.pdf'], ['SVG named PNG', '<svg onload="steal()"/>', 'x.png'], ['a PDF behind HTML', '<html>%PDF-1.7', 'x.pdf']])('%s is refused', async (_what, bytes, name) => {
    expect(await upload(bytes, name)).toEqual({ status: 400, code: 'FILE_TYPE_REFUSED' });
  });

  it('a file over the limit is refused', async () => {
    const large = new Uint8Array(20_000_001).fill(32);
    large.set(Buffer.from('%PDF-1.7\n'));
    expect(await upload(large, 'large.pdf')).toEqual({ status: 413, code: 'FILE_TOO_LARGE' });
    expect(await own.sql('cie_documents', "select 1 from upload where patient_id = $1 and title = 'large.pdf'", [me.patientId])).toEqual([]);
  }, 60_000);

  it('nobody adds to a record that is closed to them: the same answer as for none', async () => {
    const denied = { status: 403, code: 'CHANGE_NOT_ALLOWED' };
    expect(await upload('%PDF-1.7', 'x.pdf', other)).toEqual(denied);
    expect(await upload('%PDF-1.7', 'x.pdf', other, '3f0e8a52-0000-4000-8000-000000000000')).toEqual(denied);
  });
});

describe('abuse case 53: addresses of files', () => {
  const documentOf = async (title: string): Promise<string> => {
    const [row] = await own.sql<{ id: string }>('cie_documents', 'select id from document where patient_id = $1 and title = $2', [me.patientId, title]);
    return row?.id ?? '';
  };

  it('lead to the file, to be saved and never opened here, once', async () => {
    const path = (await address(await documentOf('Clinic letter'))) ?? '';
    const first = await get(path, me.asWidget);
    expect(first).toMatchObject({ status: 200, text: words });
    expect(first.headers).toMatchObject({
      'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'content-type': 'text/plain; charset=utf-8',
      'content-length': String(words.length),
    });
    expect(first.headers['content-disposition']).toMatch(/^attachment; filename="Clinic letter \d{4}-\d\d-\d\d\.txt"/);
    expect((await get(path, me.asWidget)).status).toBe(404);
  });

  it('lead nowhere in another session, without one, and after that', async () => {
    const path = (await address(await documentOf('Clinic letter'))) ?? '';
    expect((await get(path, {})).status).toBe(401);
    expect((await get(path, other.asWidget)).status).toBe(404);
    expect((await get(path, me.asWidget)).status).toBe(404);
  });

  it('lead nowhere after a minute', async () => {
    const path = (await address(await documentOf('Clinic letter'))) ?? '';
    await own.sql('cie_gateway', "update download_address set expires_at = expires_at - interval '60 seconds'");
    expect((await get(path, me.asWidget)).status).toBe(404);
  });

  it('ACS-5 are given in an emergency to read a file, and not to save it', async () => {
    const cookie = await own.signIn({ as: 'clinician', organisation: 'R1K' });
    const document = await documentOf('../../good.pdf');
    const ask = async (): Promise<unknown> => {
      const { statusCode, body } = await send(portal('/files/address'), { method: 'POST', headers: { cookie, ...page, 'content-type': 'application/json' }, body: JSON.stringify({ patient: me.patientId, document }) });
      return [statusCode, pick(await body.json(), 'errors', 0, 'extensions', 'code')];
    };
    const open = async (which: string): Promise<{ status: number; headers: Record<string, unknown> }> => {
      const { statusCode, headers, body } = await send(portal('/files/open'), { method: 'POST', headers: { cookie, origin: portal('/').origin, 'content-type': 'application/x-www-form-urlencoded' }, body: `patient=${me.patientId}&document=${which}` });
      await body.dump();
      return statusCode === 303 ? get(String(headers.location), { cookie }) : { status: statusCode, headers };
    };
    expect(await ask(), 'before').toEqual([404, 'FILE_NOT_FOUND']);
    const { errors } = await exchange.query(cookie, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', {
      input: { nhsNumber: person.nhsNumber, birthDate: person.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious at home' },
    });
    expect(errors).toBeUndefined();
    expect(await ask()).toEqual([403, 'FILE_NOT_SAVED']);
    const shown = await open(document);
    expect([shown.status, shown.headers['content-disposition']]).toEqual([200, expect.stringMatching(/^inline; /)]);
    // A text would be saved: no viewer shows it.
    expect((await open(await documentOf('Clinic letter'))).status).toBe(403);
  });

  it('ask again who may read: what was taken back meanwhile stays closed', async () => {
    const path = (await address(await documentOf('../../good.pdf'))) ?? '';
    await own.sql('cie_documents', "update document set status = 'withdrawn' where patient_id = $1 and title = '../../good.pdf'", [me.patientId]);
    expect((await get(path, me.asWidget)).status).toBe(404);
  });

  it('are not given for another’s document: the same answer as for none (abuse case 2)', async () => {
    const foreign = await documentOf('Clinic letter');
    const asked = [[foreign, other.patientId], [foreign, me.patientId], ['3f0e8a52-0000-4000-8000-000000000000', other.patientId], ['x', 'y']] as const;
    for (const [document, patient] of asked) expect(await address(document, other, patient)).toBeNull();
  });

  it('are not given to a page of another site, nor opened by its forms (abuse case 49)', async () => {
    const document = await documentOf('Clinic letter');
    for (const [path, type, body] of [['/files/address', 'application/json', JSON.stringify({ patient: me.patientId, document })], ['/files/open', 'application/x-www-form-urlencoded', `patient=${me.patientId}&document=${document}`]] as const) {
      const { statusCode, body: answer } = await send(portal(path), { method: 'POST', headers: { cookie: me.asWidget['cookie'] ?? '', origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site', 'content-type': type }, body });
      await answer.dump();
      expect(statusCode).toBe(403);
    }
  });
});

describe('abuse case 25: a thief of the disk', () => {
  it('finds no text of a document in the documents’ database', async () => {
    const values = (await dumpDatabases(own)).filter(({ database }) => database === 'cie_documents');
    expect(values.length).toBeGreaterThan(50);
    expect(findSecrets(values, [{ kind: 'letter', text: words }, { kind: 'file', text: '%PDF-1.7 made up' }])).toEqual([]);
    // The search would find it: titles lie open.
    expect(findSecrets(values, [{ kind: 'title', text: 'Clinic letter' }])).toContain('title in cie_documents.document.title');
  });
});

describe('DOC-2 npm run cie -- rotate-file-keys', () => {
  it('wraps nothing with a key that the running exchange does not know', async () => {
    const { code, output } = await exchange.cie('rotate-file-keys');
    expect([code, output]).toEqual([0, expect.stringMatching(/documents: 0 keys of files wrapped anew; [0-9a-f]{8} wraps \d+/)]);
    expect((await exchange.cie('rotate-file-keys', 'nonsense')).code).toBe(1);
  }, 60_000);
});
