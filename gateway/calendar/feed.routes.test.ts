import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { createScratchDatabase, type ScratchDatabase } from '@cie/kit/testing/scratch-database.ts';
import type { ExecutionResult } from 'graphql';
import Fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerError } from '../server/answer-error.ts';
import { answerNotFound } from '../server/answer-not-found.ts';
import { createThrottle } from '../throttle/throttle.ts';
import { throttleMigrations } from '../throttle/throttle.migration.ts';
import { calendarMigrations } from './calendar.migration.ts';
import { FeedStore, mostFeeds, type FeedOwner } from './feed.store.ts';
import { registerCalendar } from './register-calendar.ts';

let scratch: ScratchDatabase;
let database: Pool;
let feeds: FeedStore;
let app: FastifyInstance;
let now = new Date();
let asked: { name: string; variables: object; access: AccessContext }[] = [];
let answer: ExecutionResult = { data: null };
/** What identity says of the account. */
let standing: () => object = () => ({});

const patientId = '01890a5d-ac96-774b-bcce-b302099a8057';
const calendar = (text: string | null): ExecutionResult => ({ data: { patient: { id: patientId, appointmentCalendar: text } } });
const newOwner = (): FeedOwner => ({ kind: 'patient', accountId: randomUUID(), name: 'Perdita Quickly', proofing: 'P9' });
const choice = { name: 'my phone', detail: 'general', labels: [0] } as const;

beforeAll(async () => {
  scratch = await createScratchDatabase('calendar');
  const source = { ...scratch.server.administrator, database: scratch.name };
  const migrations = [...calendarMigrations, ...throttleMigrations];
  const owner = await new DataSource({ type: 'postgres', host: source.host, port: source.port, username: source.user, password: source.password, database: source.database, migrations }).initialize();
  await owner.runMigrations();
  await owner.destroy();
  database = new Pool(source);
  feeds = new FeedStore(database);
  const identity: RoomLink = {
    name: 'identity', command: async () => standing(), graphql: () => Promise.reject(new Error('no GraphQL')), ready: async () => undefined, close: async () => undefined,
  };
  app = Fastify({ logger: false });
  app.setNotFoundHandler(answerNotFound);
  app.setErrorHandler(answerError);
  await registerCalendar(app, {
    feeds, rooms: { identity }, throttle: createThrottle(database), settings: { CIE_PUBLIC_URL: 'http://localhost:4000' }, clock: () => now, sessions: { read: async () => null },
    execute: async (name, variables, access) => (asked.push({ name, variables, access }), answer),
  });
});
afterAll(async () => {
  await app.close();
  await database.end();
  await scratch.drop();
});
beforeEach(() => {
  now = new Date(now.getTime() + 2 * 3_600_000);
  asked = [];
  answer = calendar('BEGIN:VCALENDAR');
  standing = () => ({ step: 'ready', patientId, agreement: '1' });
});

const made = async (owner = newOwner(), more: object = {}): Promise<string> => (await feeds.create(owner, { ...choice, ...more }, now)) ?? '';
const fetchFeed = (token: string, headers: Record<string, string> = {}) => app.inject({ url: `/calendar/feed/${token}.ics`, headers });

describe('APT-1 a calendar feed is read as the person who made it', () => {
  it('through sharing’s door, for a calendar, with the labels chosen, by the record that the account opens now', async () => {
    const owner = newOwner();
    expect((await fetchFeed(await made(owner, { detail: 'clinic', labels: [0, 2] }))).statusCode).toBe(200);
    expect(asked).toMatchObject([{
      name: 'CalendarFeed', variables: { patient: patientId, detail: 'CLINIC' },
      access: { purpose: 'calendar', onlyLabels: [0, 2], now, viewer: { ...owner, patientId, organisation: null, role: null, duties: [], email: null } },
    }]);
  });

  it('a version that the calendar has is not sent again', async () => {
    const token = await made();
    const first = await fetchFeed(token);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const { etag } = first.headers;
    for (const known of [String(etag), `W/${String(etag)}`, `"x", ${String(etag)}`]) expect((await fetchFeed(token, { 'if-none-match': known })).statusCode).toBe(304);
    answer = calendar('BEGIN:VCALENDAR changed');
    expect((await fetchFeed(token, { 'if-none-match': String(etag) })).statusCode).toBe(200);
    // Asked each time: what may be seen is decided at each fetch, and stands in the log.
    expect(asked).toHaveLength(5);
  });

  it.each<[string, () => object, ExecutionResult, number]>([
    ['no record is linked any more', () => ({ step: 'link', patientId: null, agreement: '1' }), calendar('x'), 404],
    ['no door opens', () => ({ step: 'ready', patientId, agreement: '1' }), { data: { patient: null } }, 404],
    ['the appointments room is away: an empty calendar would delete what the person has', () => ({ step: 'ready', patientId, agreement: '1' }), calendar(null), 503],
    ['a room failed', () => ({ step: 'ready', patientId, agreement: '1' }), { data: null }, 503],
  ])('%s', async (_name, says, told, status) => {
    const token = await made();
    standing = says;
    answer = told;
    expect((await fetchFeed(token)).statusCode).toBe(status);
  });

  it('a closed account has no feed, and loses those it had', async () => {
    const owner = newOwner();
    const token = await made(owner);
    standing = () => { throw new CieError('ACCOUNT_CLOSED', 'closed'); };
    expect((await fetchFeed(token)).statusCode).toBe(404);
    expect(asked).toEqual([]);
    standing = () => ({ step: 'ready', patientId, agreement: '1' });
    expect((await fetchFeed(token)).statusCode).toBe(404);
    expect(await feeds.list(owner.accountId)).toEqual([]);
  });

  it('ends alone or with all of its account, and never another account’s', async () => {
    const [owner, other] = [newOwner(), newOwner()];
    const [one, two, foreign] = [await made(owner, { name: 'one' }), await made(owner, { name: 'two' }), await made(other)];
    const first = (await feeds.list(owner.accountId)).find(({ name }) => name === 'one');
    expect(await feeds.end(other.accountId, first?.id ?? '')).toBe(false);
    expect(await feeds.end(owner.accountId, first?.id ?? '')).toBe(true);
    expect(await feeds.end(owner.accountId, 'no id')).toBe(false);
    expect([(await fetchFeed(one)).statusCode, (await fetchFeed(two)).statusCode]).toEqual([404, 200]);
    await feeds.endAll(owner.accountId);
    expect([(await fetchFeed(two)).statusCode, (await fetchFeed(foreign)).statusCode]).toEqual([404, 200]);
  });

  it('an account has so many and no more', async () => {
    const owner = newOwner();
    for (let count = 0; count < mostFeeds; count++) expect(await made(owner)).toHaveLength(43);
    expect(await feeds.create(owner, choice, now)).toBeNull();
  });

  it('nor by many requests at once', async () => {
    const owner = newOwner();
    const tokens = await Promise.all(Array.from({ length: 3 * mostFeeds }, () => feeds.create(owner, choice, now)));
    expect(tokens.filter((token) => token !== null)).toHaveLength(mostFeeds);
  });

  it('notes when it was last fetched, and keeps only the hash of its address', async () => {
    const owner = newOwner();
    const token = await made(owner);
    expect(await feeds.list(owner.accountId)).toMatchObject([{ name: 'my phone', fetchedAt: null }]);
    await fetchFeed(token);
    expect(await feeds.list(owner.accountId)).toMatchObject([{ fetchedAt: now }]);
    const { rows } = await database.query<{ row: string }>('select to_jsonb(f)::text as row from calendar_feed f');
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });
});

describe('APT-1 a feed is asked for so often and no more', () => {
  it('thirty times an hour by its own count, whoever asks', async () => {
    const [token, other] = [await made(), await made()];
    const answers: number[] = [];
    for (let count = 0; count < 31; count++) answers.push((await fetchFeed(token)).statusCode);
    expect(answers.filter((status) => status === 200)).toHaveLength(30);
    const refused = await fetchFeed(token);
    expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await fetchFeed(other)).statusCode).toBe(200);
  });

  it('guessing addresses is counted by network, and keeps nobody from their own', async () => {
    const token = await made();
    const guesses: number[] = [];
    for (let count = 0; count < 32; count++) guesses.push((await fetchFeed('x'.repeat(43))).statusCode);
    expect(guesses.slice(0, 30).every((status) => status === 404)).toBe(true);
    expect(guesses.at(-1)).toBe(429);
    expect((await fetchFeed(token)).statusCode).toBe(200);
  });
});

describe('APT-1 the page of feeds', () => {
  it('needs somebody signed in, and takes forms of our own alone (abuse case 49)', async () => {
    const form = { method: 'POST', payload: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' } } as const;
    expect((await app.inject({ url: '/calendar' })).headers.location).toBe('/sign-in?return=%2Fcalendar');
    for (const url of ['/calendar/feeds', '/calendar/feeds/end']) {
      expect((await app.inject({ ...form, url })).statusCode).toBe(303);
      expect((await app.inject({ ...form, url, headers: { ...form.headers, origin: 'http://evil.example' } })).statusCode).toBe(403);
    }
  });
});
