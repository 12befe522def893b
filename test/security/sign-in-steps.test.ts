import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publicUrl, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const marigold = { person: '9991001131', level: 'P9' };
const sessionCookie = '__Host-cie-session';
const pendingCookie = '__Host-cie-pending';
const ownForm = { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl, 'sec-fetch-site': 'same-origin' };

let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  exchange = await startSignInExchange();
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  Object.assign(exchange.identity, { steps: ['agree', 'link', 'explain'], isEligible: true, fault: null });
  browser = new TestBrowser(exchange.app);
});

async function begin(start = '/sign-in/nhs-login?return=/record', form = marigold, who = browser): Promise<string> {
  const response = await who.ask(await who.throughProvider(await who.leave(start), form));
  return String(response.headers.location);
}

const idOf = (address: string): string => new URL(address, publicUrl).searchParams.get('sign-in') ?? '';
const post = (path: string, fields: [string, string][], headers = ownForm, who = browser) =>
  who.ask(path, { method: 'POST', headers, payload: new URLSearchParams(fields).toString() });
const agree = (id: string, who = browser) => post('/sign-in/agree', [['sign-in', id], ['version', '2026-11-01'], ['agreed', 'agreement'], ['agreed', 'privacy']], ownForm, who);
const who = async () => (await browser.ask('/who')).json<{ patientId: string | null } | null>();

describe('REG-1 REG-10 the steps between identification and session', () => {
  it('come in order, answer each form with a redirect, and begin a session only at the end', async () => {
    const next = await begin();
    expect(next).toMatch(/^\/sign-in\/next\?sign-in=[\w-]{43}$/);
    expect((await browser.ask(next)).body).toContain('Before you start');
    expect(await who()).toBeNull();
    const agreed = await agree(idOf(next));
    expect([agreed.statusCode, agreed.headers.location]).toEqual([303, next]);
    const linked = await browser.ask(next);
    expect([linked.statusCode, linked.headers.location]).toEqual([303, next]);
    expect((await browser.ask(next)).body).toContain('How sharing works');
    expect(await who()).toBeNull();
    expect((await post('/sign-in/explained', [['sign-in', idOf(next)]])).headers.location).toBe(next);
    expect((await browser.ask(next)).headers.location).toBe('/record');
    expect(await who()).toMatchObject({ patientId: exchange.identity.patientId, name: 'Marigold Thistlewood' });
  });

  it('keep the sign-in under a cookie that other sites cannot send, and hashed in the database', async () => {
    const response = await browser.ask(await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold));
    const lines = [response.headers['set-cookie'] ?? []].flat();
    expect(lines.find((line) => line.startsWith(pendingCookie))).toMatch(/^__Host-cie-pending=[\w-]{43}; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const { rows } = await exchange.database.query('select row_to_json(p)::text as row from pending_sign_in p');
    const stored = JSON.stringify(rows);
    expect(stored).not.toContain(idOf(String(response.headers.location)));
    expect(stored).not.toContain(browser.cookie(pendingCookie));
    expect(stored).not.toContain('9991001131');
    expect(stored).not.toContain('1951-03-14');
  });

  it('end after 30 minutes, and with the session', async () => {
    const next = await begin();
    exchange.clock.forward(29.9);
    expect((await browser.ask(next)).statusCode).toBe(200);
    exchange.clock.forward(0.2);
    const late = await browser.ask(next);
    expect(late.statusCode).toBe(400);
    expect(late.body).toContain('Sign in again to go on');
    expect((await agree(idOf(next))).statusCode).toBe(400);
    exchange.identity.steps = [];
    exchange.clock.backToPresent();
    exchange.identity.steps = ['explain'];
    const other = await begin();
    await post('/sign-in/explained', [['sign-in', idOf(other)]]);
    expect((await browser.ask(other)).statusCode).toBe(303);
    expect((await browser.ask(other)).statusCode).toBe(400);
  });

  it('begin one session, however often the last page is asked for at once', async () => {
    exchange.identity.steps = ['explain'];
    const next = await begin();
    await post('/sign-in/explained', [['sign-in', idOf(next)]]);
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.ask(next)));
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1);
  });

  it('ask for both boxes, keep what was ticked, and say what is wrong at the top', async () => {
    const next = await begin();
    const response = await post('/sign-in/agree', [['sign-in', idOf(next)], ['version', '2026-11-01'], ['agreed', 'privacy']]);
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain('<title>Error: Before you start');
    expect(response.body).toContain('href="#agreed-0"');
    expect(response.body).toMatch(/value="privacy" checked/);
    expect(exchange.identity.steps).toContain('agree');
  });

  it('go on after a fault of a room, where they were', async () => {
    const next = await begin();
    exchange.identity.fault = new Error('the room does not answer');
    for (const response of [await browser.ask(next), await agree(idOf(next))]) {
      expect(response.statusCode).toBe(503);
      expect(response.body).toContain(`href="${next}"`);
    }
    exchange.identity.fault = null;
    expect((await browser.ask(next)).body).toContain('Before you start');
  });

  it('let a person without a record go on without one, when they say so', async () => {
    exchange.identity.isEligible = false;
    const next = await begin();
    await agree(idOf(next));
    expect((await browser.ask(next)).body).toContain('We cannot show you a record');
    expect(await who()).toBeNull();
    await post('/sign-in/without-record', [['sign-in', idOf(next)]]);
    expect((await browser.ask(next)).headers.location).toBe('/record');
    expect(await who()).toMatchObject({ patientId: null, proofing: 'P9' });
  });

  it('ask the rooms about treatment whether there is a record or not', async () => {
    for (const isEligible of [true, false]) {
      exchange.identity.isEligible = isEligible;
      exchange.identity.steps = ['link'];
      const next = await begin();
      exchange.identity.asked.length = 0;
      await browser.ask(next);
      expect(exchange.identity.asked.map(({ command }) => command)).toEqual(['next-step', 'find-claimed', 'treatment', 'link-record']);
    }
  });

  it('work for a frame: the code goes over only after the last step', async () => {
    const next = await begin(`/sign-in/nhs-login?frame=1&challenge=${'A'.repeat(43)}`);
    await agree(idOf(next));
    await browser.ask(next);
    expect((await browser.ask(next)).body).not.toContain('data-code');
    await post('/sign-in/explained', [['sign-in', idOf(next)], ['to', 'sharing']]);
    const last = await browser.ask(next);
    expect(last.statusCode).toBe(200);
    expect(last.body).toMatch(/data-code="[\w-]{43}"/);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });
});

describe('abuse case 34: fixation of a pending sign-in', () => {
  it("does not show or continue another browser's sign-in, by its id or with a planted cookie", async () => {
    const next = await begin();
    for (const planted of [undefined, randomBytes(32).toString('base64url')]) {
      const other = new TestBrowser(exchange.app);
      if (planted !== undefined) other.plant(pendingCookie, planted);
      expect((await other.ask(next)).statusCode).toBe(400);
      expect((await agree(idOf(next), other)).statusCode).toBe(400);
    }
    expect(exchange.identity.steps).toContain('agree');
  });

  it('rotates the session at step-up from P5 to P9', async () => {
    exchange.identity.steps = [];
    await begin('/sign-in/nhs-login?return=/record', { person: '9991001131', level: 'P5' });
    const before = browser.cookie(sessionCookie) ?? '';
    expect(await begin('/sign-in/nhs-login?return=/record&prove=1')).toBe('/record');
    expect(browser.cookie(sessionCookie)).not.toBe(before);
    browser.plant(sessionCookie, before);
    expect(await who()).toBeNull();
  });
});

describe('abuse case 49: steps posted by other sites', () => {
  it.each([
    ['another site', { ...ownForm, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['Origin: null', { ...ownForm, origin: 'null' }],
    ['an address that ends like ours', { ...ownForm, origin: `${publicUrl}.evil.example` }],
  ])('refuses them from %s', async (_what, headers) => {
    const next = await begin();
    for (const path of ['/sign-in/agree', '/sign-in/explained', '/sign-in/without-record']) {
      expect((await post(path, [['sign-in', idOf(next)], ['agreed', 'agreement'], ['agreed', 'privacy'], ['version', '2026-11-01']], headers)).statusCode).toBe(403);
    }
    expect(exchange.identity.steps).toEqual(['agree', 'link', 'explain']);
  });
});

describe('abuse case 39: journeys to a provider from one network', () => {
  it('are so many in a minute and no more, by whichever way; others are not held up', async () => {
    const start = (path: string, remoteAddress: string) => exchange.app.inject({ url: path, remoteAddress });
    const starts = Array.from({ length: 600 }, (_each, index) => start(index % 2 === 0 ? '/sign-in/nhs-login?return=/record' : '/sign-in/nhs-app?assertedLoginIdentity=a.b.c', '192.0.2.7'));
    expect(new Set((await Promise.all(starts)).map(({ statusCode }) => statusCode))).toEqual(new Set([303]));
    expect((await start('/sign-in/nhs-login?return=/record', '192.0.2.7')).statusCode).toBe(429);
    expect((await start('/sign-in/nhs-app?assertedLoginIdentity=a.b.c', '192.0.2.7')).statusCode).toBe(429);
    expect((await start('/sign-in/nhs-login?return=/record', '192.0.2.8')).statusCode).toBe(303);
    exchange.clock.forward(1.1);
    expect((await start('/sign-in/nhs-login?return=/record', '192.0.2.7')).statusCode).toBe(303);
  });
});

describe('abuse case 63: pages of the steps are not kept', () => {
  it.each(['/sign-in/next', '/sign-in/unproven?return=/record', '/agreement', '/privacy'])('forbids storing and framing %s', async (path) => {
    const { headers } = await browser.ask(path);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
  });

  it('knows no version of the agreement that never was', async () => {
    expect((await browser.ask('/agreement?version=2026-11-01')).statusCode).toBe(200);
    expect((await browser.ask('/agreement?version=1999-01-01')).statusCode).toBe(404);
  });
});
