import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { session } from '@cie/local/commands/session.ts';
import { ownPage, publicUrl, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const sessionCookie = '__Host-cie-session';

let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  exchange = await startSignInExchange();
});
afterAll(() => exchange.close());
beforeEach(async () => {
  exchange.clock.backToPresent();
  browser = new TestBrowser(exchange.app);
});

async function signIn(level: 'P5' | 'P9' = 'P9', query = ''): Promise<string> {
  const address = await browser.leave(`/sign-in/nhs-login?return=/record${query}`);
  await browser.ask(await browser.throughProvider(address, { person: '9991001131', level }));
  return browser.cookie(sessionCookie) ?? '';
}

async function isSignedIn(): Promise<boolean> {
  const { body } = await browser.ask('/who');
  return body !== '' && body !== 'null';
}

describe('REG-9 sessions', () => {
  it('tells a page who is signed in and until when, and never the token', async () => {
    expect((await browser.ask('/session')).json()).toEqual({ state: 'signed-out' });
    const token = await signIn();
    const response = await browser.ask('/session');
    const now = exchange.clock.now().getTime();
    expect(response.json()).toEqual({
      state: 'signed-in',
      name: 'Marigold Thistlewood',
      kind: 'patient',
      expiresAt: new Date(now + 12 * 3_600_000).toISOString(),
      idleUntil: new Date(now + 30 * 60_000).toISOString(),
      secondsLeft: 1800,
      extendable: true,
    });
    expect(response.body).not.toContain(token);
  });

  it('is kept hashed: the database holds no token', async () => {
    const token = await signIn();
    const { rows } = await exchange.database.query('select row_to_json(s)::text as row from session s');
    expect(JSON.stringify(rows)).not.toContain(token);
    const { rowCount } = await exchange.database.query('select 1 from session where token_hash = $1', [createHash('sha256').update(token).digest()]);
    expect(rowCount).toBe(1);
  });

  it('is not lengthened by asking how long is left, but by being extended', async () => {
    await signIn();
    exchange.clock.forward(29);
    const before = (await browser.ask('/session')).json<{ idleUntil: string }>();
    const after = (await browser.post('/session/extend')).json<{ idleUntil: string }>();
    expect(Date.parse(after.idleUntil) - Date.parse(before.idleUntil)).toBe(29 * 60_000);
  });

  it('says how long is left by its own clock, and near the absolute end that nothing lengthens it', async () => {
    await signIn();
    exchange.clock.forward(28);
    expect((await browser.ask('/session')).json()).toMatchObject({ secondsLeft: 120, extendable: true });
    for (let minutes = 28; minutes < 700; minutes += 28) {
      await browser.post('/session/extend');
      exchange.clock.forward(28);
    }
    expect((await browser.post('/session/extend')).json()).toMatchObject({ secondsLeft: 20 * 60, extendable: false });
  });

  it('notes the kind of browser and never what the browser says of itself', async () => {
    const address = await browser.leave('/sign-in/nhs-login?return=/record');
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; secret-device-7) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';
    await browser.ask(await browser.throughProvider(address, { person: '9991001131', level: 'P9' }), { headers: { 'user-agent': userAgent } });
    const hash = createHash('sha256').update(browser.cookie(sessionCookie) ?? '').digest();
    const { rows } = await exchange.database.query<{ row: string }>('select row_to_json(s)::text as row from session s where token_hash = $1', [hash]);
    expect(rows[0]?.row).toContain('"browser":"Chrome on Windows","place":"page"');
    expect(rows[0]?.row).not.toContain('secret-device');
  });

  it('is read in one query, and noted as used at most once a minute', async () => {
    const hash = createHash('sha256').update(await signIn()).digest();
    const seen = async () =>
      (await exchange.database.query<{ at: Date }>('select last_seen_at as at from session where token_hash = $1', [hash])).rows[0]?.at.getTime();
    const first = await seen();
    exchange.clock.forward(0.5);
    await browser.ask('/who');
    expect(await seen()).toBe(first);
    exchange.clock.forward(1);
    await browser.ask('/who');
    expect(await seen()).toBe(exchange.clock.now().getTime());
  });
});

describe('abuse 33: sign out, then replay the cookie', () => {
  it('ends the session in the database', async () => {
    const token = await signIn();
    const out = await browser.post('/sign-out');
    expect(out.statusCode).toBe(204);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    browser.plant(sessionCookie, token);
    expect(await isSignedIn()).toBe(false);
  });

  it('works as a form on a page of ours, without script', async () => {
    await signIn();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl, 'sec-fetch-site': 'same-origin' };
    const out = await browser.ask('/sign-out', { method: 'POST', headers, payload: '' });
    expect(out.statusCode).toBe(303);
    expect(await isSignedIn()).toBe(false);
  });
});

describe('abuse 34: session fixation', () => {
  it('gives a new id at each sign-in and ends the one before', async () => {
    const planted = randomBytes(32).toString('base64url');
    browser.plant(sessionCookie, planted);
    const first = await signIn();
    expect(first).not.toBe(planted);
    const second = await signIn();
    expect(second).not.toBe(first);
    for (const old of [planted, first]) {
      browser.plant(sessionCookie, old);
      expect(await isSignedIn()).toBe(false);
    }
  });
});

describe('abuse 34: step-up', () => {
  it('gives a new id when a person who came with P5 proves who they are, and ends the one before', async () => {
    const first = await signIn('P5');
    expect((await browser.ask('/who')).json()).toMatchObject({ proofing: 'P5', patientId: null });
    const second = await signIn('P9', '&prove=1');
    expect(second).not.toBe(first);
    expect((await browser.ask('/who')).json()).toMatchObject({ proofing: 'P9', patientId: exchange.identity.patientId });
    browser.plant(sessionCookie, first);
    expect(await isSignedIn()).toBe(false);
  });
});

describe('abuse 35: idle and absolute end', () => {
  it('ends after 30 minutes without use', async () => {
    await signIn();
    exchange.clock.forward(29.9);
    expect(await isSignedIn()).toBe(true);
    exchange.clock.forward(31);
    expect(await isSignedIn()).toBe(false);
    expect((await browser.ask('/session')).json()).toEqual({ state: 'signed-out' });
    expect((await browser.post('/session/extend')).json()).toEqual({ state: 'signed-out' });
  });

  it('ends after 12 hours however much it is used', async () => {
    await signIn();
    for (let minutes = 20; minutes < 720; minutes += 20) {
      exchange.clock.forward(20);
      expect(await isSignedIn()).toBe(true);
    }
    exchange.clock.forward(20);
    expect(await isSignedIn()).toBe(false);
  });
});

describe('abuse 49: posts from other sites', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  it.each([
    ['form of another site', { ...form, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['form with Origin: null', { ...form, origin: 'null' }],
    ['form that hides its origin', form],
    ['form of an address that ends like ours', { ...form, origin: `${publicUrl}.evil.example` }],
    ['text/plain', { 'content-type': 'text/plain', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['script of another site', { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', 'x-cie-client': 'widget' }],
  ])('refuses to sign out for a %s', async (_what, headers) => {
    await signIn();
    const response = await browser.ask('/sign-out', { method: 'POST', headers, payload: headers['content-type'] === 'application/json' ? '{}' : '' });
    expect([403, 415]).toContain(response.statusCode);
    expect(await isSignedIn()).toBe(true);
  });
});

describe('sessions for scripts', () => {
  const operator = { authorization: 'Bearer operator-token-of-this-test' };
  const patient = { as: 'patient', nhsNumber: '9991001131' };

  it('are made for the operator of a sandbox and marked as such', async () => {
    const response = await browser.post('/sandbox/session', patient, operator);
    const { cookie } = response.json<{ cookie: string }>();
    expect(cookie).toMatch(/^__Host-cie-session=[\w-]{43}$/);
    const found = await exchange.app.inject({ url: '/who', headers: { cookie } });
    expect(found.json()).toMatchObject({ kind: 'patient', patientId: exchange.identity.patientId });
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer guessed' }],
    ['a browser', { ...operator, ...ownPage }],
  ])('are refused to %s as if the address did not exist', async (_who, headers) => {
    expect((await browser.post('/sandbox/session', patient, headers)).statusCode).toBe(404);
  });

  it('are refused to another machine, whatever it says of itself', async () => {
    const headers = { ...operator, 'x-forwarded-for': '127.0.0.1' };
    const response = await exchange.app.inject({ method: 'POST', url: '/sandbox/session', headers, payload: patient, remoteAddress: '192.0.2.7' });
    expect(response.statusCode).toBe(404);
  });

  it('name a mistyped NHS number', async () => {
    const response = await browser.post('/sandbox/session', { as: 'patient', nhsNumber: '9991001132' }, operator);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'NHS_NUMBER_CHECK_DIGIT' } }] });
  });

  it('do not exist outside a sandbox, neither at the address nor at the command', async () => {
    const real = await startSignInExchange({ changes: { CIE_SANDBOX: 'no' }, simulators: false });
    const response = await real.app.inject({ method: 'POST', url: '/sandbox/session', headers: operator, payload: patient });
    await real.close();
    expect(response.statusCode).toBe(404);
    const refused = session(['--as', 'patient', '--nhs-number', '9991001131'], { settings: real.settings, print: () => undefined });
    await expect(refused).rejects.toMatchObject({ code: 'SANDBOX_ONLY' });
  });
});
