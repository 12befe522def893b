import { randomUUID } from 'node:crypto';
import { phcOf } from '@cie/identity/testing/password-account.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import type { LightMyRequestResponse } from 'fastify';
import type { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPasswordExchange, type FormBrowser, type PasswordExchange } from './password-harness.ts';

const password = 'violin otter quarry';
const answer = 'nautilus';
// A tenth of the exchange's own cost: these tests are about what is refused.
const cost = { memory: 1946, passes: 2, parallelism: 1 };
const passwordHash = phcOf(password, cost);
const answerHash = phcOf(answer, cost);
const passwordPath = '/sign-in/password?return=/record';
const factorPath = '/sign-in/second-factor?return=/record';

let exchange: PasswordExchange;

beforeAll(async () => {
  exchange = await startPasswordExchange(cost);
});

afterAll(() => exchange.close());

const newEmail = (): string => `person-${randomUUID()}@example.net`;

async function newMember(mobile: string | null = '+447700900123'): Promise<{ email: string; accountId: string; app: TOTP }> {
  const email = newEmail();
  const accountId = await exchange.add({ email, mobile, passwordHash, answerHash });
  return { email, accountId, app: await exchange.addApp(accountId) };
}

const tryPassword = (browser: FormBrowser, email: string, typed = 'not it at all'): Promise<LightMyRequestResponse> => browser.post(passwordPath, { email, password: typed });

/** All of a sign-in; the session's cookie is in the browser afterwards. The clock goes on by a code's life, since each is good once. */
async function signIn(browser: FormBrowser, email: string, app: TOTP): Promise<void> {
  exchange.clock.forward(1);
  const first = await tryPassword(browser, email, password);
  expect(first.statusCode).toBe(303);
  const second = await browser.post(factorPath, { kind: 'totp', 'totp-code': app.generate({ timestamp: exchange.clock.now().getTime() }) });
  expect([second.statusCode, second.headers.location]).toEqual([303, '/record']);
}

describe('abuse case 39: passwords are tried out', () => {
  it('ten wrong ones for one address are refused one by one, the eleventh waits; a quarter of an hour later there are ten more', async () => {
    const { email } = await newMember();
    for (let count = 0; count < 10; count += 1) expect((await tryPassword(exchange.browser(), email)).statusCode).toBe(422);
    const slowed = await tryPassword(exchange.browser(), email, password);
    expect(slowed.statusCode, 'the right one as well').toBe(429);
    expect(Number(slowed.headers['retry-after'])).toBeLessThanOrEqual(900);
    expect(slowed.body).toContain('choose a new one');
    exchange.clock.forward(15);
    expect((await tryPassword(exchange.browser(), email, password)).statusCode).toBe(303);
  });

  it('a spray from one network over many addresses waits after fifty, and fills no account', async () => {
    const { email } = await newMember();
    const network = '198.51.100.7';
    const statuses: number[] = [];
    for (let count = 0; count < 60; count += 1) statuses.push((await tryPassword(exchange.browser(network), newEmail())).statusCode);
    expect(statuses.filter((status) => status === 422)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    for (let count = 0; count < 20; count += 1) await tryPassword(exchange.browser(network), email);
    expect((await tryPassword(exchange.browser(), email, password)).statusCode).toBe(303);
  });

  it('many computers of one IPv6 network count as one', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 52; count += 1) statuses.push((await tryPassword(exchange.browser(`2001:db8:fffe:1::${count.toString(16)}`), newEmail())).statusCode);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });

  it('the victim still gets in, at once, from a browser that has signed in before', async () => {
    const { email, app } = await newMember();
    const own = exchange.browser();
    await signIn(own, email, app);
    for (let count = 0; count < 12; count += 1) await tryPassword(exchange.browser(), email);
    expect((await tryPassword(exchange.browser(), email, password)).statusCode).toBe(429);
    await signIn(own, email, app);
    expect(own.cookies.get('__Host-cie-session')).toBeDefined();
  });

  it("the known browser has a limit as well, and is known for its own account only", async () => {
    const [one, other] = [await newMember(), await newMember()];
    const own = exchange.browser();
    await signIn(own, one.email, one.app);
    const statuses: number[] = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await tryPassword(own, one.email)).statusCode);
    expect(statuses.slice(19)).toEqual([422, 429]);
    for (let count = 0; count < 10; count += 1) await tryPassword(exchange.browser(), other.email);
    expect((await tryPassword(own, other.email, password)).statusCode).toBe(429);
  });

  it('the victim gets in through a new password, from any browser', async () => {
    const { email } = await newMember();
    for (let count = 0; count < 12; count += 1) await tryPassword(exchange.browser(), email);
    const own = exchange.browser();
    await resetPassword(own, email, 'lamp otter violin');
    expect((await tryPassword(own, email, 'lamp otter violin')).statusCode, 'this browser is known now').toBe(303);
    expect((await tryPassword(exchange.browser(), email, 'lamp otter violin')).statusCode).toBe(429);
  });

  it('the second factor is guessed five times for a password typed, fifteen times in a quarter of an hour', async () => {
    const { email } = await newMember();
    const thief = exchange.browser();
    const statuses: number[] = [];
    for (let signIns = 0; signIns < 4; signIns += 1) {
      await tryPassword(thief, email, password);
      for (let count = 0; count < 5; count += 1) statuses.push((await thief.post(factorPath, { kind: 'totp', 'totp-code': '000000' })).statusCode);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 400, 422, 422, 422, 422, 400, 422, 422, 422, 422, 400, 429, 429, 429, 429, 429]);
  });

  it('six text messages an hour reach a phone, however often the password is typed', async () => {
    const email = newEmail();
    const accountId = await exchange.add({ email, mobile: '+447700900123', passwordHash, answerHash });
    const app = await exchange.addApp(accountId);
    const own = exchange.browser();
    await signIn(own, email, app);
    const before = exchange.told.length;
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      await tryPassword(own, email, password);
      statuses.push((await own.post('/sign-in/second-factor/code?return=/record', {})).statusCode);
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
    expect(exchange.told.slice(before).filter((notice) => notice.kind === 'message' && notice.template === 'sign-in-code')).toHaveLength(6);
  });
});

const valueTold = (template: string, name: string): string => {
  const notice = exchange.told.findLast((each) => each.kind === 'message' && each.template === template);
  return String(pick(notice, 'values', name));
};

async function openLink(browser: FormBrowser, email: string): Promise<void> {
  await browser.post('/reset', { email });
  const opened = await browser.get(new URL(valueTold('reset-link', 'link')).pathname);
  expect([opened.statusCode, opened.headers.location]).toEqual([303, '/reset/next']);
}

async function resetPassword(browser: FormBrowser, email: string, chosen: string): Promise<void> {
  await openLink(browser, email);
  await browser.post('/reset/send-code', {});
  await browser.post('/reset/code', { code: valueTold('reset-code', 'code') });
  await browser.post('/reset/answer', { answer });
  const changed = await browser.post('/reset/password', { 'new-password': chosen, 'new-password-again': chosen });
  expect(changed.headers.location).toBe('/reset/done');
}

describe('abuse case 41: the security answer alone', () => {
  it('opens nothing without the link, nor with the link but without the code', async () => {
    const { email } = await newMember();
    const guesser = exchange.browser();
    expect((await guesser.post('/reset/answer', { answer })).statusCode).toBe(400);
    await openLink(guesser, email);
    const skipped = await guesser.post('/reset/answer', { answer });
    expect([skipped.statusCode, skipped.headers.location], 'back to the code').toEqual([303, '/reset/next']);
    const chosen = await guesser.post('/reset/password', { 'new-password': 'lamp otter violin', 'new-password-again': 'lamp otter violin' });
    expect(chosen.statusCode).toBe(400);
    expect((await tryPassword(exchange.browser(), email, password)).statusCode, 'the password stands').toBe(303);
  });

  it('a link opened by a program that reads e-mails is not used up, and a link of the wrong form is none', async () => {
    const { email } = await newMember();
    const scanner = exchange.browser();
    await openLink(scanner, email);
    await scanner.get('/reset/next');
    const own = exchange.browser();
    const link = new URL(valueTold('reset-link', 'link')).pathname;
    await own.get(link);
    expect((await own.get('/reset/next')).body).toContain('Get a code by text message');
    expect((await own.get('/reset/short')).statusCode).toBe(400);
  });

  it('ten answers a day, over all links', async () => {
    const { email } = await newMember();
    const guesser = exchange.browser();
    const statuses: number[] = [];
    for (let links = 0; links < 3; links += 1) {
      exchange.clock.forward(30);
      await openLink(guesser, email);
      await guesser.post('/reset/send-code', {});
      await guesser.post('/reset/code', { code: valueTold('reset-code', 'code') });
      for (let count = 0; count < 5; count += 1) statuses.push((await guesser.post('/reset/answer', { answer: 'rover' })).statusCode);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 400, 422, 422, 422, 422, 400, 429, 429, 429, 429, 429]);
  });

  it('four links an hour for one address, whether or not it has an account', async () => {
    const { email } = await newMember();
    for (const each of [email, newEmail()]) {
      const statuses: number[] = [];
      for (let count = 0; count < 5; count += 1) statuses.push((await exchange.browser().post('/reset', { email: each })).statusCode);
      expect(statuses).toEqual([303, 303, 303, 303, 429]);
    }
  });
});

describe('abuse case 42: bad passwords and floods of them', () => {
  it('a breached, an own and a short password are refused with what to do, and nothing typed is repeated', async () => {
    const { email } = await newMember();
    const browser = exchange.browser();
    await openLink(browser, email);
    await browser.post('/reset/send-code', {});
    await browser.post('/reset/code', { code: valueTold('reset-code', 'code') });
    await browser.post('/reset/answer', { answer });
    for (const [chosen, text] of [
      ['P@ssw0rd1234567', 'many people use'], ['Quintero and otter', 'must not contain your name'], ['short', 'at least 12 characters'], ['x9'.repeat(65), '128 characters or fewer'],
    ] as const) {
      const refused = await browser.post('/reset/password', { 'new-password': chosen, 'new-password-again': chosen });
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(text);
      expect(refused.body).not.toContain(chosen);
    }
  });

  it('a password of 10 KB costs no hash', async () => {
    const { email } = await newMember();
    const flood = { email, password: 'p'.repeat(10_240) };
    const browser = exchange.browser();
    expect((await browser.post(passwordPath, flood)).statusCode).toBe(413);
    const long = await browser.post(passwordPath, { email, password: 'p'.repeat(9000) });
    expect([long.statusCode, long.body.includes('Enter your password')]).toEqual([422, true]);
    const begin = performance.now();
    await Promise.all(Array.from({ length: 200 }, () => browser.post(passwordPath, flood)));
    expect(performance.now() - begin, 'milliseconds for two hundred').toBeLessThan(5000);
  });

  it('more sign-ins at once than the queue holds get a page that says to try again', async () => {
    const { email } = await newMember();
    // Each from another network for another address, as a crowd would come.
    const crowd = await Promise.all(Array.from({ length: 130 }, (_each, index) => tryPassword(exchange.browser(), index === 0 ? email : newEmail())));
    const statuses = crowd.map(({ statusCode }) => statusCode);
    expect(new Set(statuses)).toEqual(new Set([422, 503]));
    expect(crowd.find(({ statusCode }) => statusCode === 503)?.body).toContain('Try again in a minute');
    expect((await tryPassword(exchange.browser(), email, password)).statusCode).toBe(303);
  });
});

describe('REG-7 forms of sign-in by password', () => {
  it('are taken from our own pages only (abuse case 49)', async () => {
    for (const url of [passwordPath, factorPath, '/sign-in/passkey?return=/record', '/reset', '/reset/answer', '/account/password']) {
      const response = await exchange.app.inject({
        method: 'POST', url, payload: 'email=a%40example.net', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      });
      expect([url, response.statusCode]).toEqual([url, 403]);
    }
  });

  it('a sign-in begins a new session: one that was planted before is worth nothing (abuse case 34)', async () => {
    const { email, app } = await newMember();
    const browser = exchange.browser();
    const planted = 'p'.repeat(43);
    browser.cookies.set('__Host-cie-session', planted);
    await signIn(browser, email, app);
    expect(browser.cookies.get('__Host-cie-session')).not.toBe(planted);
  });

  it('the step between the factors opens no record, and its cookie no page of another browser', async () => {
    const { email } = await newMember();
    const browser = exchange.browser();
    await tryPassword(browser, email, password);
    expect((await browser.get('/who')).body).toBe('null');
    expect((await exchange.browser().get(factorPath)).statusCode).toBe(400);
  });
});
