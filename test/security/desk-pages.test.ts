import { randomUUID } from 'node:crypto';
import { registerDesk } from '@cie/gateway/desk/register-desk.ts';
import { answerError } from '@cie/gateway/server/answer-error.ts';
import { answerNotFound } from '@cie/gateway/server/answer-not-found.ts';
import type { Session } from '@cie/gateway/sign-in/sessions.ts';
import type { Allowance } from '@cie/gateway/throttle/throttle.ts';
import { startIdentity } from '@cie/identity/start';
import type { Duty, Viewer } from '@cie/kit/access-context.ts';
import { linkInProcess } from '@cie/kit/calls/room-link.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Room, RoomLink } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const origin = 'http://localhost:4000';
let server: RoomServer;
let room: Room;
let app: FastifyInstance;
let viewer: Viewer | null = null;
let dana: Viewer;
let allowance: Allowance = { allowed: true, retryAfter: 0 };
let isDown = false;
let isSharingDown = false;
/** Buckets of the throttle that were asked for. */
let counted: string[] = [];
const routes: { method: string; url: string }[] = [];

beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
  dana = await newStaff('Dana Desk', ['support-desk']);
  const feed = await server.connect('identity', 'feed');
  await feed.query("insert into patient (id, nhs_number, birth_date, family_name, given_name) values ($1, '9990004013', '1980-03-31', 'Quickly', 'Perdita') on conflict do nothing", [randomUUID()]);
  await feed.end();
  app = Fastify({ logger: false });
  app.setNotFoundHandler(answerNotFound);
  app.setErrorHandler(answerError);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  const direct = linkInProcess(room, () => undefined);
  const identity: RoomLink = { ...direct, command: (name, input, access) => (isDown ? Promise.reject(new CieError('ROOM_TIMEOUT', 'The room does not answer.')) : direct.command(name, input, access)) };
  // Rooms that know of nobody: eligibility and proxies have tests of their own.
  const silent: RoomLink = { ...direct, command: async (name) => {
    if (name === 'proxy') throw new CieError('PROXY_UNKNOWN', 'There is no such request or proxy.');
    if (name === 'team') throw new CieError('TEAM_UNKNOWN', 'There is no such team.');
    if (name === 'teams') return { teams: [], next: null };
    return name === 'treatment' ? [] : { proxies: [], next: null, counts: { requested: 2, reviews: 1 } };
  } };
  const sharing: RoomLink = { ...silent, command: (name, input, access) => (isSharingDown ? Promise.reject(new CieError('ROOM_TIMEOUT', 'The room does not answer.')) : silent.command(name, input, access)) };
  await registerDesk(app, {
    rooms: { identity, results: silent, appointments: silent, sharing },
    sessions: { read: async () => (viewer === null ? null : sessionOf(viewer)) },
    throttle: { check: async (bucket) => (counted.push(bucket), allowance), forget: async () => undefined },
    courier: { drain: async () => undefined },
    settings: { ...server.settings, CIE_PUBLIC_URL: origin, CIE_DESK_EMAIL: 'desk@exchange.example.net' },
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await room.close();
});
beforeEach(() => {
  viewer = null;
  allowance = { allowed: true, retryAfter: 0 };
  isDown = false;
  isSharingDown = false;
  counted = [];
});

async function newStaff(name: string, duties: readonly Duty[]): Promise<Viewer> {
  const accountId = randomUUID();
  const owner = await server.connect('identity', 'owner');
  await owner.query("insert into account (id, kind, issuer, subject, name, organisation) values ($1, 'professional', 'test-staff', $2, $3, 'QRV')", [accountId, accountId, name]);
  await owner.end();
  return { kind: 'professional', accountId, patientId: null, name, organisation: 'QRV', role: 'Support desk', proofing: null, duties, email: null, sessionId: 'desk-test' };
}

const sessionOf = (of: Viewer): Session => ({ id: of.sessionId, viewer: of, client: 'widget', expiresAt: new Date(), idleUntil: new Date() });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly location: string;
}

async function request(method: string, url: string, body?: Readonly<Record<string, string | readonly string[]>>, from = origin): Promise<Answer> {
  const payload = new URLSearchParams(Object.entries(body ?? {}).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]))).toString();
  const answer = await app.inject({
    method: method === 'POST' ? 'POST' : method === 'HEAD' ? 'HEAD' : 'GET', url,
    headers: { accept: 'text/html', ...(method === 'POST' ? { origin: from, 'content-type': 'application/x-www-form-urlencoded' } : {}) },
    ...(method === 'POST' ? { payload } : {}),
  });
  const { date: _date, ...headers } = answer.headers;
  return { status: answer.statusCode, headers, text: answer.body, location: String(answer.headers['location'] ?? '') };
}

const whole = { name: 'Perdita Quickly', day: '31', month: '3', year: '1980', nhsNumber: '', email: 'perdita@example.net', mobile: '', place: 'Hammersmith', reason: 'No smartphone', language: 'en' };
const newEmail = (): string => `${randomUUID()}@example.net`;

/** Sends a form, and opens the case that it made as the desk. */
async function caseFrom(path: string, body: Readonly<Record<string, string>>): Promise<string> {
  viewer = null;
  const { location, text } = await request('POST', path, body);
  const reference = new URL(location, origin).searchParams.get('reference') ?? `none: ${text}`;
  const keeper = await server.connect('identity', 'keeper');
  const { rows } = await keeper.query<{ id: string }>('select id from desk_case where reference = $1', [reference]);
  await keeper.end();
  return rows[0]?.id ?? '';
}

describe('REG-5 anybody may ask for access', () => {
  it('takes a request, and gives a reference', async () => {
    const { status, location } = await request('POST', '/request-access', { ...whole, email: newEmail() });
    expect(status).toBe(303);
    expect(location).toMatch(/^\/request-access\/received\?reference=[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const page = await request('GET', location);
    expect(page.text).toContain('We have your request');
    expect(page.text).toContain('we have your request all the same');
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await request('GET', '/request-access/received?reference=<script>')).status).toBe(404);
  });

  it('answers alike whether or not there is a record (abuse case 38)', async () => {
    const owner = await server.connect('identity', 'feed');
    await owner.query("insert into patient (id, nhs_number, birth_date, family_name) values ($1, '9990004021', '1980-03-31', 'Quickly') on conflict do nothing", [randomUUID()]);
    await owner.end();
    const pages = [];
    for (const nhsNumber of ['9990004021', '9990004099', '']) {
      const { status, location } = await request('POST', '/request-access', { ...whole, nhsNumber, email: newEmail() });
      expect(status).toBe(303);
      pages.push((await request('GET', location)).text.replace(/[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'XXXX-XXXX'));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it.each<[field: string, change: Readonly<Record<string, string>>, text: string]>([
    ['name', { name: '' }, 'Enter your full name'],
    ['name', { name: 'P' }, 'with at least 2 letters'],
    ['day', { day: '', month: '', year: '' }, 'Enter your date of birth'],
    ['day', { day: '31', month: '2' }, 'Enter a real date'],
    ['day', { year: '80' }, 'The year must have 4 numbers'],
    ['day', { year: '2099' }, 'a day in the past'],
    ['day', { year: String(new Date().getFullYear() - 10) }, 'You must be 16 or over to register'],
    ['day', { year: String(new Date().getFullYear() - 10) }, '<a href="/act-for">'],
    ['email', { email: 'nobody' }, 'Enter an email address in the correct format'],
    ['email', { email: 'a@-.b' }, 'Enter an email address in the correct format'],
    ['mobile', { mobile: '12345' }, 'Enter a mobile phone number'],
    ['mobile', { mobile: '020 7946 0000' }, 'Enter a mobile phone number'],
    ['place', { place: ' ' }, 'Enter the name of a hospital'],
    ['reason', { reason: '' }, 'Tell us why'],
  ])('says what to do about %s, and keeps what was typed', async (field, change, text) => {
    const typed = { ...whole, reason: 'Two\nlines', ...change };
    const { status, text: page } = await request('POST', '/request-access', typed);
    expect(status).toBe(422);
    expect(page).toContain('<title>Error: ');
    expect(page).toContain(`href="#${field}"`);
    expect(page).toContain(text);
    for (const name of ['name', 'email', 'place'] as const) expect(page).toContain(`value="${typed[name].trim()}"`);
    expect(page).toContain(`${typed.reason}</textarea>`);
  });

  it.each([
    ['999 000 4006', 'One or more digits are mistyped'],
    ['999 000 400', 'An NHS number has 10 digits'],
    ['4444444444', 'This is not an NHS number'],
  ])('ACC-1 says what is wrong with the NHS number %s', async (nhsNumber, text) => {
    const { status, text: page } = await request('POST', '/request-access', { ...whole, nhsNumber });
    expect(status).toBe(422);
    expect(page).toContain(text);
    expect(page).toContain(`value="${nhsNumber}"`);
  });

  it('keeps what was typed when there are too many requests, and when the room is down', async () => {
    allowance = { allowed: false, retryAfter: 1234 };
    const many = await request('POST', '/contact', { topic: 'feedback', name: 'P', email: 'p@example.net', message: 'All is well' });
    expect([many.status, many.headers['retry-after']]).toEqual([429, '1234']);
    expect(many.text).toContain('All is well</textarea>');
    allowance = { allowed: true, retryAfter: 0 };
    isDown = true;
    const down = await request('POST', '/request-access', whole);
    expect(down.status).toBe(503);
    expect(down.text).toContain('What you wrote is still here');
    expect(down.text).toContain('No smartphone</textarea>');
  });

  it.each(['/request-access', '/contact', '/contact/answer'])('abuse case 49: %s takes no form of another site', async (path) => {
    for (const from of ['https://hostile.example', 'null']) expect((await request('POST', path, whole, from)).status).toBe(403);
  });

  it('abuse case 39: what one network is refused keeps nobody else from the answer to a reference', async () => {
    const ask = () => request('POST', '/contact/answer', { reference: 'K7MP-X2DR', email: newEmail() });
    expect((await ask()).status).toBe(422);
    expect(counted.filter((bucket) => bucket.includes('K7MPX2DR'))).toHaveLength(1);
    allowance = { allowed: false, retryAfter: 60 };
    const refused = await ask();
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(counted.filter((bucket) => bucket.includes('K7MPX2DR')), 'not counted again').toHaveLength(1);
  });

  it('lets the person read the answer with reference and address, and nobody else', async () => {
    const email = newEmail();
    const id = await caseFrom('/contact', { topic: 'cannot-sign-in', name: 'Perdita', email, message: 'Help' });
    viewer = dana;
    const done = await request('POST', `/desk/cases/${id}/answer`, { text: 'Use <b>the link</b> again.' });
    expect(done.location).toBe(`/desk/cases/${id}?done=answered`);
    const reference = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await request('GET', `/desk/cases/${id}`)).text)?.[0] ?? '';
    viewer = null;
    const read = await request('POST', '/contact/answer', { reference: reference.toLowerCase(), email });
    expect(read.text).toContain('Use &lt;b&gt;the link&lt;/b&gt; again.');
    expect(read.text).toMatch(new RegExp(`${reference}[\\s\\S]*What you asked[\\s\\S]*Help`));
    const received = await request('GET', '/contact/received?reference=K7MP-X2DR');
    expect(received.text).toContain('We have your message');
    expect(received.text).not.toContain('your request');
    const wrong = [await request('POST', '/contact/answer', { reference, email: newEmail() }), await request('POST', '/contact/answer', { reference: '2222-2222', email })];
    for (const { status, text } of wrong) {
      expect(status).toBe(422);
      expect(text).toContain('We know no request with this reference and this email address');
    }
  });
});

describe('REG-5 the desk checks an identity before it invites', () => {
  const check = {
    method: 'in-person', evidence: ['passport'], nhsNumber: '999 000 4013', day: '31', month: '3', year: '1980', note: '',
    statements: ['same-person', 'same-details', 'number-found', 'contact-confirmed'],
  };

  it('goes to the check first, and invites nobody without', async () => {
    const id = await caseFrom('/request-access', { ...whole, email: newEmail() });
    viewer = dana;
    expect((await request('GET', `/desk/cases/${id}/invite`)).location).toBe(`/desk/cases/${id}/check`);
    expect((await request('POST', `/desk/cases/${id}/invite`, { channel: 'letter', recipient: 'A\nB' })).location).toBe(`/desk/cases/${id}/check`);
    expect((await request('GET', `/desk/cases/${id}`)).text).not.toContain('Invite the person');
    const half = await request('POST', `/desk/cases/${id}/check`, { ...check, evidence: [], nhsNumber: '999 000 4006' });
    expect(half.status).toBe(422);
    expect(half.text).toContain('Select the photo identity that you saw');
    expect(half.text).toContain('One or more digits are mistyped');
    expect(half.text).toMatch(/value="in-person"[^>]* checked/);
    expect((await request('POST', `/desk/cases/${id}/check`, check)).location).toBe(`/desk/cases/${id}?done=checked`);
    const page = await request('GET', `/desk/cases/${id}`);
    expect(page.text).toContain('Invite the person');
    expect(page.text).toContain('by Dana Desk');
    for (const url of [`/desk/cases/${id}`, `/desk/cases/${id}/invite`]) expect((await request('GET', url)).text).toMatch(/Name on the record<\/dt><dd>Perdita Quickly/);
  });

  it.each<[what: string, change: Readonly<Record<string, string>>, field: string, text: string]>([
    ['a number that no record has', { nhsNumber: '999 000 4099' }, 'nhsNumber', 'No record has this NHS number'],
    ['the date of birth of somebody else', { day: '1' }, 'day', 'The record with this NHS number has another date of birth'],
    ['a year of two digits', { year: '80' }, 'day', 'The year must have 4 numbers'],
    ['a day that is none', { month: '2' }, 'day', 'Enter a real date'],
  ])('records no check with %s, and says what is wrong', async (_what, change, field, text) => {
    const id = await caseFrom('/request-access', { ...whole, email: newEmail() });
    viewer = dana;
    const refused = await request('POST', `/desk/cases/${id}/check`, { ...check, ...change });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`href="#${field}"`);
    expect(refused.text).toContain(text);
    expect((await request('GET', `/desk/cases/${id}`)).text).toContain('Not checked yet');
  });

  it.each<[what: string, change: Readonly<Record<string, string>>, words: string]>([
    ['name', { name: 'Barnaby Foxglove' }, 'another name.'],
    ['date of birth', { day: '30' }, 'another date of birth.'],
    ['NHS number', { nhsNumber: '9990004021', name: 'Quickly, Barnaby' }, 'another name and NHS number.'],
  ])('wants a word for a record that differs in the %s from the request, and for that record alone', async (_what, change, words) => {
    const id = await caseFrom('/request-access', { ...whole, ...change, email: newEmail() });
    viewer = dana;
    const post = (sameAs: Readonly<Record<string, string>>) => request('POST', `/desk/cases/${id}/check`, { ...check, ...sameAs });
    for (const sameAs of [{}, { sameAs: '9990004021' }, { sameAs: 'yes' }]) {
      const asked = await post(sameAs);
      expect(asked.status).toBe(422);
      expect(asked.text).toContain('href="#sameAs-0"');
      expect(asked.text).toContain('The record is in the name of Perdita Quickly, born 31 March 1980. I have made sure that this is the same person');
      expect(asked.text).toContain(words);
    }
    expect((await post({ sameAs: '9990004013' })).location).toBe(`/desk/cases/${id}?done=checked`);
    expect((await request('GET', `/desk/cases/${id}`)).text).toContain('Made sure that it is the same person.');
  });

  it('tells the desk why a person cannot be invited', async () => {
    const id = await caseFrom('/request-access', { ...whole, email: newEmail() });
    viewer = dana;
    await request('POST', `/desk/cases/${id}/check`, check);
    const nobody = await request('POST', `/desk/cases/${id}/invite`, { channel: 'electronic', email: 'perdita@example.net', mobile: '07700 900123', language: 'en' });
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('This person has not been treated since 2018');
    const letter = await request('POST', `/desk/cases/${id}/invite`, { channel: 'letter', recipient: 'Perdita Quickly' });
    expect(letter.text).toContain('Enter the name and the address for the letter');
    const bad = await request('POST', `/desk/cases/${id}/invite`, { channel: 'electronic', email: 'x', mobile: '07700 900123' });
    expect(bad.text).toContain('href="#email"');
  });

  it('says so when somebody else took or closed the case meanwhile', async () => {
    const id = await caseFrom('/contact', { topic: 'feedback', name: 'P', email: newEmail(), message: 'x' });
    viewer = await newStaff('Erin Desk', ['support-desk']);
    await request('POST', `/desk/cases/${id}/take`, { holder: '' });
    viewer = dana;
    const taken = await request('POST', `/desk/cases/${id}/take`, { holder: '' });
    expect([taken.status, taken.text.includes('Somebody else took this case')]).toEqual([409, true]);
    await request('POST', `/desk/cases/${id}/finish`, { note: 'Done', answer: '' });
    const closed = await request('POST', `/desk/cases/${id}/note`, { note: 'Kept <b>' });
    expect(closed.status).toBe(422);
    expect(closed.text).toContain('This case is closed');
    expect(closed.text).toContain('Kept &lt;b&gt;</textarea>');
  });
});

describe('Abuse case 22: the desk is nobody else\'s', () => {
  /** Every address of the desk, with ids of a case that exists. */
  async function addresses(): Promise<{ method: string; url: string }[]> {
    const id = await caseFrom('/contact', { topic: 'feedback', name: 'P', email: newEmail(), message: 'x' });
    return routes.filter(({ url }) => url.startsWith('/desk')).map(({ method, url }) => ({ method, url: url.replace(':id', id) }));
  }

  it('answers as if there were nothing: to professionals, other duties and patients', async () => {
    const all = await addresses();
    expect(all.length).toBeGreaterThan(40);
    const others: Viewer[] = [
      { ...dana, duties: [] }, { ...dana, duties: ['records-team', 'privacy-officer'] },
      { ...dana, kind: 'patient', organisation: null, role: null, proofing: 'P9' },
    ];
    for (const other of others) {
      for (const { method, url } of all) {
        viewer = other;
        const refused = await request(method, url, { note: 'x', text: 'x', confirmed: 'yes' });
        viewer = null;
        const nothing = await request(method, '/nothing/is/here', { note: 'x' });
        expect({ ...refused, url }).toEqual({ ...nothing, url });
        expect(refused.status).toBe(404);
      }
    }
  });

  it('sends who is signed out to the sign-in, and does nothing for them', async () => {
    for (const { method, url } of await addresses()) {
      viewer = null;
      const { status, location } = await request(method, url, { note: 'x', text: 'x', confirmed: 'yes' });
      const way = method === 'POST' ? [404, ''] : [303, `/sign-in?return=${encodeURIComponent(url)}`];
      expect({ url, answer: [status, location] }).toEqual({ url, answer: way });
    }
    expect((await request('GET', '/desk?kind=contact')).location).toBe('/sign-in?return=%2Fdesk%3Fkind%3Dcontact');
    expect((await request('GET', '/desk?kind=//hostile.example:8')).location).toBe('/sign-in?return=%2Fdesk');
    expect((await request('GET', '/desk/nothing-is-here')).status).toBe(404);
  });

  it('shows how many requests to act for patients wait, and its queue without sharing', async () => {
    viewer = dana;
    expect((await request('GET', '/desk')).text).toContain('People who act for patients (2 to verify, 1 to review)');
    isSharingDown = true;
    const { status, text } = await request('GET', '/desk');
    expect([status, text.includes('People who act for patients</a>')]).toEqual([200, true]);
  });

  it('is there for the desk: every page answers, every form of another site is refused', async () => {
    const all = await addresses();
    viewer = dana;
    for (const { method, url } of all.filter((each) => each.method !== 'POST')) {
      const answer = await request(method, url);
      // Some pages are about other kinds of cases, and lead elsewhere or are not there.
      expect({ url, isPage: [200, 303, 404].includes(answer.status) }).toEqual({ url, isPage: true });
    }
    for (const { method, url } of all.filter((each) => each.method === 'POST')) {
      const { status } = await request(method, url, {}, 'https://hostile.example');
      expect({ url, status }).toEqual({ url, status: 403 });
    }
  });

  it('knows no case of another id', async () => {
    viewer = dana;
    for (const id of [randomUUID(), 'x', '..%2f..']) expect((await request('GET', `/desk/cases/${id}`)).status).toBe(404);
  });
});

describe('Abuse case 60: what people write is text on the desk\'s pages', () => {
  const markup = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

  it('shows markup in every field as it was written', async () => {
    const id = await caseFrom('/request-access', { ...whole, name: markup, place: markup, reason: markup, email: newEmail() });
    viewer = dana;
    await request('POST', `/desk/cases/${id}/note`, { note: markup });
    await request('POST', `/desk/cases/${id}/answer`, { text: markup });
    await request('POST', `/desk/cases/${id}/check`, { method: 'vouched', evidence: 'staff-vouched', nhsNumber: '9990004013', sameAs: '9990004013', day: '31', month: '3', year: '1980', note: markup, statements: ['same-person', 'same-details', 'number-found', 'contact-confirmed'] });
    for (const url of ['/desk', `/desk/cases/${id}`, `/desk/cases/${id}/invite`, `/desk/cases/${id}/note`]) {
      const { text, headers } = await request('GET', url);
      expect(text).not.toMatch(/<script>|<img/);
      expect(String(headers['content-security-policy'])).toContain("script-src 'self'");
    }
    expect((await request('GET', `/desk/cases/${id}`)).text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const kept = await request('POST', '/desk/professionals/end', { name: markup, accountId: markup });
    expect(kept.text).not.toMatch(/<script>|<img/);
    const longer = await request('POST', '/desk/professionals/renew', { grantId: markup, about: markup });
    expect(longer.text).not.toMatch(/<script>|<img/);
    const parting = await request('POST', '/desk/merges/undo', { about: markup, mergeId: markup });
    expect(parting.text).not.toMatch(/<script>|<img/);
  });
});
