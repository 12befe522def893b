import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { phcOf } from '@cie/identity/testing/password-account.ts';
import type { LightMyRequestResponse } from 'fastify';
import type { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPasswordExchange, type FormBrowser, type PasswordExchange } from './password-harness.ts';

const password = 'violin otter quarry';
// A tenth of the exchange's own cost: these tests are about what is counted.
const cost = { memory: 1946, passes: 2, parallelism: 1 };
const passwordHash = phcOf(password, cost);
const passwordPath = '/sign-in/password?return=/record';
const factorPath = '/sign-in/second-factor?return=/record';

let exchange: PasswordExchange;

beforeAll(async () => {
  exchange = await startPasswordExchange(cost);
});

afterAll(() => exchange.close());

interface Member {
  readonly email: string;
  readonly accountId: string;
  readonly app: TOTP;
}

async function newMember(email = `philippa-${randomUUID()}@example.net`): Promise<Member> {
  const accountId = await exchange.add({ email, mobile: '+447700900123', passwordHash });
  return { email, accountId, app: await exchange.addApp(accountId) };
}

const tryPassword = (browser: FormBrowser, email: string, typed = password): Promise<LightMyRequestResponse> => browser.post(passwordPath, { email, password: typed });

/** The clock goes on by a code's life, since each is good once. */
async function giveCode(browser: FormBrowser, app: TOTP, path = factorPath): Promise<LightMyRequestResponse> {
  exchange.clock.forward(1);
  return browser.post(path, { kind: 'totp', 'totp-code': app.generate({ timestamp: exchange.clock.now().getTime() }) });
}

async function signIn(browser: FormBrowser, { email, app }: Member): Promise<void> {
  expect((await tryPassword(browser, email)).statusCode).toBe(303);
  expect((await giveCode(browser, app)).headers.location).toBe('/record');
}

const toldOf = (template: string, about: string): number =>
  exchange.told.filter((notice) => notice.kind === 'message' && notice.template === template && JSON.stringify(notice.to).includes(about)).length;

describe('abuse case 39: one address in many spellings', () => {
  it('capitals count as the same address', async () => {
    const { email } = await newMember();
    for (let count = 0; count < 10; count += 1) expect((await tryPassword(exchange.browser(), count % 2 === 0 ? email : email.toUpperCase(), 'not it at all')).statusCode).toBe(422);
    expect((await tryPassword(exchange.browser(), email.toUpperCase())).statusCode).toBe(429);
  });

  it('letters that the database alone takes for others find nobody, with the right password as well, and send no link', async () => {
    const { email } = await newMember();
    const variant = email.replace('i', 'İ');
    expect((await tryPassword(exchange.browser(), variant)).statusCode).toBe(422);
    const before = exchange.told.length;
    expect((await exchange.browser().post('/reset', { email: variant })).statusCode).toBe(303);
    expect(exchange.told.slice(before)).toEqual([]);
    await exchange.browser().post('/reset', { email });
    expect(exchange.told.slice(before)).toHaveLength(1);
  });
});

describe('abuse case 39: second factors are tried out with a stolen password', () => {
  /** Types wrong codes in a day from a browser that nobody knows, a few sign-ins a quarter of an hour. */
  async function guess(email: string, tries: number): Promise<number[]> {
    const statuses: number[] = [];
    for (let count = 0; count < tries; count += 1) {
      const thief = exchange.browser();
      if (count % 15 === 0) exchange.clock.forward(15);
      await tryPassword(thief, email);
      statuses.push((await thief.post(factorPath, { kind: 'totp', 'totp-code': '000000' })).statusCode);
    }
    return statuses;
  }

  it('thirty a day are judged, the next is not; the owner is told once, and gets in from a known browser all the same', async () => {
    const member = await newMember();
    const own = exchange.browser();
    await signIn(own, member);
    const statuses = await guess(member.email, 34);
    expect(statuses.slice(0, 29), 'the owner\'s own was one').toEqual(Array.from({ length: 29 }, () => 422));
    expect(statuses.slice(29)).toEqual([429, 429, 429, 429, 429]);
    expect(toldOf('sign-in-guessed', member.accountId)).toBe(1);
    const thief = exchange.browser();
    await tryPassword(thief, member.email);
    const refused = await giveCode(thief, member.app);
    expect(refused.statusCode, 'the right code as well').toBe(429);
    expect(refused.body).toContain('Choose a new one');
    await signIn(own, member);
    exchange.clock.forward(24 * 60);
    await signIn(exchange.browser(), member);
    expect(toldOf('sign-in-guessed', member.accountId)).toBe(1);
  });

  it('the owner is told again on another day, and not of a few wrong codes', async () => {
    const { email, accountId } = await newMember();
    expect((await guess(email, 30)).every((status) => status === 422)).toBe(true);
    expect(toldOf('sign-in-guessed', accountId)).toBe(0);
    await guess(email, 2);
    exchange.clock.forward(24 * 60);
    await guess(email, 31);
    expect(toldOf('sign-in-guessed', accountId)).toBe(2);
  });
});

describe('abuse case 42: text messages at our cost', () => {
  it('the right password again and again makes six an hour go out; then the page offers one and nothing is sent', async () => {
    const email = `perdita-${randomUUID()}@example.net`;
    const accountId = await exchange.add({ email, mobile: '+447700900123', passwordHash });
    for (let count = 0; count < 6; count += 1) expect((await tryPassword(exchange.browser(), email)).statusCode).toBe(303);
    expect(toldOf('sign-in-code', accountId)).toBe(6);
    const browser = exchange.browser();
    expect((await tryPassword(browser, email)).statusCode).toBe(303);
    expect((await browser.get(factorPath)).body).toContain('Send me a text message');
    expect((await browser.post('/sign-in/second-factor/code?return=/record', {})).statusCode).toBe(429);
    expect(toldOf('sign-in-code', accountId)).toBe(6);
    exchange.clock.forward(60);
    await tryPassword(exchange.browser(), email);
    expect(toldOf('sign-in-code', accountId)).toBe(7);
  });

  it('who is signed in makes six an hour go to numbers of their choice, of this country alone', async () => {
    const member = await newMember();
    const browser = exchange.browser();
    await signIn(browser, member);
    const ask = (mobile: string): Promise<LightMyRequestResponse> => browser.post('/account/factors/text', { mobile, password });
    const foreign = await ask('+48 512 345 678');
    expect([foreign.statusCode, foreign.body.includes('Enter a UK mobile phone number')]).toEqual([422, true]);
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await ask(`07700 90${String(1000 + count)}`)).statusCode);
    expect(statuses, 'the refused number counted as well').toEqual([303, 303, 303, 303, 303, 429]);
    expect(exchange.told.filter((notice) => notice.kind === 'message' && JSON.stringify(notice.to).includes('+4477009010'))).toHaveLength(5);
    expect(toldOf('sign-in-code', '+48')).toBe(0);
    expect((await browser.post('/account/factors/totp', { password })).statusCode, 'an app costs nothing').toBe(303);
  });
});

describe('REG-8 ACC-3 what changes while somebody signs in', () => {
  /** Both factors given, in a window that a frame opened: no session yet. */
  async function windowOf(): Promise<{ member: Member; browser: FormBrowser; next: string; verifier: string }> {
    const member = await newMember();
    const browser = exchange.browser();
    const verifier = randomBytes(32).toString('base64url');
    await tryPassword(browser, member.email);
    const accepted = await giveCode(browser, member.app, `/sign-in/second-factor?frame=1&challenge=${createHash('sha256').update(verifier).digest('base64url')}`);
    return { member, browser, next: String(accepted.headers.location), verifier };
  }

  const codeIn = ({ body }: LightMyRequestResponse): string => /data-code="([\w-]{43})"/.exec(body)?.[1] ?? '';
  const redeem = (code: string, verifier: string): Promise<LightMyRequestResponse> =>
    exchange.app.inject({ method: 'POST', url: '/sign-in/redeem', payload: { code, verifier }, headers: { 'sec-fetch-site': 'same-origin', 'x-cie-client': 'widget' } });
  const sessionsOf = async ({ accountId }: Member): Promise<number> => (await exchange.database.query('select 1 from session where account_id = $1', [accountId])).rowCount ?? 0;

  it('a sign-in that nothing changed under ends in a session, which keeps nothing about the password', async () => {
    const { member, browser, next, verifier } = await windowOf();
    expect((await redeem(codeIn(await browser.get(next)), verifier)).statusCode).toBe(200);
    expect(await sessionsOf(member)).toBe(1);
    expect(JSON.stringify((await exchange.database.query('select viewer from session where account_id = $1', [member.accountId])).rows)).not.toContain('passwordSetAt');
  });

  // Sessions end by a notice: here it has gone by already, and finds nothing.
  it.each([
    ['a password that was reset', 'update credential set changed_at = clock_timestamp() where account_id = $1'],
    ['an account that was closed', "update account set closed_at = now(), closed_because = 'opted-out', subject = 'closed ' || id, email = null, mobile = null where id = $1"],
  ])('%s in between leaves no session', async (_what, change) => {
    const { member, browser, next, verifier } = await windowOf();
    const code = codeIn(await browser.get(next));
    await exchange.keeper.query(change, [member.accountId]);
    expect((await redeem(code, verifier)).statusCode).toBe(400);
    expect(await sessionsOf(member)).toBe(0);
  });

  it('signing out ends what the browser has under way in other tabs (abuse case 63)', async () => {
    const { browser, next } = await windowOf();
    const other = await windowOf();
    const pending = browser.cookies.get('__Host-cie-pending') ?? '';
    expect((await browser.post('/sign-out', {})).statusCode).toBe(303);
    expect(browser.cookies.get('__Host-cie-pending')).toBeUndefined();
    browser.cookies.set('__Host-cie-pending', pending);
    expect((await browser.get(next)).statusCode, 'cookie and history of a shared computer').toBe(400);
    expect((await other.browser.get(other.next)).statusCode, 'another browser').toBe(200);
  });
});

describe('EMB-2 windows that steer one another', () => {
  it('pages of sign-in stay in touch with the frame that opened them, all others with nobody', async () => {
    const member = await newMember();
    const browser = exchange.browser();
    const policyOf = async (path: string): Promise<unknown> => (await browser.get(path)).headers['cross-origin-opener-policy'];
    for (const path of ['/sign-in?return=/record', passwordPath, '/sign-in/next?sign-in=x', '/sign-in/passkey?return=/record']) expect([path, await policyOf(path)]).toEqual([path, 'unsafe-none']);
    await signIn(browser, member);
    for (const path of ['/account', '/account/password', '/reset', '/agreement']) expect([path, await policyOf(path)]).toEqual([path, 'same-origin']);
  });
});
