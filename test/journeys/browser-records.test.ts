import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, shown, signInAtTop, takeSteps } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const aunt = newPerson();
const carer = newPerson();
/** Of a trust that supplied nothing about the person. */
const reviewer = 'Dr Leopold Ashgrove';
const newPage = async (): Promise<Page> => (await journey.newContext()).newPage();
/** What was left out of the copy. */
const withheld = /Mood score|Mood questionnaire|Somebody told us/;

/** As small as a PDF can be that readers take for one. */
const paper = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

describe.skipIf(withoutBrowser)('SAR-1 a carer asks for somebody’s records, staff check and decide, a health professional reads, and the carer collects', () => {
  let asker: Page;
  let staff: Page;
  /** Of the same team: nobody looks at the evidence and decides as well. */
  let colleague: Page;
  let doctor: Page;
  let reference: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(aunt, { issued: ago(40), tests: [{ code: 'K', name: 'Potassium', value: '4.1' }], panel: ['UE', 'Kidney function'] }),
      laboratory(aunt, { issued: ago(20), specialty: '711', tests: [{ code: 'MOOD', name: 'Mood score', value: '4' }], panel: ['MQ', 'Mood questionnaire'] }),
      letter(aunt, { written: ago(25), text: 'Seen in clinic and well.' }),
    );
    [asker, staff, colleague, doctor] = await Promise.all([newPage(), newPage(), newPage(), newPage()]);
    // So that the exchange knows the professional.
    await signInAtTop(doctor, journey.address('portal'), 'professional', reviewer);
  });

  it('asks with an unproved sign-in (P5), which opens nothing', async () => {
    await asker.goto(journey.address('portal', '/sign-in?return=/records-request'));
    await asker.click('text=Continue to NHS login');
    for (const [name, value] of Object.entries({ nhsNumber: carer.nhsNumber, familyName: carer.familyName, birthDate: carer.birthDate, email: 'somebody@example.net' })) await asker.fill(`input[name=${name}]`, value);
    await asker.locator('input[value=P5]').nth(1).check();
    await asker.click('text=Sign in as this person');
    await takeSteps(asker, asker.waitForURL('**/sign-in/unproven?**'));
    await asker.click('text=Continue without a record');
    await asker.waitForSelector('h1:has-text("Ask for a copy of records")');
    await asker.click('a:has-text("Ask for records")');
    await asker.click('button:has-text("Continue")');
    expect(await asker.innerText('.nhsuk-error-summary')).toContain('Choose whose records you ask for');
    expect(await faultsOf(asker, 'new-problems')).toEqual([]);
    await asker.check('#basis-3');
    await asker.click('button:has-text("Continue")');
    expect(await faultsOf(asker, 'new-details')).toEqual([]);
    const [year = '', month = '', day = ''] = aunt.birthDate.split('-');
    for (const [name, value] of Object.entries({ name: `${aunt.givenName} ${aunt.familyName}`, nhsNumber: aunt.nhsNumber, day, month, year, relationship: 'my aunt' })) await asker.fill(`#${name}`, value);
    await asker.click('button:has-text("Send the request")');
    await asker.waitForSelector('text=We have received your request.');
    [, reference = ''] = /\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(await shown(asker)) ?? [];
    expect(reference).not.toBe('');
  });

  it('adds evidence, and is told what is wrong with a file', async () => {
    await asker.click('button:has-text("Add this file")');
    expect(await asker.innerText('.nhsuk-error-summary')).toContain('Choose a file first');
    await asker.setInputFiles('#file', { name: 'power.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>not a paper</html>') });
    await asker.click('button:has-text("Add this file")');
    expect(await asker.innerText('.nhsuk-error-summary')).toContain('This kind of file cannot be added');
    await asker.setInputFiles('#file', { name: 'power of attorney.pdf', mimeType: 'application/pdf', buffer: paper });
    await asker.click('button:has-text("Add this file")');
    await asker.waitForSelector('text=The file was added.');
    expect(await faultsOf(asker, 'evidence')).toEqual([]);
    // Chosen and not added: it goes along.
    await asker.setInputFiles('#file', { name: 'passport.pdf', mimeType: 'application/pdf', buffer: paper });
    await asker.click('button:has-text("I have added everything")');
    await asker.waitForSelector('text=You have an answer by');
    expect(await asker.innerText('main')).toMatch(/What you have sent\s+power of attorney\.pdf.*\s+passport\.pdf/);
    expect(await faultsOf(asker, 'sent')).toEqual([]);
  });

  it('the records team looks at the evidence, says whose record it is, and asks a health professional', async () => {
    await signInAtTop(staff, journey.address('portal'), 'professional', 'Robin Ledger', '/');
    await staff.click('.cie-navigation a:has-text("Requests for records")');
    await staff.click(`a:has-text("${reference}")`);
    const evidence = staff.locator('a:has-text("power of attorney.pdf")');
    const passport = staff.locator('a:has-text("passport.pdf")');
    await expect.poll(async () => {
      await staff.reload();
      return [await evidence.count(), await passport.count()];
    }, { timeout: 10_000 }).toEqual([1, 1]);
    expect(await faultsOf(staff, 'request')).toEqual([]);
    const file = await staff.context().request.get(journey.address('portal', await evidence.getAttribute('href') ?? ''));
    expect([file.status(), file.headers()['content-type'], file.headers()['content-security-policy']]).toEqual([200, 'application/pdf', "default-src 'none'; sandbox"]);
    expect((await file.body()).equals(paper)).toBe(true);
    await staff.click('a:has-text("Say whose record it is")');
    await staff.click('button:has-text("Record this")');
    expect(await staff.innerText('.nhsuk-error-summary')).toContain('Confirm that you have made sure of this');
    const [year = '', month = '', day = ''] = aunt.birthDate.split('-');
    for (const [name, value] of Object.entries({ nhsNumber: aunt.nhsNumber, day, month, year })) await staff.fill(`#${name}`, value);
    await staff.fill('#how', 'Saw the registered power, called the solicitor');
    await staff.check('#confirmed-0');
    await staff.click('button:has-text("Record this")');
    expect(await staff.innerText('.nhsuk-error-summary')).toContain('You have not opened one of them');
    await staff.click('a:text-is("Back")');
    expect(await staff.innerText('main')).toMatch(/power of attorney\.pdf.*, opened by you\s+passport\.pdf.*, not opened by you yet/);
    await staff.context().request.get(journey.address('portal', await passport.getAttribute('href') ?? ''));
    await staff.click('a:has-text("Say whose record it is")');
    for (const [name, value] of Object.entries({ nhsNumber: aunt.nhsNumber, day, month, year })) await staff.fill(`#${name}`, value);
    await staff.fill('#how', 'Saw the registered power, called the solicitor');
    await staff.check('#confirmed-0');
    await staff.click('button:has-text("Record this")');
    await staff.waitForSelector('text=It is recorded whose record it is.');
    await staff.click('a:has-text("Ask a health professional")');
    await staff.fill('#words', 'Ashgrove');
    await staff.click('button:has-text("Search")');
    await staff.click(`button:has-text("Ask ${reviewer}")`);
    await staff.waitForSelector('text=The health professional was asked');
  });

  it('the health professional reads the record and says what could do serious harm', async () => {
    await doctor.goto(journey.address('portal', '/account'));
    await doctor.click('.cie-navigation a:has-text("Records to review")');
    await doctor.click(`a:has-text("${reference}")`);
    expect(await doctor.innerText('main')).toContain(aunt.familyName);
    expect(await faultsOf(doctor, 'opinion')).toEqual([]);
    await doctor.check('#harm-0');
    await doctor.click('button:has-text("Give this opinion")');
    expect(await doctor.innerText('.nhsuk-error-summary')).toContain('You have not opened the record');
    const opinion = doctor.url();
    expect(await faultsOf(doctor, 'unread')).toEqual([]);
    await doctor.click('.nhsuk-error-summary a');
    await doctor.click('#read');
    await doctor.waitForSelector('text=Mood questionnaire');
    const record = doctor.url();
    await doctor.goto(opinion);
    await doctor.check('#harm-1');
    await doctor.check('#harmful-2');
    await doctor.fill('#text', 'Somebody told us this in confidence');
    await doctor.click('button:has-text("Give this opinion")');
    await doctor.waitForSelector('text=The record is closed to you again.');
    await doctor.goto(record);
    expect(await doctor.content()).not.toMatch(withheld);
  });

  it('a colleague decides by label, with a preview in numbers: who looked at the evidence cannot', async () => {
    const address = staff.url().replace(/\?.*/, '');
    await staff.goto(`${address}/approve`);
    expect(staff.url()).toBe(address);
    expect(await staff.innerText('main')).toContain('A colleague decides: you looked at the evidence');
    await signInAtTop(colleague, journey.address('portal'), 'professional', 'Tabitha Quill');
    await colleague.goto(journey.address('portal', '/records'));
    await colleague.click(`a:has-text("${reference}")`);
    expect(await colleague.innerText('main')).toMatch(/Who opened the evidence\s+.*Robin Ledger, power of attorney.pdf/);
    await colleague.click('a:has-text("Decide what the copy holds")');
    expect(await colleague.locator('tr', { hasText: 'Mental health' }).innerText()).toMatch(/1/);
    // What was spoken against is not offered.
    expect(await colleague.locator('input[name=mentalHealth][value=release]').count()).toBe(0);
    await colleague.check('input[name=general][value=release]');
    await colleague.check('input[name=sexualHealth][value=not-covered]');
    await colleague.check('input[name=mentalHealth][value=serious-harm]');
    await colleague.click('button:has-text("Let the copy be collected")');
    expect(await colleague.innerText('.nhsuk-error-summary')).toContain('Decide about: Social care');
    expect(await faultsOf(colleague, 'decide')).toEqual([]);
    await colleague.check('input[name=socialCare][value=not-covered]');
    await colleague.click('button:has-text("Let the copy be collected")');
    await colleague.waitForSelector('text=You have decided that the copy can be collected.');
  });

  it('the carer collects a copy of what was released, and nothing else', async () => {
    await asker.goto(journey.address('portal', '/records-request'));
    await asker.click('a:has-text("Records of")');
    expect(await faultsOf(asker, 'ready')).toEqual([]);
    // Which parts it holds would tell which are missing.
    expect(await asker.innerText('main')).not.toMatch(/mental health|sexual|social care|general/i);
    await asker.click('button:has-text("Collect the copy")');
    await asker.waitForSelector(`h1:has-text("Download the copy that you asked for: ${reference}")`);
    expect(await asker.innerText('main')).toContain(`You asked for the records of ${aunt.givenName} ${aunt.familyName}.`);
    await asker.check('label:has-text("CSV")');
    await asker.click('button:has-text("Make the file")');
    const ready = asker.locator('li[data-state] button:has-text("Download")').first();
    await ready.waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([asker.waitForEvent('download'), ready.click()]);
    const copy = readFileSync(await download.path(), 'utf8');
    expect(copy).toContain('Potassium');
    expect(copy).not.toMatch(withheld);
    // What may be taken may not be looked at.
    await asker.goto(asker.url().replace('/download', '/record'));
    expect(await asker.content()).not.toMatch(/Potassium|Kidney function/);
  });

  it('ACS-6 the patient reads in the access log who asked, who decided, who read and that it was collected, and objects', async () => {
    const patient = await newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', aunt, '/access-log');
    // Asked for again where a machine with much to do was late.
    await expect.poll(async () => {
      await patient.reload();
      return shown(patient);
    }, { timeout: 20_000 }).toContain(reviewer);
    const log = await shown(patient);
    // What an unproved sign-in gives is the family name alone.
    for (const who of [carer.familyName, 'Robin Ledger', 'Tabitha Quill', reviewer]) expect(log).toContain(who);
    expect(log).toMatch(/collected/i);
    await patient.goto(journey.address('portal', '/records-request'));
    await patient.click(`a:has-text("Say that they should not have a copy")`);
    expect(await faultsOf(patient, 'object')).toEqual([]);
    await patient.fill('#text', 'We live apart now');
    await patient.click('button:has-text("They should not have a copy")');
    await patient.waitForSelector('text=The records team was told.');
    expect(await faultsOf(patient, 'objected')).toEqual([]);
    await colleague.reload();
    expect(await colleague.innerText('main')).toMatch(/The patient objects\s+.*\s+We live apart now/);
    expect(await faultsOf(colleague, 'objected-staff')).toEqual([]);
    // Before anything is said to who asks, nothing can be collected.
    await asker.goto(journey.address('portal', '/records-request'));
    await asker.click('a:has-text("Records of")');
    expect(await asker.locator('button:has-text("Collect the copy")').count()).toBe(0);
  });
});
