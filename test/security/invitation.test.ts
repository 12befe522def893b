import { currentAgreement } from '@cie/kit/agreement.ts';
import { newEmail, newMobile, newNhsNumber, type TestPatient } from '@cie/identity/testing/registration-harness.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FormBrowser } from './password-harness.ts';
import { startInvitationExchange, type InvitationExchange } from './invitation-harness.ts';

let exchange: InvitationExchange;
beforeAll(async () => {
  exchange = await startInvitationExchange();
});
afterAll(() => exchange.close());

interface Pair {
  readonly patient: TestPatient;
  readonly email: string;
  readonly mobile: string;
  /** Path of the link. */
  readonly path: string;
  readonly code: string;
}

async function invite(): Promise<Pair> {
  const patient = await exchange.identity.newPatient();
  const [email, mobile] = [newEmail(), newMobile()];
  const { link, code } = await exchange.identity.issue(patient, { email, mobile });
  return { patient, email, mobile, path: new URL(link).pathname, code };
}

const born = { day: '31', month: '1', year: '1970' };
const location = (response: { headers: Record<string, unknown> }): unknown => response.headers['location'];

async function enter(browser: FormBrowser, { path, code }: Pick<Pair, 'path' | 'code'>): Promise<void> {
  expect(location(await browser.post(path, { code }))).toBe('/register/date-of-birth');
}

/** All steps up to the confirmation e-mail; returns the path of its link. */
async function finish(browser: FormBrowser, pair: Pair): Promise<string> {
  await enter(browser, pair);
  const told = (to: string, name: string): string => exchange.identity.lastTo(to)?.values[name] ?? '';
  const steps: readonly (readonly [string, () => Record<string, string>, string])[] = [
    ['/register/date-of-birth', () => born, '/register/next'],
    ['/register/password', () => ({ password: 'three-otters-in-a-canoe', again: 'three-otters-in-a-canoe' }), '/register/next'],
    ['/register/question', () => ({ question: 'own', own: 'What was the red boat called?', answer: 'Nautilus' }), '/register/next'],
    ['/register/phone/send', () => ({}), '/register/phone'],
    ['/register/phone', () => ({ code: told(pair.mobile, 'code') }), '/register/next'],
  ];
  for (const [path, fields, next] of steps) expect([path, location(await browser.post(path, fields()))]).toEqual([path, next]);
  // Two boxes of one name.
  const response = await exchange.app.inject({
    method: 'POST', url: '/register/agreement', payload: `agreed=agreement&agreed=privacy&version=${currentAgreement}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:4000', cookie: [...browser.cookies].map((each) => each.join('=')).join('; ') },
  });
  expect(location(response)).toBe('/register/next');
  expect(location(await browser.get('/register/next'))).toBe('/register/check-email');
  return new URL(told(pair.email, 'link')).pathname;
}

/** A page without what differs from visit to visit. */
const textOf = (body: string): string => body.replace(/[\w-]{43}/g, 'TOKEN');

describe('abuse case 40: the e-mail link without the code, and guesses', () => {
  it('opens no step without the code', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    expect((await browser.get(pair.path)).statusCode).toBe(200);
    for (const step of ['date-of-birth', 'addresses', 'password', 'question', 'phone', 'agreement', 'next', 'check-email', 'check-email/again']) {
      const response = await browser.get(`/register/${step}`);
      expect([step, response.statusCode]).toEqual([step, 403]);
      expect(response.body).toContain('Open your invitation again');
    }
    for (const step of ['date-of-birth', 'password', 'question', 'phone', 'phone/send', 'agreement', 'check-email']) expect((await browser.post(`/register/${step}`, born)).statusCode).toBe(403);
    expect((await browser.post(pair.path, { code: '' })).statusCode).toBe(422);
    expect(browser.cookies.size).toBe(0);
  });

  it('burns an invitation after five wrong codes, from however many networks', async () => {
    const pair = await invite();
    for (const left of ['4 more tries', '3 more tries', '2 more tries', 'one more try']) {
      const response = await exchange.browser().post(pair.path, { code: 'AAAAA-AAAAA' });
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(left);
    }
    expect((await exchange.browser().post(pair.path, { code: 'AAAAA-AAAAA' })).statusCode).toBe(404);
    const last = await exchange.browser().post(pair.path, { code: pair.code });
    expect([last.statusCode, last.body.includes('This invitation cannot be used')]).toEqual([404, true]);
  });

  it('throttles a network that goes from invitation to invitation', async () => {
    const browser = exchange.browser();
    const answers: number[] = [];
    for (let count = 0; count < 15; count += 1) {
      const { path } = await invite();
      for (let each = 0; each < 4; each += 1) answers.push((await browser.post(path, { code: 'AAAAA-AAAAA' })).statusCode);
    }
    expect(new Set(answers)).toEqual(new Set([422]));
    const pair = await invite();
    const refused = await browser.post(pair.path, { code: pair.code });
    expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
    // Somebody else is not kept out by it, and it ends.
    await enter(exchange.browser(), await invite());
    exchange.identity.forward(15);
    await enter(browser, pair);
    exchange.identity.now = new Date();
  });

  it('throttles letters by trying', async () => {
    const browser = exchange.browser();
    for (let count = 0; count < 20; count += 1) expect((await browser.post('/register/letter', { reference: 'ABCD-EFGH', code: 'AAAAA-AAAAA' })).statusCode).toBe(422);
    expect((await browser.post('/register/letter', { reference: 'ABCD-EFGH', code: 'AAAAA-AAAAA' })).statusCode).toBe(429);
  });
});

describe('REG-4 what mail scanners and other sites do', () => {
  it('opening links changes nothing', async () => {
    const pair = await invite();
    for (let count = 0; count < 10; count += 1) expect((await exchange.browser().get(pair.path)).statusCode).toBe(200);
    const confirmation = await finish(exchange.browser(), pair);
    for (let count = 0; count < 10; count += 1) expect((await exchange.browser().get(confirmation)).statusCode).toBe(200);
    expect((await exchange.identity.keeper.query('select 1 from account where patient_id = $1', [pair.patient.patientId])).rowCount).toBe(0);
    expect(location(await exchange.browser().post(confirmation, {}))).toBe('/register/done');
    expect((await exchange.identity.keeper.query('select 1 from account where patient_id = $1', [pair.patient.patientId])).rowCount).toBe(1);
  });

  it('abuse case 49: a form of another site is refused', async () => {
    const pair = await invite();
    for (const url of [pair.path, '/register/letter', '/register/date-of-birth', '/register/activate/x']) {
      const response = await exchange.app.inject({
        method: 'POST', url, payload: `code=${pair.code}`, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://hostile.example', 'sec-fetch-site': 'cross-site' },
      });
      expect([url, response.statusCode]).toEqual([url, 403]);
    }
  });

  it('nothing is stored by a browser, framed by a site, or told by an address', async () => {
    const response = await exchange.browser().get((await invite()).path);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(response.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});

describe('abuse case 38: refusals of an invitation are alike', () => {
  it('unknown, cut off, expired, replaced, burned and used links get one and the same page', async () => {
    const used = await invite();
    await exchange.browser().post(await finish(exchange.browser(), used), {});
    const replaced = await invite();
    await exchange.identity.issue(replaced.patient);
    const burned = await invite();
    for (let count = 0; count < 5; count += 1) await exchange.browser().post(burned.path, { code: 'AAAAA-AAAAA' });
    const expired = await invite();
    exchange.identity.forward(14 * 24 * 60);
    const paths = { used: used.path, replaced: replaced.path, burned: burned.path, expired: expired.path, unknown: `/register/invitation/${'x'.repeat(43)}`, 'cut off': expired.path.slice(0, -5) };
    const seen = new Set<string>();
    for (const path of Object.values(paths)) {
      const [shown, tried] = [await exchange.browser().get(path), await exchange.browser().post(path, { code: expired.code })];
      seen.add(`${shown.statusCode} ${textOf(shown.body)}`).add(`${tried.statusCode} ${textOf(tried.body)}`);
    }
    exchange.identity.now = new Date();
    expect(seen.size).toBe(1);
  });

  it('a letter that is unknown, burned or expired, and a wrong code, get one and the same answer', async () => {
    const patient = await exchange.identity.newPatient();
    const { reference, code } = await exchange.identity.issue(patient, { channel: 'letter' });
    const bodies = new Set<string>();
    const attempt = async (typed: { reference: string; code: string }): Promise<void> => {
      const { statusCode, body } = await exchange.browser().post('/register/letter', typed);
      bodies.add(`${statusCode} ${body.replaceAll(typed.reference, 'REFERENCE')}`);
    };
    await attempt({ reference: 'ZZZZ-ZZZZ', code });
    for (let count = 0; count < 5; count += 1) await attempt({ reference: reference ?? '', code: 'AAAAA-AAAAA' });
    await attempt({ reference: reference ?? '', code });
    expect(bodies.size).toBe(1);
  });
});

describe('REG-4 steps in a browser', () => {
  it('abuse case 13: a used invitation and a used confirmation lead nowhere', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    const confirmation = await finish(browser, pair);
    expect(location(await browser.post(confirmation, {}))).toBe('/register/done');
    expect(browser.cookies.get('__Host-cie-registration')).toBeUndefined();
    expect((await browser.get(confirmation)).statusCode).toBe(404);
    expect((await browser.post(confirmation, {})).statusCode).toBe(404);
    expect((await browser.get(pair.path)).statusCode).toBe(404);
  });

  it('leads to the first open step, however a person gets there', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    await enter(browser, pair);
    expect(location(await browser.get('/register/agreement'))).toBe('/register/date-of-birth');
    expect(location(await browser.post('/register/password', { password: 'x', again: 'x' }))).toBe('/register/date-of-birth');
    await browser.post('/register/date-of-birth', born);
    expect(location(await browser.get('/register/check-email'))).toBe('/register/password');
    // An electronic invitation brought its addresses.
    expect(location(await browser.get('/register/addresses'))).toBe('/register/password');
    const other = exchange.browser();
    await enter(other, pair);
    expect((await browser.get('/register/password')).statusCode).toBe(403);
  });

  it('keeps what was typed, and never a password or an answer', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    await enter(browser, pair);
    const wrong = await browser.post('/register/date-of-birth', { day: '30', month: '02', year: '1970' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('<title>Error: Enter your date of birth');
    expect(wrong.body).toMatch(/value="30"[\s\S]*value="02"[\s\S]*value="1970"/);
    await browser.post('/register/date-of-birth', born);
    const differing = await browser.post('/register/password', { password: 'three-otters-in-a-canoe', again: 'three-otters-in-a-cave' });
    expect([differing.statusCode, differing.body.includes('otters')]).toEqual([422, false]);
    await browser.post('/register/password', { password: 'three-otters-in-a-canoe', again: 'three-otters-in-a-canoe' });
    const answered = await browser.post('/register/question', { question: 'own', own: 'What was the red boat called?', answer: 'boat' });
    expect(answered.body).toContain('Your answer must not be part of your question');
    expect(answered.body).toContain('value="What was the red boat called?"');
    expect(answered.body).not.toMatch(/value="boat"/);
  });

  it('abuse case 42: a breached password and a flood are refused', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    await enter(browser, pair);
    await browser.post('/register/date-of-birth', born);
    for (const [password, advice] of [['Password1234!', 'many people use'], ['x'.repeat(10_240), '128 characters or fewer'], ['wintergreen-on-a-hill', 'must not contain your name']] as const) {
      const response = await browser.post('/register/password', { password, again: password });
      expect([response.statusCode, response.body.includes(advice)]).toEqual([422, true]);
    }
    expect((await browser.post('/register/password', { password: 'x'.repeat(70_000), again: '' })).statusCode).toBe(413);
  });

  it('sends few emails to one address, whichever invitation asks for them', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    await finish(browser, pair);
    for (let count = 0; count < 5; count += 1) expect(location(await browser.post('/register/check-email', {}))).toBe('/register/check-email/again');
    expect((await browser.post('/register/check-email', {})).statusCode).toBe(429);
    // Another visit is no way round it.
    const other = exchange.browser();
    await enter(other, pair);
    await other.post('/register/date-of-birth', born);
    expect((await other.post('/register/check-email', {})).statusCode).toBe(429);
  });

  it('REG-6 staff whose session was opened for one patient are told to check the details, whoever they type', async () => {
    const [launched, typed] = [await exchange.identity.newPatient(), await exchange.identity.newPatient()];
    exchange.viewer = { ...exchange.identity.clinician, onlyPatientId: launched.patientId };
    const form = { ...born, channel: 'electronic', email: newEmail(), mobile: newMobile(), language: 'en', confirmed: 'yes' };
    for (const nhsNumber of [typed.nhsNumber, newNhsNumber()]) {
      const response = await exchange.browser().post('/invite', { ...form, nhsNumber });
      expect([response.statusCode, response.body.includes('You opened the exchange for one patient')]).toEqual([422, true]);
    }
    expect(location(await exchange.browser().post('/invite', { ...form, nhsNumber: launched.nhsNumber }))).toBe('/invite/sent');
    exchange.viewer = null;
  });

  it('sends few text messages', async () => {
    const pair = await invite();
    const browser = exchange.browser();
    await enter(browser, pair);
    await browser.post('/register/date-of-birth', born);
    await browser.post('/register/password', { password: 'three-otters-in-a-canoe', again: 'three-otters-in-a-canoe' });
    await browser.post('/register/question', { question: 'own', own: 'What was the red boat called?', answer: 'Nautilus' });
    for (let count = 0; count < 4; count += 1) expect((await browser.post('/register/phone/send', {})).statusCode).toBe(303);
    expect((await browser.post('/register/phone/send', {})).statusCode).toBe(429);
  });
});

describe('REG-4 registering with a letter', () => {
  it('asks for the addresses, and for nothing that the letter holds', async () => {
    const patient = await exchange.identity.newPatient();
    const { reference, code, link } = await exchange.identity.issue(patient, { channel: 'letter' });
    // Who scans the square comes in by the link.
    expect((await exchange.browser().get(new URL(link).pathname)).body).toContain('Step 1 of 7');
    const browser = exchange.browser();
    expect(location(await browser.post('/register/letter', { reference: (reference ?? '').toLowerCase(), code: code.replace('-', '') }))).toBe('/register/date-of-birth');
    await browser.post('/register/date-of-birth', born);
    expect(location(await browser.get('/register/next'))).toBe('/register/addresses');
    const [email, mobile] = [newEmail(), newMobile()];
    const wrong = await browser.post('/register/addresses', { email, mobile: '020 7946 0000' });
    expect([wrong.statusCode, wrong.body.includes(`value="${email}"`), wrong.body.includes('mobile-problem')]).toEqual([422, true, true]);
    await browser.post('/register/addresses', { email, mobile });
    await browser.post('/register/password', { password: 'three-otters-in-a-canoe', again: 'three-otters-in-a-canoe' });
    await browser.post('/register/question', { question: 'own', own: 'What was the red boat called?', answer: 'Nautilus' });
    expect((await browser.get('/register/phone')).body).toContain(`ends in <strong>${mobile.slice(-3)}</strong>`);
    await browser.post('/register/phone/send', {});
    expect(exchange.identity.lastTo(mobile)?.template).toBe('sign-in-code');
    // Another number has to be confirmed before anything goes on.
    await browser.post('/register/phone', { code: exchange.identity.lastTo(mobile)?.values['code'] ?? '' });
    expect(location(await browser.get('/register/next'))).toBe('/register/agreement');
    await browser.post('/register/addresses', { email, mobile: newMobile() });
    expect(location(await browser.get('/register/agreement'))).toBe('/register/phone');
  });
});

describe('REG-4 the page by which hospitals and practices invite', () => {
  const wish = (patient: TestPatient, more: Record<string, string> = {}): Record<string, string> => ({
    nhsNumber: patient.nhsNumber, ...born, channel: 'electronic', email: newEmail(), mobile: '07700 900123', language: 'en', confirmed: 'yes', ...more,
  });
  const casesOf = async (nhsNumber: string): Promise<number | null> => (await exchange.identity.keeper.query("select 1 from desk_case where kind = 'invitation-referral' and details ->> 'nhsNumber' = $1", [nhsNumber])).rowCount;

  it('is there for staff of hospitals and practices alone', async () => {
    exchange.viewer = null;
    expect(location(await exchange.browser().get('/invite'))).toBe('/sign-in?return=/invite');
    expect((await exchange.browser().post('/invite', {})).statusCode).toBe(404);
    exchange.viewer = { ...exchange.identity.clinician, kind: 'patient', organisation: null };
    expect((await exchange.browser().get('/invite')).statusCode).toBe(404);
    exchange.viewer = exchange.identity.desk;
    expect((await exchange.browser().get('/invite')).statusCode).toBe(403);
    exchange.viewer = { ...exchange.identity.clinician, organisation: 'E85001' };
    expect((await exchange.browser().get('/invite')).statusCode).toBe(200);
  });

  it('answers alike whether there is such a person or not, and loses nothing', async () => {
    exchange.viewer = { ...exchange.identity.clinician };
    const [known, unknown] = [await exchange.identity.newPatient(), { patientId: '', nhsNumber: newNhsNumber(), birthDate: '1970-01-31' }];
    const browser = exchange.browser();
    const email = newEmail();
    const answers = [
      await browser.post('/invite', wish(known, { email })), await browser.post('/invite', wish(unknown)),
      await browser.post('/invite', wish(known, { year: '1971' })), await browser.post('/invite', wish(known, { channel: 'letter', email: '', mobile: '' })),
    ];
    expect(answers.map((each) => [each.statusCode, location(each), each.body])).toEqual(answers.map(() => [303, '/invite/sent', '']));
    expect(exchange.identity.lastTo(email)?.template).toBe('invitation-link');
    expect([await casesOf(unknown.nhsNumber), await casesOf(known.nhsNumber)]).toEqual([1, 2]);
  });

  it('says of a child by the date of birth alone that 16 is the age, whether or not there is such a person', async () => {
    exchange.viewer = { ...exchange.identity.clinician };
    const child = await exchange.identity.newPatient('2020-01-31');
    const nobody = { ...child, nhsNumber: newNhsNumber() };
    const answers = [];
    for (const person of [child, nobody]) {
      const { statusCode, body } = await exchange.browser().post('/invite', wish(person, { year: '2020' }));
      answers.push([statusCode, body.replaceAll(/value="[^"]*"/g, '')]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(422);
    expect([await casesOf(child.nhsNumber), await casesOf(nobody.nhsNumber)]).toEqual([0, 0]);
  });

  it('keeps what was typed and says what is wrong with it', async () => {
    exchange.viewer = { ...exchange.identity.clinician };
    const patient = await exchange.identity.newPatient();
    const response = await exchange.browser().post('/invite', { ...wish(patient), mobile: '020 7946 0000', email: 'a@example.org' });
    expect([response.statusCode, response.body.includes('Enter a mobile phone number'), response.body.includes('value="a@example.org"')]).toEqual([422, true, true]);
    const mistyped = await exchange.browser().post('/invite', wish({ ...patient, nhsNumber: '9990001234' }));
    expect([mistyped.statusCode, mistyped.body.includes('nhsNumber-problem')]).toEqual([422, true]);
    expect((await exchange.browser().post('/invite', wish(patient, { confirmed: '' }))).statusCode).toBe(422);
  });

  it('abuse case 21: a walk through NHS numbers is throttled for the person, wherever they sit', async () => {
    exchange.viewer = { ...exchange.identity.clinician, accountId: exchange.identity.desk.accountId };
    for (let count = 0; count < 30; count += 1) expect((await exchange.browser().post('/invite', wish({ patientId: '', nhsNumber: newNhsNumber(), birthDate: '1970-01-31' }))).statusCode).toBe(303);
    expect((await exchange.browser().post('/invite', wish({ patientId: '', nhsNumber: newNhsNumber(), birthDate: '1970-01-31' }))).statusCode).toBe(429);
  });
});
