import { request as open } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerError } from '../server/answer-error.ts';
import { createLongRequests } from '../server/long-requests.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { registerUpload } from './upload.routes.ts';

const most = 20_000_000;
const app = Fastify();
/** What the documents room was asked. */
const calls: { name: string; bytes: number; last: boolean }[] = [];
const received = (): number => calls.reduce((sum, { bytes }) => sum + bytes, 0);
let begun: Record<string, unknown>[] = [];
let refusal: string | null = null;
let slow = 0;
let allowed = true;
let base = '';

// Of a session only these are asked for.
const sessions = { read: (request) => Promise.resolve(request.headers.cookie ? { id: 's', viewer: { ...testViewer, accountId: request.headers.cookie }, client: 'widget' } : null) } as Sessions;

beforeAll(async () => {
  app.setErrorHandler(answerError);
  await registerUpload(app, {
    sessions,
    documents: {
      command: async (name, input) => {
        await sleep(slow);
        const { bytes = '', last = '' } = input as { bytes?: string; last?: string };
        calls.push({ name, bytes: Buffer.byteLength(bytes, 'base64'), last: last === 'yes' });
      },
    },
    execute: (_name, variables) => {
      begun.push(variables);
      // As the graph answers a refusal.
      return Promise.resolve(refusal === null ? { data: { changeRecord: { beginUpload: { id: 'u1' } } } } : ({ errors: [{ message: 'No.', extensions: { code: refusal } }] } as never));
    },
    throttle: { check: () => Promise.resolve({ allowed, retryAfter: allowed ? 0 : 60 }), forget: () => Promise.resolve() },
    long: createLongRequests(),
    most,
    longestSilence: 600,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`; // listening on a port, so its address is no path
});
afterAll(() => app.close());
beforeEach(() => {
  calls.splice(0);
  begun = [];
  [refusal, slow, allowed] = [null, 0, true];
});

const own = { cookie: 'me', 'x-cie-client': 'widget', 'sec-fetch-site': 'same-origin' };
const pdf = (size: number): Blob => new Blob(['%PDF-1.7\n', new Uint8Array(size - 9).fill(32)]);

async function post(form: FormData, headers: Record<string, string> = own): Promise<{ status: number; code: unknown }> {
  const response = await fetch(`${base}/files/upload`, { method: 'POST', headers, body: form });
  const answer = (await response.json()) as { id?: string; errors?: { extensions: { code: string } }[] };
  return { status: response.status, code: answer.errors?.[0]?.extensions.code ?? answer.id };
}

function form(file: Blob | null, { name = 'letter.pdf', ...fields }: Record<string, string> = {}): FormData {
  const filled = new FormData();
  for (const [field, value] of Object.entries({ patient: 'p', title: 'Letter', kind: 'LETTER', dated: '', ...fields })) filled.set(field, value);
  if (file !== null) filled.set('file', file, name);
  return filled;
}

describe('DOC-2 POST /files/upload', () => {
  it('begins with what was said of the file and its type by its bytes, then hands it on part by part', async () => {
    expect(await post(form(pdf(1_300_000), { name: '../x.exe', dated: '2026-01-02' }))).toEqual({ status: 202, code: 'u1' });
    expect(begun).toMatchObject([{ patient: 'p', input: { title: 'Letter', kind: 'LETTER', dated: '2026-01-02', mediaType: 'application/pdf' } }]);
    expect(calls).toEqual([
      { name: 'receive-part', bytes: 524_288, last: false }, { name: 'receive-part', bytes: 524_288, last: false }, { name: 'receive-part', bytes: 251_424, last: true },
    ]);
  });

  it('takes a file of the largest size, and none of a byte more; what came of that is forgotten', async () => {
    expect(await post(form(pdf(most)))).toEqual({ status: 202, code: 'u1' });
    expect(received()).toBe(most);
    calls.splice(0);
    expect(await post(form(pdf(most + 1)))).toEqual({ status: 413, code: 'FILE_TOO_LARGE' });
    expect(calls.at(-1)?.name).toBe('abandon-upload');
    expect(calls.some(({ last }) => last)).toBe(false);
  }, 30_000);

  it.each<[string, () => FormData, number, string]>([
    ['HTML named PDF', () => form(new Blob(['<html><script>steal()</script>'])), 400, 'FILE_TYPE_REFUSED'],
    ['an empty file', () => form(new Blob([])), 400, 'UPLOAD_INVALID'],
    ['no file', () => form(null), 400, 'UPLOAD_INVALID'],
    ['a field of ten thousand letters', () => form(pdf(100), { title: 'x'.repeat(10_000) }), 400, 'UPLOAD_INVALID'],
  ])('abuse case 52: refuses %s, before a room is asked', async (_what, filled, status, code) => {
    expect(await post(filled())).toEqual({ status, code });
    expect([...begun, ...calls]).toEqual([]);
  });

  it('abuse case 52: forgets a text that turns out to be none', async () => {
    expect(await post(form(new Blob([new Uint8Array(600_000).fill(65), new Uint8Array([0, 1, 2])])))).toEqual({ status: 400, code: 'FILE_TYPE_REFUSED' });
    expect(calls.map(({ name }) => name)).toEqual(['receive-part', 'abandon-upload']);
  });

  it('says what sharing says when somebody may not', async () => {
    refusal = 'CHANGE_NOT_ALLOWED';
    expect(await post(form(pdf(100)))).toEqual({ status: 403, code: 'CHANGE_NOT_ALLOWED' });
    expect(calls).toEqual([]);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['nobody', { ...own, cookie: '' }, 401, 'SIGN_IN_REQUIRED'],
    ['another site (abuse case 49)', { ...own, 'sec-fetch-site': 'cross-site' }, 403, 'FOREIGN_SITE'],
    ['a form of another site', { cookie: 'me', 'sec-fetch-site': 'same-origin' }, 403, 'FOREIGN_SITE'],
  ])('takes nothing from %s', async (_who, headers, status, code) => {
    expect(await post(form(pdf(100)), headers)).toEqual({ status, code });
    expect([...begun, ...calls]).toEqual([]);
  });

  it('takes so many in an hour', async () => {
    allowed = false;
    expect(await post(form(pdf(100)))).toEqual({ status: 429, code: 'UPLOADS_TOO_MANY' });
  });
});

/** Sends the beginning of a form by hand, then pieces of a file; resolves with how far the sender ever was ahead of the room, in bytes. */
async function sendSlowly(pieces: number, end: boolean): Promise<number> {
  const boundary = 'xxx';
  const request = open(`${base}/files/upload`, { method: 'POST', headers: { ...own, 'content-type': `multipart/form-data; boundary=${boundary}` } });
  const answered = new Promise<void>((resolve) => request.on('response', (response) => response.resume().on('end', resolve)).on('error', () => resolve()));
  request.write(`--${boundary}\r\ncontent-disposition: form-data; name="patient"\r\n\r\np\r\n--${boundary}\r\ncontent-disposition: form-data; name="title"\r\n\r\nt\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF-1.7\n`);
  let ahead = 0;
  const piece = Buffer.alloc(100_000, 32);
  for (let sent = 0; sent < pieces; sent += 1) {
    if (!request.write(piece)) await new Promise((resolve) => request.once('drain', resolve));
    ahead = Math.max(ahead, sent * piece.length - received());
  }
  if (end) request.end(`\r\n--${boundary}--\r\n`);
  else request.destroy();
  await answered;
  return ahead;
}

/** Begins an upload and says no more; resolves when the exchange hangs up or answers. */
function beginOnly(account = 'me'): { readonly ended: Promise<void>; end(): void } {
  const request = open(`${base}/files/upload`, { method: 'POST', headers: { ...own, cookie: account, 'content-type': 'multipart/form-data; boundary=xxx' } });
  const ended = new Promise<void>((resolve) => request.on('response', (response) => response.resume().on('end', resolve)).on('error', () => resolve()));
  request.write('--xxx\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF-1.7\n');
  return { ended, end: () => request.destroy() };
}

describe('abuse case 52: places for files on their way in', () => {
  it('two for each account, so that nobody holds them all', async () => {
    const mine = [beginOnly(), beginOnly()];
    await sleep(200);
    expect(await post(form(pdf(100)))).toEqual({ status: 429, code: 'UPLOADS_TOO_MANY' });
    expect(await post(form(pdf(100)), { ...own, cookie: 'other' })).toEqual({ status: 202, code: 'u1' });
    for (const each of mine) each.end();
    await Promise.all(mine.map(({ ended }) => ended));
    await expect.poll(() => post(form(pdf(100))), { timeout: 5000 }).toEqual({ status: 202, code: 'u1' });
  });

  it('are taken from who says no more', async () => {
    const silent = beginOnly();
    const begun = performance.now();
    await silent.ended;
    expect(performance.now() - begun).toBeGreaterThan(500);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('and not from who waits for us', async () => {
    slow = 1000;
    expect(await post(form(pdf(1_300_000)))).toEqual({ status: 202, code: 'u1' });
  });
});

describe('abuse case 52: memory while a file comes', () => {
  it('holds a few parts, however large the file and slow the room: the sender is made to wait', async () => {
    slow = 20;
    const ahead = await sendSlowly(180, true);
    expect(received()).toBe(18_000_009);
    // What the operating system holds on both ends of a connection comes on top of our two parts.
    expect(ahead).toBeLessThan(9_000_000);
  }, 30_000);

  it('forgets a file whose sender went away', async () => {
    await sendSlowly(20, false);
    await expect.poll(() => calls.at(-1)?.name, { timeout: 5000 }).toBe('abandon-upload');
    expect(calls.some(({ last }) => last)).toBe(false);
  });
});
