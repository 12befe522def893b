import { randomInt, randomUUID } from 'node:crypto';
import { portOf } from '@cie/local/addresses.ts';
import { createTransport } from 'nodemailer';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, registration } from '../fixtures/hospital.ts';
import { mistyped, newPerson, type Person } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, shown } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { postboxOf, type Postbox } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const portal = (path: string): string => journey.address('portal', path);

let inbox: Postbox;
let dana: Page;

beforeAll(async () => {
  if (withoutBrowser) return;
  inbox = postboxOf(journey.exchange);
  // Without script, as every page of the desk has to work.
  dana = await (await journey.newContext({ javaScriptEnabled: false })).newPage();
  await signInStaff(dana, 'Dana Desk', '/desk');
});

/** Signs a professional of the simulator's list in, on a page of ours. */
async function signInStaff(page: Page, name: string, path: string): Promise<void> {
  await page.goto(portal(`/sign-in?return=${encodeURIComponent(path)}`));
  await page.click('text=I am a health or care professional');
  await page.click(`button:has-text("${name}")`);
  await page.waitForURL(portal(path));
}

/** A person whom a hospital has seen, so that they may be invited. */
async function newPatient(): Promise<Person & { email: string; mobile: string }> {
  const person = newPerson();
  await journey.own.deliver(laboratory(person, { issued: ago(3), tests: [{ code: 'K', value: '4.1' }] }));
  return { ...person, email: `${randomUUID()}@example.net`, mobile: `+447700900${String(randomInt(1000)).padStart(3, '0')}` };
}

async function fillDay(page: Page, birthDate: string): Promise<void> {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  for (const [name, value] of Object.entries({ day, month, year })) await page.fill(`#${name}`, value);
}

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`#${name}`, value);
}

const press = (page: Page, text: string): Promise<void> => page.click(`main button:has-text("${text}")`);

/** Fills in the form for access from a hospital's page on, and gives the reference. */
async function requestAccess(page: Page, { givenName, familyName, birthDate, email, mobile }: Person & { email: string; mobile: string }): Promise<string> {
  await page.goto(journey.address('publicSite'));
  await page.click('a:has-text("Ask for access")');
  await fill(page, { name: `${givenName} ${familyName}`, email, mobile, place: 'Hammersmith Hospital', reason: 'I have no smartphone' });
  await fillDay(page, birthDate);
  await press(page, 'Send request');
  await page.waitForURL(/\/request-access\/received/);
  return page.innerText('.cie-reference');
}

/** Opens a case of the queue by its reference, from the list of its kind. */
async function openCase(page: Page, kind: string, reference: string): Promise<void> {
  await page.goto(portal(`/desk?kind=${kind}`));
  for (;;) {
    const row = page.locator('tr', { hasText: reference });
    if ((await row.count()) > 0) {
      await row.locator('a').click();
      await page.waitForSelector(`main .cie-reference:has-text("${reference}")`);
      return;
    }
    await page.click('a:has-text("Next page")');
  }
}

/** The case was the last to be closed. */
async function openClosedCase(page: Page, reference: string): Promise<void> {
  await page.goto(portal('/desk?view=closed&kind=professional-request'));
  await page.locator('tr', { hasText: reference }).locator('a').click();
}

async function checkIdentity(page: Page, { nhsNumber, birthDate }: Person): Promise<void> {
  await page.click('a:has-text("Check who the person is")');
  await page.check('input[value=in-person]');
  await page.check('input[value=passport]');
  await page.fill('#nhsNumber', nhsNumber);
  await fillDay(page, birthDate);
  for (const box of await page.locator('input[name=statements]').all()) await box.check();
  await press(page, 'Record this check');
  await page.waitForSelector('text=The identity check was recorded');
}

describe.skipIf(withoutBrowser)('REG-5 request access: from a hospital\'s page to an invitation', () => {
  it('goes through the form, the queue and the identity check, and arrives as email and text message', async () => {
    const patient = await newPatient();
    const asker = await (await journey.newContext({ javaScriptEnabled: false })).newPage();
    const reference = await requestAccess(asker, patient);
    expect(await inbox.next(patient.email, /number is ([2-9A-Z]{4}-[2-9A-Z]{4})/)).toBe(reference);

    await openCase(dana, 'access-request', reference);
    await press(dana, 'Take this case');
    await dana.waitForSelector('text=The case is yours');
    await checkIdentity(dana, patient);
    await dana.click('a:has-text("Invite the person")');
    await dana.check('input[value=electronic]');
    await press(dana, 'Invite');
    await dana.waitForSelector('text=The invitation was sent');
    expect(await shown(dana)).toContain('By email and text message');

    const link = await inbox.next(patient.email, /(http\S+\/register\/invitation\/\S+)/);
    expect(await inbox.next(patient.mobile, /access code is\s+(\S+)/)).toMatch(/^\w{5}-\w{5}$/);
    expect((await asker.goto(link))?.status()).toBe(200);
    expect(await inbox.all(patient.email)).not.toContainEqual(expect.stringMatching(new RegExp(`${patient.familyName}|${patient.nhsNumber}|smartphone`, 'i')));

    await dana.click('a:text-is("Finish")');
    await dana.fill('#note', 'Invited');
    await press(dana, 'Finish case');
    await dana.waitForSelector('text=The case is finished');
  });

  it('says whose record it is when the request was another person’s, and wants a word for it', async () => {
    const [asking, other] = [await newPatient(), await newPatient()];
    const asker = await (await journey.newContext()).newPage();
    const reference = await requestAccess(asker, asking);
    const page = await (await journey.newContext()).newPage();
    await signInStaff(page, 'Dana Desk', '/desk');
    await openCase(page, 'access-request', reference);
    await page.click('a:has-text("Check who the person is")');
    await page.check('input[value=in-person]');
    await page.check('input[value=passport]');
    for (const box of await page.locator('input[name=statements]').all()) await box.check();
    await page.fill('#nhsNumber', other.nhsNumber);
    await fillDay(page, '1901-01-01');
    await press(page, 'Record this check');
    expect(await shown(page)).toContain('The record with this NHS number has another date of birth');
    await fillDay(page, other.birthDate);
    await press(page, 'Record this check');
    expect(await shown(page)).toContain(`The record is in the name of ${other.givenName} ${other.familyName}`);
    expect(await faultsOf(page, 'check-other')).toEqual([]);
    await page.check('#sameAs-0');
    await press(page, 'Record this check');
    await page.waitForSelector('text=The identity check was recorded');
    expect(await shown(page)).toContain('Made sure that it is the same person');
    expect(await page.locator('dl').last().innerText()).toContain(`${other.givenName} ${other.familyName}`);
  });

  it('makes a letter that is downloaded once, and voids what was sent before', async () => {
    const patient = await newPatient();
    const asker = await (await journey.newContext()).newPage();
    const reference = await requestAccess(asker, patient);
    await openCase(dana, 'access-request', reference);
    await checkIdentity(dana, patient);
    await dana.click('a:has-text("Invite the person")');
    await dana.check('input[value=electronic]');
    await press(dana, 'Invite');
    await dana.waitForSelector('text=The invitation was sent');
    const link = await inbox.next(patient.email, /(http\S+\/register\/invitation\/\S+)/);

    await dana.click('a:has-text("Invite the person")');
    await dana.check('input[value=letter]');
    await dana.fill('#recipient', 'Peregrine Whifflebrook\n1 Plumtree Mews\nLondon');
    const [download] = await Promise.all([dana.waitForEvent('download'), press(dana, 'Invite')]);
    expect(download.suggestedFilename()).toBe(`invitation-${reference}.pdf`);
    const pdf = await download.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray() as Buffer[]));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).not.toContain(patient.birthDate);
    await asker.goto(link);
    expect(await asker.innerText('main')).toMatch(/does not work|no longer|cannot be used/i);
  });

  it('ACC-1 keeps what was typed when the NHS number is mistyped, and says what is wrong', async () => {
    const patient = { ...newPerson(), email: `${randomUUID()}@example.net` };
    const page = await (await journey.newContext()).newPage();
    await page.goto(portal('/request-access'));
    await fill(page, { name: 'Perdita Quickly', email: patient.email, nhsNumber: mistyped(patient.nhsNumber), place: 'Ealing', reason: 'One\nTwo' });
    await fillDay(page, patient.birthDate);
    await press(page, 'Send request');
    await page.waitForSelector('.nhsuk-error-summary');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await shown(page)).toContain('One or more digits are mistyped');
    expect(await page.inputValue('#reason')).toBe('One\nTwo');
    expect(await page.inputValue('#nhsNumber')).toBe(mistyped(patient.nhsNumber));
    await page.click('.nhsuk-error-summary a');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('nhsNumber');
    await page.fill('#nhsNumber', patient.nhsNumber);
    await press(page, 'Send request');
    await page.waitForURL(/\/request-access\/received/);
  });
});

describe.skipIf(withoutBrowser)('REG-5 contact: a question, and the answer on a page of ours', () => {
  it('tells the person by email that there is an answer, which only they can read', async () => {
    const email = `${randomUUID()}@example.net`;
    const page = await (await journey.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(portal('/sign-in'));
    await page.click('footer a:has-text("Contact the support desk")');
    await page.check('input[value=cannot-sign-in]');
    await fill(page, { name: 'Perdita Quickly', email, message: 'The link in my email does not open.' });
    await press(page, 'Send message');
    await page.waitForURL(/\/contact\/received/);
    expect(await page.innerText('h1')).toBe('We have your message');
    const reference = await page.innerText('.cie-reference');

    await openCase(dana, 'contact', reference);
    expect(await dana.innerText('h1')).toBe('Contact form: I cannot sign in');
    expect(await dana.innerText('main')).not.toMatch(/invit/i);
    await dana.click('a:has-text("Answer the person")');
    await dana.fill('#text', 'Please use <b>another</b> browser.');
    await press(dana, 'Send answer');
    await dana.waitForSelector('text=The answer was sent');

    const link = await inbox.next(email, /was answered[\s\S]*(http\S+\/contact\/answer)/);
    expect((await inbox.all(email)).join('\n')).not.toContain('browser');
    await page.goto(link);
    await fill(page, { reference: reference.toLowerCase(), email: 'somebody.else@example.net' });
    await press(page, 'Read answer');
    expect(await shown(page)).toContain('We know no request with this reference and this email address');
    await page.fill('#email', email);
    await press(page, 'Read answer');
    await page.waitForSelector('text=Please use <b>another</b> browser.');
    for (const text of [reference, 'The link in my email does not open.']) expect(await shown(page)).toContain(text);
  });
});

describe.skipIf(withoutBrowser)('REG-5 the e-mail route', () => {
  it('makes a case of a mail, answers its sender once, and takes nothing for anybody else', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: portOf(journey.exchange.port, 'mailIn'), ignoreTLS: true });
    const from = `${randomUUID()}@example.net`;
    const mail = { from: `"Perdita <script>alert(1)</script>" <${from}>`, to: 'desk@exchange.example.net', subject: 'Access <b>please</b>' };
    await transport.sendMail({ ...mail, html: '<p>May I see my record?</p><script>alert(2)</script>', attachments: [{ filename: 'passport.jpg', content: 'x' }] });
    await transport.sendMail({ ...mail, text: 'Are you there?' });
    await expect(transport.sendMail({ ...mail, to: 'somebody@exchange.example.net', text: 'x' })).rejects.toThrow(/550/);
    transport.close();

    const reference = await inbox.next(from, /number is ([2-9A-Z]{4}-[2-9A-Z]{4})/);
    await openCase(dana, 'mail', reference);
    const page = await shown(dana);
    expect(page).toContain('Access <b>please</b>');
    expect(page).toContain('May I see my record?');
    expect(page).toContain('Not kept: passport.jpg');
    expect(await dana.locator('main script').count()).toBe(0);
    expect(await inbox.all(from)).toHaveLength(1);
  });
});

describe.skipIf(withoutBrowser)('REG-6 the desk and professionals', () => {
  const who = { name: `Dr ${newPerson().familyName}`, email: `${randomUUID()}@practice.example.net`, role: '' };

  /** At the simulator, as somebody whom it does not list. */
  async function arrive(page: Page): Promise<void> {
    await page.goto(portal('/sign-in?return=/help'));
    await page.click('text=I am a health or care professional');
    for (const [name, value] of Object.entries(who)) await page.fill(`input[name=${name}]`, value);
    await page.click('text=Sign in as this person');
  }

  it('approves a request with organisation and role, and ends the access of who has left at once', async () => {
    const context = await journey.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await arrive(page);
    await page.waitForURL(/ask-access/);
    await fill(page, { organisationName: 'The Plumtree Practice', organisation: 'E87999', role: 'General practitioner', workEmail: who.email, why: 'My patients ask', confirmer: 'Practice manager' });
    await page.locator('main form button').first().click();
    await page.waitForURL(/\/sign-in\/asked/);
    const reference = await inbox.next(who.email, /number is ([2-9A-Z]{4}-[2-9A-Z]{4})/);

    await openCase(dana, 'professional-request', reference);
    await dana.click('a:has-text("Approve with organisation and role")');
    expect(await dana.inputValue('#organisation')).toBe('E87999');
    await press(dana, 'Approve');
    for (const text of ['Enter how this was confirmed', 'Confirm that you have made sure of this']) expect(await shown(dana)).toContain(text);
    await dana.fill('#role', '');
    await dana.fill('#how', 'Rang the practice manager');
    await dana.check('#confirmed-0');
    await press(dana, 'Approve');
    expect(await shown(dana)).toContain('Enter the role that the person has there');
    await dana.fill('#role', 'General practitioner');
    await press(dana, 'Approve');
    await dana.waitForSelector('text=The request is approved');

    await arrive(page);
    await page.waitForURL(portal('/help'));
    expect(await page.innerText('header')).toContain(who.name);

    await dana.goto(portal('/desk/professionals'));
    await dana.fill('#text', who.email.slice(0, 12));
    await press(dana, 'Find');
    expect(await shown(dana)).toContain('General practitioner, The Plumtree Practice');
    await dana.locator('tr', { hasText: who.name }).locator('button:has-text("Renew")').click();
    await dana.fill('#how', 'Rang the practice manager');
    await press(dana, 'Renew access');
    expect(await shown(dana)).toContain('Confirm that you have made sure of this');
    await dana.check('#confirmed-0');
    await press(dana, 'Renew access');
    await dana.waitForSelector('text=The access was renewed');
    await openClosedCase(dana, reference);
    expect(await shown(dana)).toContain('Renewed for 12 months');

    await dana.goto(portal('/desk/professionals'));
    await dana.fill('#text', who.email.slice(0, 12));
    await press(dana, 'Find');
    await dana.locator('tr', { hasText: who.name }).locator('button:has-text("End access")').click();
    await fill(dana, { reason: 'Left the practice', how: 'The practice manager wrote' });
    await dana.check('#confirmed-0');
    await press(dana, 'End access');
    await dana.waitForSelector('text=The access was ended');
    await page.goto(portal('/help'));
    expect(await page.innerText('header')).not.toContain(who.name);
  });
});

describe.skipIf(withoutBrowser)('ACC-4 the desk and people who act for patients', () => {
  it('shows basis, evidence and dates, opens the record on what was seen, suspends, lets continue and ends', async () => {
    const child = { ...newPerson(), birthDate: `${new Date().getUTCFullYear() - 8}-02-03` };
    const parent = await newPatient();
    await journey.own.deliver(registration(child));
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: parent.nhsNumber });
    const { errors } = await journey.exchange.query(cookie, 'mutation ($input: ProxyRequestInput!) { requestProxy(input: $input) { id } }', {
      input: { nhsNumber: child.nhsNumber, birthDate: child.birthDate, basis: 'PARENTAL_RESPONSIBILITY', evidence: 'Her birth certificate <img src=x>', relationship: 'my daughter' },
    });
    expect(errors).toBeUndefined();

    await dana.goto(portal('/desk/proxies'));
    const parentName = `${parent.givenName} ${parent.familyName}`;
    while ((await dana.locator(`a:has-text("${parentName}")`).count()) === 0) await dana.click('a:has-text("Next page")');
    await dana.click(`a:has-text("${parentName}")`);
    for (const text of ['Parental responsibility', 'Her birth certificate <img src=x>', 'my daughter', '8 years old', 'There is a record']) expect(await shown(dana)).toContain(text);

    await dana.click('a:has-text("Verify and open the record")');
    await press(dana, 'Open the record to this person');
    expect(await shown(dana)).toContain('Select what the patient says');
    await dana.check('input[value=given]');
    await dana.fill('#consentBy', 'Dana Desk, on a video call');
    await press(dana, 'Open the record to this person');
    expect(await shown(dana)).toContain('Write down what you were shown');
    await dana.fill('#evidence', 'Birth certificate 4711');
    await press(dana, 'Open the record to this person');
    await dana.waitForSelector('text=The record is open to this person');
    for (const text of ['In force', 'Birth certificate 4711', 'Dana Desk', 'The patient agrees']) expect(await shown(dana)).toContain(text);

    await dana.click('a:text-is("Suspend")');
    await dana.check('input[value=ROLE_DEACTIVATED_SAFEGUARDING]');
    await press(dana, 'Suspend');
    await dana.waitForSelector('text=sees nothing from now on');
    expect(await shown(dana)).toContain('Suspended: Safeguarding');

    await dana.click('a:has-text("Review, and let it continue")');
    await dana.check('input[value=given]');
    await dana.fill('#consentBy', 'Dana Desk');
    await press(dana, 'Let it continue');
    await dana.waitForSelector('text=The review was recorded');
    expect(await shown(dana)).toContain('In force');

    await dana.click('a:has-text("End for good")');
    await dana.check('input[value=OTHER]');
    await press(dana, 'End');
    expect(await shown(dana)).toContain('Say why in words');
    await dana.fill('#text', 'The family asked for it');
    await press(dana, 'End');
    await dana.waitForSelector('text=The access is ended');
  });
});

describe.skipIf(withoutBrowser)('ACC-5 the desk joins two records and parts them', () => {
  it('wants both numbers and dates of birth typed in, and a reason', async () => {
    const [one, other] = [newPerson(), newPerson()];
    await journey.own.deliver(registration(one), registration(other));
    await dana.goto(portal('/desk/merges'));
    await dana.click('a:has-text("Join two records")');
    await fill(dana, {
      survivingNhsNumber: one.nhsNumber, survivingBirthDate: one.birthDate.split('-').toReversed().join('/'),
      retiredNhsNumber: mistyped(other.nhsNumber), retiredBirthDate: other.birthDate.split('-').toReversed().join(' '), reason: 'x',
    });
    await press(dana, 'Join records');
    expect(await shown(dana)).toContain('One or more digits are mistyped');
    await dana.fill('#retiredNhsNumber', other.nhsNumber);
    await press(dana, 'Join records');
    expect(await shown(dana)).toContain('Say why');
    await dana.fill('#reason', 'One person, two registrations at birth');
    await press(dana, 'Join records');
    await dana.waitForSelector('text=The records are joined');
    const row = dana.locator('tr', { hasText: one.familyName });
    expect(await row.innerText()).toContain(other.familyName);

    await row.locator('button:has-text("Part again")').click();
    await dana.fill('#reason', 'Twins, as it turned out');
    await press(dana, 'Part records');
    await dana.waitForSelector('text=The records are apart again');
    expect(await row.innerText()).toContain('Parted');
  });
});

describe.skipIf(withoutBrowser)('ACS-1 the desk has no door to records', () => {
  it('finds no record, whoever it is', async () => {
    const patient = await newPatient();
    const page = await (await journey.newContext()).newPage();
    await signInStaff(page, 'Dana Desk', '/record');
    await awake(page);
    await fillPatient(page, patient);
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('text=Staff of the exchange itself open no records');
    expect(await shown(page)).not.toContain(patient.familyName);
  });

  it('opens no record by its id', async () => {
    const patient = await newPatient();
    const [record] = await journey.own.sql<{ id: string }>('cie_identity', 'select id from patient where nhs_number = $1', [patient.nhsNumber]);
    const cookie = await journey.own.signIn({ as: 'clinician', organisation: 'QRV', name: 'Dana Desk', email: 'dana.desk@qrv.example.net' });
    const { data } = await journey.exchange.query(cookie, 'query ($id: ID!) { patient(id: $id) { demographics { familyName } reports { edges { cursor } } } }', { id: record?.id });
    expect(data).toEqual({ patient: null });
  });
});

describe.skipIf(withoutBrowser)('Abuse case 22: a professional without the duty', () => {
  it('finds no desk, and no way to it in the menu', async () => {
    const page = await (await journey.newContext()).newPage();
    await signInStaff(page, 'Dr Philippa Merriweather', '/');
    expect(await page.locator('header a[href^="/desk"]').count()).toBe(0);
    for (const path of ['/desk', '/desk/cases/x', '/desk/proxies', '/desk/professionals', '/desk/merges', '/desk/merges/new']) {
      expect((await page.goto(portal(path)))?.status()).toBe(404);
      expect(await page.innerText('h1')).toBe('Page not found');
    }
  });
});

describe.skipIf(withoutBrowser)('EMB-3 pages of the desk have no fault that axe finds', () => {
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    context = await journey.newContext();
    page = await context.newPage();
  });

  it('for everybody', async () => {
    for (const [path, name] of [['/request-access', 'request'], ['/contact', 'contact'], ['/contact/answer', 'answer'], ['/contact/received?reference=K7MP-X2DR', 'received']] as const) {
      await page.goto(portal(path));
      expect(await faultsOf(page, name)).toEqual([]);
    }
    await page.goto(portal('/request-access'));
    await press(page, 'Send request');
    expect(await faultsOf(page, 'request-problems')).toEqual([]);
  }, 120_000);

  it('for the desk', async () => {
    const patient = await newPatient();
    const reference = await requestAccess(page, patient);
    await signInStaff(page, 'Dana Desk', '/desk');
    const look = async (name: string): Promise<void> => expect(await faultsOf(page, name)).toEqual([]);
    await look('queue');
    await openCase(page, 'access-request', reference);
    await look('case-new');
    await page.click('a:has-text("Check who the person is")');
    await press(page, 'Record this check');
    await look('check');
    await page.goBack();
    await page.goBack();
    await checkIdentity(page, patient);
    await look('case-checked');
    for (const [link, name] of [['Invite the person', 'invite'], ['Answer the person', 'answer-form'], ['Refuse', 'refuse']] as const) {
      await page.click(`main a:has-text("${link}")`);
      await look(name);
      await page.goBack();
    }
    for (const name of ['proxies', 'professionals', 'merges', 'merges/new']) {
      await page.goto(portal(`/desk/${name}`));
      await look(name.replace('/', '-'));
    }
  }, 240_000);
});
