import { randomUUID } from 'node:crypto';
import { noticeHandlers } from '@cie/gateway/notices/notice-handlers.ts';
import { RedemptionCodeStore } from '@cie/gateway/sign-in/redemption-code.store.ts';
import { PendingStore } from '@cie/gateway/sign-in/pending.store.ts';
import { hashOf, newSecret } from '@cie/gateway/sign-in/secret.ts';
import { SessionStore, type Person } from '@cie/gateway/sign-in/session.store.ts';
import type { SessionPlace } from '@cie/gateway/sign-in/sessions.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publicUrl, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const sessionCookie = '__Host-cie-session';
const ownForm = { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl, 'sec-fetch-site': 'same-origin' };

let exchange: SignInExchange;
let store: SessionStore;
/** An account of the test's own: all files share one database. */
let person: Person;

beforeAll(async () => {
  exchange = await startSignInExchange({ simulators: true });
  store = new SessionStore(exchange.database);
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  person = {
    kind: 'patient', accountId: randomUUID(), patientId: null, name: 'Marigold Thistlewood', organisation: null, role: null,
    proofing: 'P9', duties: [], email: null,
  };
});

/** A browser in which somebody is signed in. */
async function signedIn(of: Person = person, browser = 'Chrome on Windows', place: SessionPlace = 'page'): Promise<TestBrowser & { id: string }> {
  const { token, session } = await store.create(of, place === 'script' ? 'script' : 'widget', exchange.clock.now(), { browser, place });
  const opened = new TestBrowser(exchange.app);
  opened.plant(sessionCookie, token);
  return Object.assign(opened, { id: session.id });
}

const isIn = async (browser: TestBrowser): Promise<boolean> => (await browser.ask('/session')).json<{ state: string }>().state === 'signed-in';
const post = (browser: TestBrowser, path: string, fields: Record<string, string> = {}, headers: Record<string, string> = ownForm) =>
  browser.ask(path, { method: 'POST', headers, payload: new URLSearchParams(fields).toString() });

describe('REG-9 a person sees where they are signed in, and ends it', () => {
  it('lists the sign-ins of the account with kind of browser, way and place, and marks this one', async () => {
    const here = await signedIn();
    await signedIn(person, 'Safari on iPhone', 'frame');
    await signedIn({ ...person, accountId: randomUUID() }, 'Opera on Mac');
    const page = await here.ask('/account');
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('<h1 class="nhsuk-heading-l">Your account</h1>');
    expect(page.body.match(/class="cie-sign-in"/g)).toHaveLength(2);
    expect(page.body).toMatch(/Chrome on Windows<\/strong> <strong[^>]*>This one/);
    expect(page.body).toContain('Safari on iPhone');
    expect(page.body).toContain('In a box on another NHS website');
    expect(page.body).toContain('By NHS login');
    expect(page.body).not.toContain('Opera');
    // Its own sign-in has no button of its own: "Sign out" stands at the top of every page.
    expect(page.body).not.toContain(`value="${here.id}"`);
  });

  it('says in words when this sign-in ends', async () => {
    const here = await signedIn();
    exchange.clock.forward(5);
    expect((await here.ask('/account')).body).toMatch(/This one ends at [\w:]+ if you open no other page, and at [\w:]+ at the latest\./);
  });

  it.each([
    [{ kind: 'professional', proofing: null, organisation: 'RYJ' }, 'By the sign-in of your organisation'],
    [{ proofing: 'vouched' }, 'By email address and password'],
  ] as const)('serves patients and professionals alike (%#)', async (change, way) => {
    expect((await (await signedIn({ ...person, ...change })).ask('/account')).body).toContain(way);
  });

  it('ends another browser’s at that one’s next request', async () => {
    const [here, there] = [await signedIn(), await signedIn(person, 'Safari on iPhone')];
    const answer = await post(here, '/account/sign-ins/end', { id: there.id });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/account?done=ended#done');
    expect(await isIn(there)).toBe(false);
    expect((await there.ask('/who')).body).toBe('null');
    expect(await isIn(here)).toBe(true);
    expect((await here.ask('/account?done=ended')).body).toContain('That sign-in has ended.');
  });

  it('ends no sign-in of anybody else, whatever id is sent', async () => {
    const here = await signedIn();
    const stranger = await signedIn({ ...person, accountId: randomUUID() });
    for (const id of [stranger.id, 'nonsense', '', "' or 1=1 --", randomUUID()]) {
      expect((await post(here, '/account/sign-ins/end', { id })).headers.location).toBe('/account?done=ended-before#done');
    }
    expect(await isIn(stranger)).toBe(true);
  });

  it('ends all others at once, or all with this one', async () => {
    const [here, second, third] = [await signedIn(), await signedIn(), await signedIn(person, 'Firefox on Linux', 'frame')];
    await post(here, '/account/sign-ins/end-others');
    expect(await Promise.all([here, second, third].map(isIn))).toEqual([true, false, false]);
    const again = await signedIn();
    const answer = await post(here, '/account/sign-ins/end-all');
    expect(answer.headers.location).toBe('/account/signed-out');
    expect((await here.ask('/account/signed-out')).body).toContain('You are signed out everywhere');
    expect(here.cookie(sessionCookie)).toBeUndefined();
    expect(await isIn(again)).toBe(false);
  });

  it('does not list what has ended by itself', async () => {
    await signedIn(person, 'Safari on iPhone');
    exchange.clock.forward(31);
    const here = await signedIn();
    expect((await here.ask('/account')).body).not.toContain('Safari on iPhone');
  });

  it('sends who is not signed in to sign in, and back', async () => {
    const browser = new TestBrowser(exchange.app);
    const answer = await browser.ask('/account');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?return=%2Faccount']);
    expect((await browser.ask('/sign-in?return=%2Faccount')).statusCode).toBe(200);
    expect((await post(browser, '/account/sign-ins/end-all')).headers.location).toBe('/sign-in?return=%2Faccount');
  });

  it('EMB-2 shows a name as text', async () => {
    const here = await signedIn({ ...person, name: '<script>alert(1)</script>' });
    expect((await here.ask('/account')).body).not.toContain('<script>alert');
  });
});

describe('MSG-1 a person chooses the language of their messages', () => {
  it('tells identity, which knows the languages', async () => {
    const here = await signedIn();
    const answer = await post(here, '/account/language', { language: 'pl' });
    expect(answer.headers.location).toBe('/account?done=language#done');
    expect(exchange.identity.asked.at(-1)).toEqual({ command: 'choose-message-language', input: { language: 'pl' } });
    expect((await here.ask('/account?done=language')).body).toContain('The language of your messages is saved.');
  });

  it('takes no language that messages are not written in', async () => {
    const here = await signedIn();
    expect((await post(here, '/account/language', { language: 'tlh' })).headers.location).toBe('/account#language');
    expect(exchange.identity.asked.filter(({ input }) => JSON.stringify(input).includes('tlh'))).toEqual([]);
  });
});

describe('abuse 49: forms of the account page posted from elsewhere', () => {
  it.each(['/account/sign-ins/end', '/account/sign-ins/end-others', '/account/sign-ins/end-all', '/account/language'])('%s', async (path) => {
    const [here, there] = [await signedIn(), await signedIn()];
    for (const change of [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, { origin: 'null' }, { origin: `${publicUrl}.evil.example` }]) {
      expect((await post(here, path, { id: there.id, language: 'pl' }, { ...ownForm, ...change })).statusCode).toBe(403);
    }
    expect([await isIn(here), await isIn(there)]).toEqual([true, true]);
  });
});

describe('REG-9 abuse 14 a notice of reset, opt-out or leaving ends every session at once', () => {
  it('with every sign-in that is still under way', async () => {
    const browsers = [await signedIn(), await signedIn(person, 'Safari on iPhone', 'frame'), await signedIn(person, 'A script', 'script')];
    const stranger = await signedIn({ ...person, accountId: randomUUID() });
    const now = exchange.clock.now();
    const codes = new RedemptionCodeStore(exchange.database);
    const pending = new PendingStore(exchange.database);
    const verifier = newSecret();
    const code = await codes.issue(person, hashOf(verifier).toString('base64url'), now);
    const waiting = await pending.begin(person, { kind: 'page', path: '/record' }, verifier, now);

    const handlers = noticeHandlers({
      rooms: { sharing: { name: 'sharing', command: async () => null, graphql: () => Promise.reject(new Error('no GraphQL')), ready: async () => undefined, close: async () => undefined } },
      sessions: store, calendars: { endAll: async () => undefined }, messages: { send: async () => undefined }, clock: exchange.clock.now,
    });
    for (const _time of ['first', 'again']) await handlers['end-sessions']({ kind: 'end-sessions', accountId: person.accountId }, 'n1');

    expect(await Promise.all(browsers.map(isIn))).toEqual([false, false, false]);
    expect(await codes.redeem(code, verifier, now)).toBeNull();
    expect(await pending.find(waiting, verifier, now)).toBeNull();
    expect(await isIn(stranger)).toBe(true);
  });

  it('finds them by an index', async () => {
    const client = await exchange.database.connect();
    try {
      await client.query('begin');
      await client.query('set local enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>('explain delete from session where account_id = $1', [person.accountId]);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('session_account');
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});

describe('a room that does not answer', () => {
  it('is told to a person as a page, and to a program with a code', async () => {
    const here = await signedIn();
    const ask = exchange.identity.command.bind(exchange.identity);
    exchange.identity.command = () => Promise.reject(new Error('the room is away, with <details>'));
    try {
      const page = await here.ask('/account', { headers: { accept: 'text/html,application/xhtml+xml' } });
      expect([page.statusCode, page.headers['content-type'], page.headers['cache-control']]).toEqual([500, 'text/html; charset=utf-8', 'no-store']);
      expect(page.body).toContain('<h1 class="nhsuk-heading-l">Sorry, there is a problem</h1>');
      expect(page.body).not.toContain('details');
      expect((await here.ask('/account')).json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_ERROR' } }] });
    } finally {
      exchange.identity.command = ask;
    }
  });
});
