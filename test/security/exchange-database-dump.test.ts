import { createHash, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as OTPAuth from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { dumpDatabases, findSecrets, type DumpedValue, type Secret } from '../setup/dump-databases.ts';
import { FormClient } from '../setup/form-client.ts';
import { postboxOf, type Postbox } from '../setup/inbox-messages.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

const exchange = sharedExchange();
const secrets: Secret[] = [];
let own: Inside;
let inbox: Postbox;

/** Notes a secret and goes on with it. */
function secret(kind: string, text: string): string {
  if (text === '') throw new Error(`there is no ${kind}`);
  secrets.push({ kind, text });
  return text;
}

const tokenIn = (kind: string, link: string): string => secret(kind, link.split('/').at(-1) ?? '');
const newMobile = (): string => `07700900${String(randomInt(1000)).padStart(3, '0')}`;
const inWorldForm = (mobile: string): string => `+44${mobile.slice(1)}`;

interface Invited {
  readonly person: Person;
  readonly email: string;
  readonly mobile: string;
  readonly link: string;
  readonly code: string;
}

/** A member of staff invites a patient of theirs; both messages arrive. */
async function invite(): Promise<Invited> {
  const person = newPerson();
  await own.deliver(laboratory(person, { issued: ago(3), tests: [{ code: 'K', value: '4.1' }] }));
  const staff = new FormClient(exchange, await own.signIn({ as: 'clinician', organisation: 'RYJ' }));
  const email = `${person.familyName.toLowerCase()}@example.net`;
  const mobile = newMobile();
  const [year = '', month = '', day = ''] = person.birthDate.split('-');
  const sent = await staff.post('/invite', { nhsNumber: person.nhsNumber, day, month, year, channel: 'electronic', email, mobile, language: 'en', confirmed: 'yes' });
  expect(sent.location).toBe('/invite/sent');
  const link = new URL(await inbox.next(email, /(http\S+\/register\/invitation\/\S+)/)).pathname;
  tokenIn('token of an invitation', link);
  const code = secret('code of an invitation', await inbox.next(inWorldForm(mobile), /access code is\s+(\S+)/));
  return { person, email, mobile: inWorldForm(mobile), link, code };
}

const password = 'violin otter quarry';
const answer = 'nautilus under the sea';

/** A registration from the link to the account, over every page of it. */
async function register(): Promise<Invited> {
  const invited = await invite();
  const { person, email, mobile } = invited;
  const browser = new FormClient(exchange);
  const [year = '', month = '', day = ''] = person.birthDate.split('-');
  const go = async (path: string, fields: Parameters<FormClient['post']>[1]): Promise<void> => {
    const answered = await browser.post(path, fields);
    expect([path, answered.status]).toEqual([path, 303]);
  };
  await go(invited.link, { code: invited.code });
  await go('/register/date-of-birth', { day, month, year });
  await go('/register/password', { password: secret('password', password), again: password });
  await go('/register/question', { question: 'What was the name of your first pet?', answer: secret('security answer', answer) });
  await go('/register/phone/send', {});
  await go('/register/phone', { code: secret('text code of a registration', await inbox.next(mobile, /(?<!\d)(\d{6})(?!\d)/)) });
  await go('/register/agreement', [['agreed', 'agreement'], ['agreed', 'privacy'], ['version', '2026-11-01']]);
  const link = new URL(await inbox.next(email, /(http\S+\/register\/activate\/\S+)/)).pathname;
  tokenIn('token of a confirmation', link);
  await go(link, {});
  noteCookies('registration', browser);
  return invited;
}

/** What a browser holds. */
function noteCookies(where: string, browser: FormClient): void {
  for (const [name, value] of browser.cookies) secret(`${where} cookie ${name}`, value);
}

async function signIn({ email, mobile }: Invited, typed = password): Promise<FormClient> {
  const browser = new FormClient(exchange);
  expect((await browser.post('/sign-in/password?return=/', { email, password: typed })).status).toBe(303);
  secret('token of a sign-in half way', browser.cookies.get('__Host-cie-step') ?? '');
  const code = secret('text code of a sign-in', await inbox.next(mobile, /security code is\s+(\d{6})/));
  const next = await browser.post('/sign-in/second-factor?return=/', { kind: 'text', 'text-code': code });
  let { location } = next;
  // How sharing works is shown once.
  for (let steps = 0; location.startsWith('/sign-in/') && steps < 6; steps += 1) {
    const page = await browser.get(location);
    const id = /name="sign-in" value="([\w-]{43})"/.exec(page.text)?.[1];
    location = id === undefined ? page.location : (await browser.post(page.text.includes('/sign-in/agree') ? '/sign-in/agree' : '/sign-in/explained', { 'sign-in': secret('id of a pending sign-in', id) })).location;
  }
  expect(browser.cookies.get('__Host-cie-session')).toBeDefined();
  noteCookies('sign-in', browser);
  return browser;
}

/** One authenticator app that is in use, and one that waits for its first code. */
async function addApps(browser: FormClient): Promise<OTPAuth.TOTP> {
  const begin = async (): Promise<OTPAuth.TOTP> => {
    expect((await browser.post('/account/factors/totp', { password })).location).toBe('/account/factors/totp/confirm');
    secret('token of an app half way', browser.cookies.get('__Host-cie-step') ?? '');
    const page = await browser.get('/account/factors/totp/confirm');
    const shown = /data-secret[^>]*>([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '') ?? '';
    return new OTPAuth.TOTP({ secret: secret('secret of an authenticator app', shown) });
  };
  const app = await begin();
  expect((await browser.post('/account/factors/totp/confirm', { code: app.generate() })).status).toBe(303);
  await begin();
  return app;
}

/** Up to the code, which stays unused. */
async function beginReset({ email, mobile }: Invited): Promise<{ browser: FormClient; code: string }> {
  const browser = new FormClient(exchange);
  await browser.post('/reset', { email });
  const link = new URL(await inbox.next(email, /(http\S+\/reset\/\S+)/)).pathname;
  tokenIn('token of a reset', link);
  await browser.get(link);
  await browser.post('/reset/send-code');
  return { browser, code: secret('text code of a reset', await inbox.next(mobile, /(?<!\d)(\d{6})(?!\d)/)) };
}

let values: DumpedValue[] = [];
let member: Invited;
let sessionToken: string;

beforeAll(async () => {
  own = inside(exchange);
  inbox = postboxOf(exchange);
  // Invitations that nobody has used yet, and one that led to an account.
  await invite();
  member = await register();
  const first = await signIn(member);
  await addApps(first);

  // One reset that was carried out, and one that waits for its code.
  const done = await beginReset(member);
  await done.browser.post('/reset/code', { code: done.code });
  await done.browser.post('/reset/answer', { answer });
  const changed = secret('password', 'lamp otter violin');
  await done.browser.post('/reset/password', { 'new-password': changed, 'new-password-again': changed });
  await beginReset(member);

  // Two sign-ins: one half way, with a code sent and unused, and one that is a session while the dump is made.
  const half = new FormClient(exchange);
  await half.post('/sign-in/password?return=/', { email: member.email, password: changed });
  // Only the new password leads on: the reset was carried out.
  secret('token of a sign-in half way', half.cookies.get('__Host-cie-step') ?? '');
  await half.post('/sign-in/second-factor/code?return=/');
  secret('text code of a sign-in', await inbox.next(member.mobile, /security code is\s+(\d{6})/));
  const script = await own.signIn({ as: 'patient', nhsNumber: member.person.nhsNumber });
  sessionToken = secret('token of a session', script.slice(script.indexOf('=') + 1));
  values = await dumpDatabases(own);
}, 120_000);

afterAll(() => own.close());

describe('REG-4, REG-7, REG-8, REG-9 a copy of the databases', () => {
  it('holds no code, answer, token, password or secret in clear', () => {
    expect(secrets.length).toBeGreaterThan(20);
    expect(new Set(secrets.map(({ kind }) => kind))).toContain('secret of an authenticator app');
    expect(findSecrets(values, secrets)).toEqual([]);
    console.log(`database dump: ${secrets.length} secrets of ${new Set(secrets.map(({ kind }) => kind)).size} kinds looked for in ${values.length} values of ${new Set(values.map(({ place }) => place)).size} columns: none found`);
  });

  it('would be found out if it did: the search sees texts, JSON and bytes of every room', () => {
    const places = (text: string): string[] => findSecrets(values, [{ kind: 'it', text }]);
    expect(places(member.email), 'a text column').toContain('it in cie_identity.account.email');
    expect(places(createHash('sha256').update(sessionToken).digest('hex')), 'bytes').toEqual(['it in cie_gateway.session.token_hash']);
    expect(places(member.person.familyName).some((place) => place.startsWith('it in cie_gateway.')), 'what a feed stored').toBe(true);
    expect(places('$argon2id$v=19$m=19456,t=2,p=1$').toSorted()).toEqual(expect.arrayContaining(['it in cie_identity.credential.password_hash', 'it in cie_identity.recovery.answer_hash']));
    expect(new Set(values.map(({ database }) => database)).size).toBe(6);
    const fake: DumpedValue[] = [{ database: 'cie_identity', place: 'a', readings: ['{"code":"ABCDE12345"}'] }, { database: 'cie_identity', place: 'b', readings: ['code 123456.'] }, { database: 'cie_identity', place: 'c', readings: ['id 9123456'] }];
    expect(findSecrets(fake, [{ kind: 'code', text: 'abcde-12345' }, { kind: 'digits', text: '123456' }])).toEqual(['code in a']);
  });

  it('nor do the logs (abuse case 62)', () => {
    for (const file of [join(exchange.dataDir, 'exchange.log'), join(exchange.dataDir, 'postgres.log'), exchange.printed]) {
      const lines = readFileSync(file, 'utf8').split('\n').map((line): DumpedValue => ({ database: 'cie_gateway', place: file, readings: [line] }));
      expect(findSecrets(lines, secrets)).toEqual([]);
    }
  });
});
