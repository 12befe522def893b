import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { registerRecords } from '@cie/gateway/records/register-records.ts';
import { answerError } from '@cie/gateway/server/answer-error.ts';
import { answerNotFound } from '@cie/gateway/server/answer-not-found.ts';
import { createLongRequests } from '@cie/gateway/server/long-requests.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { mostEvidenceBytes } from '@cie/kit/records-requests.ts';
import type { Room, RoomLink } from '@cie/kit/room.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { startSharing } from '@cie/sharing/start';
import Fastify, { type FastifyInstance } from 'fastify';
import { mistyped, newNhsNumber } from '../fixtures/people.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const origin = 'http://localhost:4000';
let sharing: Room;
let app: FastifyInstance;
let base = '';
let viewer: Viewer | null = null;
const routes: { method: string; url: string }[] = [];

const person = (details: Partial<Viewer> = {}): Viewer => ({ ...testViewer, accountId: randomUUID(), name: 'Ada Asker', email: `${randomUUID()}@example.test`, ...details });
const professional: Viewer = { ...person(), kind: 'professional', name: 'Dr Reader', organisation: 'RYJ', role: 'Consultant', proofing: null };
const staff: Viewer = { ...professional, accountId: randomUUID(), name: 'Robin Records', duties: ['records-team'] };

beforeAll(async () => {
  const server = await openRoomServer();
  sharing = await startSharing(server.settings);
  app = Fastify({ logger: false });
  app.setNotFoundHandler(answerNotFound);
  app.setErrorHandler(answerError);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  const link = linkInProcess(sharing, () => undefined);
  const counting: RoomLink = { ...link, command: async () => [] };
  const details = { givenName: 'Ada', familyName: 'Asker-Known', nhsNumber: '9990000018', birthDate: '1948-05-04' };
  await registerRecords(app, {
    execute: async () => ({ data: { patient: { demographics: details } } }),
    rooms: { sharing: link, results: counting, documents: counting, appointments: counting },
    // Of sessions only this is asked for.
    sessions: { read: async () => (viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: new Date(), idleUntil: new Date() }) } as unknown as Parameters<typeof registerRecords>[1]['sessions'],
    throttle: { check: async () => ({ allowed: true, retryAfter: 0 }), forget: async () => undefined },
    long: createLongRequests(),
    settings: { ...server.settings, CIE_PUBLIC_URL: origin },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`; // listening on a port, so its address is no path
});
afterAll(async () => {
  await app.close();
  await sharing.close();
});
beforeEach(() => {
  viewer = null;
});

async function ask(method: string, path: string, body?: Record<string, string> | FormData, from = origin) {
  const isForm = body instanceof FormData;
  const response = await fetch(`${base}${path}`, {
    method, redirect: 'manual',
    headers: { accept: 'text/html', ...(method === 'POST' ? { origin: from } : {}), ...(body === undefined || isForm ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(body === undefined ? {} : { body: isForm ? body : new URLSearchParams(body).toString() }),
  });
  return { status: response.status, location: response.headers.get('location') ?? '', caching: response.headers.get('cache-control'), text: await response.text() };
}

const wish = { basis: 'power-of-attorney', name: 'Mabel Asked-For', nhsNumber: newNhsNumber(), day: '4', month: '5', year: '1948', relationship: 'my aunt', wanted: '' };
const paper = (size: number, head = '%PDF-1.7\n'): FormData => {
  const form = new FormData();
  form.append('file', new Blob([head, new Uint8Array(size - head.length).fill(32)]), 'a paper.pdf');
  return form;
};

/** Asks as somebody, and gives the address of the request. */
async function requested(as: Viewer): Promise<string> {
  viewer = as;
  const { location } = await ask('POST', '/records-request/new', wish);
  return location.split('?')[0] ?? '';
}

const addressOf = (url: string): string => url.replaceAll(/:[a-z]+/g, randomUUID());

describe('SAR-1 whom the pages of requests for records answer', () => {
  it('abuse case 22: the records team’s own are an address without anything for everybody else', async () => {
    const own = routes.filter(({ url }) => url === '/records' || url.startsWith('/records/'));
    expect(own.length).toBeGreaterThan(12);
    viewer = professional;
    const [nothing, noForm] = [await ask('GET', '/records/there/is/nothing'), await ask('POST', '/records/there/is/nothing', {})];
    for (const other of [professional, person(), { ...staff, duties: ['support-desk'] as const }, { ...staff, onlyPatientId: randomUUID() }]) {
      viewer = other;
      for (const { method, url } of own) {
        const { status, text } = await ask(method, addressOf(url), method === 'POST' ? {} : undefined);
        // A form that leads nowhere is answered in the form of an API, as everywhere; HEAD has no text.
        const expected = method === 'GET' ? nothing.text : method === 'POST' ? noForm.text : '';
        expect([method, url, status, text]).toEqual([method, url, 404, expected]);
      }
    }
  });

  it('who is signed out may sign in, and comes back', async () => {
    for (const path of ['/records', '/records-request', '/records-reviews']) expect((await ask('GET', path)).location).toBe(`/sign-in?return=${encodeURIComponent(path)}`);
    expect(await ask('POST', '/records-request/new', wish)).toMatchObject({ status: 303, location: '/sign-in' });
  });

  it('requests are made by patients and carers, reviews answered by professionals', async () => {
    for (const [path, others] of [['/records-request', [professional, staff]], ['/records-reviews', [person(), staff, { ...professional, onlyPatientId: randomUUID() }]]] as const) {
      for (const other of others) {
        viewer = other;
        expect((await ask('GET', path)).status).toBe(404);
      }
    }
    viewer = staff;
    expect(await ask('GET', '/records')).toMatchObject({ status: 200, caching: 'no-store' });
  });

  it('abuse case 49: a form of another site is refused', async () => {
    const path = await requested(person());
    for (const [url, body] of [['/records-request/new', wish], [`${path}/send`, {}], [`${path}/withdraw`, {}], [`${path}/collect`, {}], [`${path}/remove`, {}], [`${path}/evidence`, paper(100)], [path.replace('request/', 'request/object/'), {}]] as const) {
      expect((await ask('POST', url, body, 'https://evil.example')).status).toBe(403);
    }
    viewer = staff;
    expect((await ask('POST', `/records/${randomUUID()}/refuse`, {}, 'https://evil.example')).status).toBe(403);
  });

  it('abuse case 2: somebody else’s request is one that does not exist', async () => {
    const path = await requested(person());
    viewer = person();
    for (const method of ['GET', 'POST']) expect((await ask(method, path.replace('/records-request/', '/records-request/object/'), method === 'POST' ? {} : undefined)).status).toBe(404);
    for (const address of [path, `/records-request/${randomUUID()}`, '/records-request/x']) {
      for (const step of ['', '/withdraw']) expect((await ask('GET', `${address}${step}`)).status).toBe(404);
      for (const [step, body] of [['send', {}], ['withdraw', {}], ['collect', {}], ['remove', { file: randomUUID() }], ['evidence', paper(100)]] as const) expect((await ask('POST', `${address}/${step}`, body)).status).toBe(404);
    }
  });
});

describe('SAR-1 a request that may be the reader’s own', () => {
  it('is shown to no one of the team who may have made it, whatever they try', async () => {
    const id = (await requested(person({ name: staff.name }))).split('/').at(-1) ?? '';
    viewer = { ...staff, accountId: randomUUID(), name: 'Alex Register', email: 'alex@example.test' };
    expect(await ask('GET', `/records/${id}`)).toMatchObject({ status: 200 });
    expect((await ask('GET', '/records?list=evidence')).text).toContain(id);
    viewer = staff;
    expect((await ask('GET', '/records?list=evidence')).text).not.toContain(id);
    for (const step of ['', '/refuse', '/review', '/approve']) {
      const { status, text } = await ask('GET', `/records/${id}${step}`);
      expect(status).toBe(403);
      expect(text).toContain('a colleague works on it');
      expect(text).not.toContain(wish.name);
    }
    expect((await ask('POST', `/records/${id}/refuse`, { reason: 'no-right', text: 'No' })).status).toBe(403);
    expect((await ask('GET', `/records/${id}/evidence/${randomUUID()}`)).status).toBe(400);
  });
});

describe('SAR-1 what is filled in and sent', () => {
  it('says what is wrong with it, all at once', async () => {
    viewer = person();
    for (const [method, address, body] of [['POST', '', { ...wish, basis: 'neighbour' }], ['GET', '?step=details', undefined], ['GET', '?step=details&basis=neighbour', undefined]] as const) {
      const chosen = await ask(method, `/records-request/new${address}`, body);
      expect([chosen.status, chosen.text.includes('Choose whose records you ask for')]).toEqual([422, true]);
    }
    const { status, text } = await ask('POST', '/records-request/new', { ...wish, nhsNumber: mistyped(wish.nhsNumber), year: '2090', relationship: '' });
    expect(status).toBe(422);
    for (const problem of ['must be a day in the past', 'Say who the person is to you', 'NHS number']) expect(text).toContain(problem);
  });

  it('asks about one’s own records in those words, and fills in what a proved sign-in knows', async () => {
    const own = '/records-request/new?step=details&basis=self';
    viewer = person({ patientId: randomUUID() });
    const { text } = await ask('GET', own);
    for (const words of ['Your full name', 'Your NHS number', 'Your date of birth', 'value="Ada Asker-Known"', 'value="9990000018"', 'value="1948"']) expect(text).toContain(words);
    expect(text).not.toContain('Who are they to you');
    for (const unknown of [person({ patientId: randomUUID(), proofing: 'P5' }), person({ patientId: null })]) {
      viewer = unknown;
      const asked = await ask('GET', own);
      expect(asked.text).toContain('Your full name');
      expect(asked.text).not.toContain('Asker-Known');
    }
    viewer = person({ patientId: randomUUID() });
    const others = await ask('GET', '/records-request/new?basis=power-of-attorney');
    for (const words of ['Full name of the person', 'Their NHS number', 'Who are they to you']) expect(others.text).toContain(words);
    expect(others.text).not.toContain('Asker-Known');
    expect((await ask('POST', '/records-request/new', { ...wish, basis: 'self', relationship: '', name: '' })).text).toContain('Enter your full name');
  });

  it('sends what was chosen along with it, and lists what was sent; a file that cannot be added is not sent without', async () => {
    const path = await requested(person());
    expect((await ask('POST', `${path}/evidence`, paper(100))).status).toBe(303);
    const wrong = await ask('POST', `${path}/send`, paper(100, '<html>'));
    expect([wrong.status, wrong.text.includes('This kind of file cannot be added'), wrong.text.includes('What we need to see')]).toEqual([422, true, true]);
    expect(await ask('POST', `${path}/send`, paper(2000))).toMatchObject({ status: 303, location: `${path}?done=sent` });
    const { text } = await ask('GET', path);
    expect(text).toContain('What you have sent');
    expect(text.match(/a paper\.pdf \(\d kB\)/g)).toHaveLength(2);
    // One file alone, chosen and sent at once; and none at all.
    const first = await requested(person());
    expect((await ask('POST', `${first}/send`, new FormData())).text).toContain('Add at least one file');
    expect((await ask('POST', `${first}/send`, paper(100))).status).toBe(303);
    const six = await requested(person());
    for (let count = 0; count < 6; count += 1) expect((await ask('POST', `${six}/evidence`, paper(100))).status).toBe(303);
    expect((await ask('GET', six)).text).toContain(`action="${six}/send"`);
    expect((await ask('POST', `${six}/send`, {})).status).toBe(303);
  });

  it('abuse case 52: takes ten megabytes and not one byte more, pictures and PDFs and nothing else', async () => {
    const path = await requested(person());
    expect(await ask('POST', `${path}/evidence`, paper(mostEvidenceBytes))).toMatchObject({ status: 303, location: `${path}?done=added` });
    for (const [body, words] of [
      [paper(mostEvidenceBytes + 1), 'larger than 10 MB'], [paper(500, '<html>'), 'This kind of file cannot be added'], [paper(500, 'plain words '), 'This kind of file cannot be added'],
      [paper(500, 'GIF89a'), 'This kind of file cannot be added'], [new FormData(), 'Choose a file first'],
    ] as const) {
      const { status, text } = await ask('POST', `${path}/evidence`, body);
      expect(status).toBe(422);
      expect(text).toContain(words);
    }
    // What was refused on the way has left nothing.
    expect((await ask('GET', path)).text.match(/class="cie-sign-in"/g)).toHaveLength(1);
  });

  it('writes what people typed as text, whatever it looks like', async () => {
    viewer = person();
    const { location } = await ask('POST', '/records-request/new', { ...wish, name: '<script>alert(1)</script>' });
    expect((await ask('GET', location)).text).toContain('&lt;script&gt;alert(1)');
  });
});
