import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { awake, browserJourney, shown, signInAtTop } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { postboxOf, type Postbox } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const portal = (path: string): string => journey.address('portal', path);
const password = 'three-otters-in-a-canoe';
const linkForm = /(http:\/\/localhost:\d+\/register\/invitation\/[\w-]{43})/;
const codeForm = /([0-9A-Z]{5}-[0-9A-Z]{5})/;

let inbox: Postbox;
let staff: Page;

beforeAll(async () => {
  if (withoutBrowser) return;
  inbox = postboxOf(journey.exchange);
  staff = await (await journey.newContext()).newPage();
  await signInAtTop(staff, portal(''), 'professional', 'Dr Philippa Merriweather', '/record');
});

interface Invited {
  readonly person: Person;
  readonly email: string;
  readonly mobile: string;
}

interface Pair extends Invited {
  readonly link: string;
  readonly code: string;
}

/** A person whom a hospital has treated, with addresses of their own. */
async function newInvited(): Promise<Invited> {
  const person = newPerson();
  await journey.own.deliver(laboratory(person, { issued: ago(3), tests: [{ code: 'K', name: 'Potassium', value: '4.1' }] }));
  return { person, email: `${person.familyName.toLowerCase()}@example.net`, mobile: `+4477009${String(randomInt(100_000)).padStart(5, '0')}` };
}

async function fillBirthDate(page: Page, birthDate: string): Promise<void> {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  for (const [name, value] of Object.entries({ day, month, year })) await page.fill(`#${name}`, value);
}

/** A clinician fills in the page for invitations. */
async function inviteAs(page: Page, { person, email, mobile }: Invited, birthDate = person.birthDate): Promise<void> {
  await page.goto(portal('/invite'));
  await page.fill('#nhsNumber', person.nhsNumber);
  await fillBirthDate(page, birthDate);
  await page.check('#channel-0');
  await page.fill('#email', email);
  await page.fill('#mobile', mobile);
  await page.check('#confirmed-0');
  await page.click('main button[type=submit]');
  await page.waitForURL(portal('/invite/sent'));
}

async function newPair(invited?: Invited): Promise<Pair> {
  const whom = invited ?? (await newInvited());
  await inviteAs(staff, whom);
  return { ...whom, link: await inbox.next(whom.email, linkForm), code: await inbox.next(whom.mobile, codeForm) };
}

/** Each page of a route is accessible, narrow screens included. */
async function audit(page: Page): Promise<void> {
  const name = new URL(page.url()).pathname.replace(/[\w-]{36,43}/, '').replace(/\W+/g, '-');
  expect(await faultsOf(page, `invitation${name}`)).toEqual([]);
}

const next = async (page: Page, path: string): Promise<void> => {
  await page.click('main form:first-of-type button[type=submit]');
  await page.waitForURL(portal(path));
};

async function enterCode(page: Page, { link, code }: Pair): Promise<void> {
  await page.goto(link);
  await page.fill('#code', code);
  await next(page, '/register/date-of-birth');
}

async function enterBirthDate(page: Page, { person }: Invited): Promise<void> {
  await fillBirthDate(page, person.birthDate);
  await page.click('main button[type=submit]');
  await page.waitForURL(/\/register\/(?!date-of-birth)/);
}

async function choosePassword(page: Page): Promise<void> {
  await page.fill('#password', password);
  await page.fill('#again', password);
  await next(page, '/register/question');
}

async function chooseQuestion(page: Page): Promise<void> {
  await page.check('#question-6');
  await page.fill('#own', 'What did we call the red boat?');
  await page.fill('#answer', 'Nautilus');
  await next(page, '/register/phone');
}

describe.skipIf(withoutBrowser)('REG-4 registering by invitation', { timeout: 180_000 }, () => {
  it('REG-4 leads from a hospital’s page to the opened record', async () => {
    const pair = await newPair();
    const page = await (await journey.newContext()).newPage();
    await page.goto(pair.link);
    expect(await shown(page)).toContain('Step 1 of 6');
    await audit(page);
    await page.fill('#code', ` ${pair.code.toLowerCase().replace('-', ' - ')} `);
    await next(page, '/register/date-of-birth');
    await audit(page);
    await enterBirthDate(page, pair);
    expect(await shown(page)).toContain('Step 3 of 6');
    await audit(page);
    await choosePassword(page);
    await audit(page);
    await chooseQuestion(page);
    await audit(page);
    await page.click('button:has-text("Send a code")');
    await page.fill('#code', await inbox.next(pair.mobile, /code is\s+(\d{6})/));
    await audit(page);
    await next(page, '/register/agreement');
    await audit(page);
    for (const box of ['#agreed-0', '#agreed-1']) await page.check(box);
    await next(page, '/register/check-email');
    expect(await shown(page)).toContain(pair.email);
    await audit(page);
    const confirmation = await inbox.next(pair.email, /(http:\/\/localhost:\d+\/register\/activate\/[\w-]{43})/);
    await page.goto(confirmation);
    await audit(page);
    await next(page, '/register/done');
    await audit(page);

    await page.click('main a:has-text("Sign in")');
    await page.fill('#email', pair.email);
    await page.fill('#password', password);
    await page.click('main button:has-text("Continue")');
    await page.fill('#text-code', await inbox.next(pair.mobile, /security code is\s+(\d{6})/));
    await page.click('main button:has-text("Continue")');
    // REG-10: the agreements were made on the way, how sharing works is shown before the record opens.
    await page.waitForSelector('h1:has-text("How sharing works")');
    await page.click('text=Continue to my record');
    await page.waitForURL(portal('/record'));
    await awake(page);
    expect(await page.innerText('body')).toContain(pair.person.familyName);
    await page.waitForSelector('text=Urea and electrolytes');
    // No clinical word, name or number went out (MSG-1).
    const sent = [...(await inbox.all(pair.email)), ...(await inbox.all(pair.mobile))].join('\n');
    for (const word of [pair.person.familyName, pair.person.nhsNumber, 'Potassium', 'Imperial', password]) expect(sent.replaceAll(pair.email, '')).not.toContain(word);
  });

  it('REG-4 goes on in another browser where it was left', async () => {
    const pair = await newPair();
    const first = await (await journey.newContext()).newPage();
    await enterCode(first, pair);
    await enterBirthDate(first, pair);
    await choosePassword(first);
    await first.context().close();
    const second = await (await journey.newContext()).newPage();
    await enterCode(second, pair);
    await enterBirthDate(second, pair);
    expect(second.url()).toBe(portal('/register/question'));
    // Back works, and tells what is kept.
    await second.click('text=Back to the step before');
    expect(await shown(second)).toContain('You have chosen a password');
    await second.click('text=keep it and go on');
    await second.waitForURL(portal('/register/question'));
  });

  it('REG-4 who has only one of the two messages finds the way to the desk', async () => {
    const pair = await newPair();
    const page = await (await journey.newContext()).newPage();
    await page.goto(pair.link);
    await page.click('text=I have no text message');
    expect(await shown(page)).toContain('If the text message is missing');
    await audit(page);
    await page.click('main a:has-text("Contact the support desk")');
    await page.waitForSelector('h1:has-text("Contact the support desk")');
    // With the code alone there is no link to enter it at: the page about registering says so.
    await page.goto(portal('/register'));
    await audit(page);
    await page.click('text=find out what to do');
    expect(await shown(page)).toContain('If the email is missing');
  });

  it('REG-4 five wrong codes burn it, and the page says what to do', async () => {
    const pair = await newPair();
    const page = await (await journey.newContext()).newPage();
    await page.goto(pair.link);
    for (const left of ['4 more tries', '3 more tries', '2 more tries', 'one more try']) {
      await page.fill('#code', 'AAAAA-AAAAA');
      await page.click('main button[type=submit]');
      await page.waitForSelector(`.nhsuk-error-summary:has-text("${left}")`);
      expect(await page.title()).toMatch(/^Error: /);
    }
    await audit(page);
    await page.fill('#code', 'AAAAA-AAAAA');
    await page.click('main button[type=submit]');
    await page.waitForSelector('h1:has-text("This invitation cannot be used")');
    await audit(page);
    await page.goto(pair.link);
    expect(await shown(page)).toContain('This invitation cannot be used');
    expect(await shown(page)).toContain('support desk');
  });

  it('REG-4 a second invitation voids the first', async () => {
    const first = await newPair();
    const second = await newPair(first);
    const page = await (await journey.newContext()).newPage();
    await page.goto(first.link);
    expect(await shown(page)).toContain('only the newest works');
    await page.goto(second.link);
    await page.fill('#code', first.code);
    await page.click('main button[type=submit]');
    await page.waitForSelector('text=This is not the right access code');
    await page.fill('#code', second.code);
    await next(page, '/register/date-of-birth');
  });

  it('REG-4 after 14 days it is over', async () => {
    const pair = await newPair();
    const page = await (await journey.newContext()).newPage();
    await journey.own.sql('cie_identity', `update invitation set expires_at = now() where ended_at is null and email = $1`, [pair.email]);
    await page.goto(pair.link);
    expect(await shown(page)).toContain('more than 14 days old');
  });

  it('REG-4 the hospital’s page says the same for somebody unknown, and the desk gets the case', async () => {
    const invited = await newInvited();
    await inviteAs(staff, invited, '1901-01-01');
    expect(await shown(staff)).toContain('If the details match, messages are on their way');
    await audit(staff);
    const cases = await journey.own.sql<{ details: Record<string, string> }>('cie_identity', "select details from desk_case where details ->> 'nhsNumber' = $1", [invited.person.nhsNumber]);
    expect(cases.map(({ details }) => details['reason'])).toEqual(['PATIENT_UNKNOWN']);
    expect(await inbox.all(invited.email)).toEqual([]);
    expect(await inbox.all(invited.mobile)).toEqual([]);
  });

  it('REG-4 the desk sees what became of an invitation, and withdraws it', async () => {
    const invited = await newInvited();
    await inviteAs(staff, invited, '1901-01-01');
    const [opened] = await journey.own.sql<{ id: string }>('cie_identity', "select id from desk_case where details ->> 'nhsNumber' = $1", [invited.person.nhsNumber]);
    const desk = await (await journey.newContext()).newPage();
    await signInAtTop(desk, portal(''), 'professional', 'Dana Desk', '/record');
    await desk.goto(portal(`/desk/cases/${opened?.id ?? ''}/invitations`));
    await desk.goto(portal(`/desk/cases/${opened?.id ?? ''}`));
    expect(await shown(desk)).toMatch(/The patient, as the professional says[\s\S]*The professional who invites[\s\S]*Dr Philippa Merriweather/);
    await audit(desk);
    await desk.goto(portal(`/desk/cases/${opened?.id ?? ''}/invitations`));
    // Nobody is looked up before the identity is checked.
    expect(desk.url()).toBe(portal(`/desk/cases/${opened?.id ?? ''}/check`));
    await desk.check('input[value=in-person]');
    await desk.check('input[value=passport]');
    for (const box of await desk.locator('input[name=statements]').all()) await box.check();
    await desk.fill('#nhsNumber', invited.person.nhsNumber);
    await fillBirthDate(desk, invited.person.birthDate);
    await desk.click('main button[type=submit]');
    // The date of birth of the request was another.
    await desk.check('#sameAs-0');
    await desk.click('main button[type=submit]');
    await desk.click('text=Invitations of this person');
    expect(await shown(desk)).toContain('This person has not been invited yet');
    const pair = await newPair(invited);
    await desk.reload();
    expect(await shown(desk)).toMatch(/Not opened yet[\s\S]*Valid until[\s\S]*Dr Philippa Merriweather, Imperial College Healthcare NHS Trust/);
    await audit(desk);
    await desk.click('main button:has-text("Withdraw the open invitation")');
    await desk.waitForSelector('text=The invitation does not work any more');
    expect(await shown(desk)).toContain('Withdrawn');
    const page = await (await journey.newContext()).newPage();
    await page.goto(pair.link);
    expect(await shown(page)).toContain('This invitation cannot be used');
  });

  it('REG-4 works without script and by keyboard alone', async () => {
    const pair = await newPair();
    const page = await (await journey.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(pair.link);
    await page.focus('#code');
    await page.keyboard.type(pair.code.replaceAll('-', ''));
    await page.keyboard.press('Enter');
    await page.waitForURL(portal('/register/date-of-birth'));
    await fillBirthDate(page, pair.person.birthDate);
    await page.keyboard.press('Enter');
    await page.waitForURL(portal('/register/password'));
  });
});
