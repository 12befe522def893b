import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerError } from '../server/answer-error.ts';
import type { Session } from '../sign-in/sessions.ts';
import { registerAccessLog } from './register-access-log.ts';

const origin = 'http://localhost:4000';
const record = randomUUID();
const patient: Viewer = { kind: 'patient', accountId: 'account', patientId: record, name: 'Pat Example', organisation: null, role: null, proofing: 'P9', duties: [], email: null, sessionId: 's' };
const now = new Date('2026-11-23T23:30:00Z');

let app: FastifyInstance;
let viewer: Viewer | null;
let asked: { name: string; input: unknown; access: AccessContext | undefined }[];
/** Entries that sharing hands over at a time, and how many it says there are. */
let parts: { body: string; hash: string }[][];
let announced: number;
let used: number;

const command: RoomLink['command'] = async (name, input, access) => {
  asked.push({ name, input, access });
  if (name === 'log-keys') return [{ id: 'k1', key: 'public' }];
  if (name === 'begin-log-copy') return { record, logs: [{ record, head: { seq: announced, hash: 'ff' }, checkpoint: null }] };
  return parts.shift() ?? [];
};

beforeAll(async () => {
  app = Fastify({ logger: false });
  app.setErrorHandler(answerError);
  const session = (): Session | null => (viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: now, idleUntil: now });
  await registerAccessLog(app, {
    sessions: { read: async () => session() }, settings: { CIE_PUBLIC_URL: origin }, clock: () => now,
    rooms: { sharing: { name: 'sharing', command, graphql: () => Promise.reject(new Error('no GraphQL')), ready: async () => undefined, close: async () => undefined } },
    throttle: { check: async (_what, { most, seconds }) => ((used += 1) <= most && seconds === 86_400 ? { allowed: true, retryAfter: 0 } : { allowed: false, retryAfter: 3600 }), forget: async () => undefined },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  [viewer, asked, used, announced] = [patient, [], 0, 3];
  parts = [[{ body: '{"seq": 1}', hash: 'a1' }, { body: '{"seq": 2}', hash: 'b2' }], [{ body: '{"seq": 3}', hash: 'c3' }]];
});

const download = (headers: Record<string, string> = { origin }) =>
  app.inject({ method: 'POST', url: '/access-log/download', headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: '' });

describe('ACS-6 a copy of the access log', () => {
  it('is a file of the day in London, with every entry byte for byte, and is kept nowhere on the way', async () => {
    const answer = await download();
    expect(answer.headers).toMatchObject({ 'content-disposition': 'attachment; filename="access-log-2026-11-23.json"', 'cache-control': 'no-store' });
    expect(answer.json()).toEqual({
      format: 'cie-access-log-copy', version: 1, made: now.toISOString(), exchange: origin, record, keys: [{ id: 'k1', key: 'public' }],
      logs: [{ record, head: { seq: 3, hash: 'ff' }, checkpoint: null, entries: [{ body: '{"seq": 1}', hash: 'a1' }, { body: '{"seq": 2}', hash: 'b2' }, { body: '{"seq": 3}', hash: 'c3' }] }],
    });
    expect(asked.filter(({ name }) => name === 'log-copy-part').map(({ input }) => input)).toEqual([{ record, after: '0', until: '3' }, { record, after: '2', until: '3' }]);
    expect(asked.find(({ name }) => name === 'begin-log-copy')?.access).toMatchObject({ viewer: patient, from: { place: 'page' } });
  });

  it('that is not whole is no JSON either', async () => {
    announced = 4;
    const { payload } = await download();
    expect(() => JSON.parse(payload) as unknown).toThrow(SyntaxError);
  });

  it('is made twenty times a day; at the next wish it is neither made nor written down', async () => {
    for (let count = 1; count <= 20; count += 1) expect([count, (await download()).statusCode]).toEqual([count, 200]);
    asked = [];
    const refused = await download();
    expect([refused.statusCode, refused.headers['retry-after'], refused.payload.includes('Try again tomorrow')]).toEqual([429, '3600', true]);
    expect(asked).toEqual([]);
  });

  it('is not for a page of another site to ask for, nor for who has not signed in or not proved who they are', async () => {
    expect((await download({ origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await download({})).statusCode).toBe(403);
    for (const who of [null, { ...patient, proofing: 'P5' as const }]) {
      viewer = who;
      expect((await download()).headers['location']).toBe('/sign-in?return=%2Faccess-log%2Fcopy');
    }
    expect(asked).toEqual([]);
  });

  it('can be checked with a page that runs its own script and nothing else, and reaches nobody', async () => {
    const { payload, headers } = await app.inject('/access-log/check-access-log.html');
    expect(headers['content-disposition']).toBe('attachment; filename="check-access-log.html"');
    expect(payload).not.toMatch(/\{\{\w+\}\}/);
    expect(payload.match(/<script/g)).toHaveLength(1);
    expect(payload).not.toMatch(/\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon)\b|https?:\/\//);
  });
});
