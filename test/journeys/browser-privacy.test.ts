import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, radiology } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, identify, shown, signInAtTop, takeSteps } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { postboxOf, type Postbox } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const name = `${person.givenName} ${person.familyName}`;
/** Of a trust that supplied nothing about the person. */
const stranger = 'Dr Winifred Larkspur';
/** Of the trust that did. */
const carer = 'Dr Philippa Merriweather';
const officersMail = 'privacy-officer@exchange.example.net';
const patientsMail = 'somebody@example.net';
const dispute = 'I was at home all that day, and nobody called for help.';
const answer = 'You are right, and we are sorry. We have told their organisation, which speaks with them.';

describe.skipIf(withoutBrowser)('ACS-5 a clinician opens a record in an emergency, the patient disputes it, the privacy officer answers', () => {
  let patient: Page;
  let clinician: Page;
  let officer: Page;
  let inbox: Postbox;

  beforeAll(async () => {
    if (withoutBrowser) return;
    inbox = postboxOf(journey.exchange);
    await journey.own.deliver(
      laboratory(person, { issued: ago(10), tests: [{ code: 'K', name: 'Potassium', value: '4.1' }] }),
      radiology(person, { issued: ago(2), name: 'Chest X-ray', text: 'Conclusion: clear.' }),
    );
    const newPage = async (): Promise<Page> => (await journey.newContext()).newPage();
    [patient, clinician, officer] = await Promise.all([newPage(), newPage(), newPage()]);
    await signInAtTop(patient, journey.address('portal'), 'patient', person, '/record');
    await signInAtTop(clinician, journey.address('portal'), 'professional', stranger, '/emergency');
  });

  it('ACS-5 the patient and the officer have a message while the record is still open under its banner', async () => {
    await fillPatient(clinician, person);
    await clinician.check('#category-1');
    await clinician.fill('#reason', 'Found collapsed in the waiting room');
    await clinician.click('button:has-text("Open the record")');
    await clinician.waitForSelector('.cie-banner--emergency [role=timer]');
    expect(await clinician.innerText('.cie-banner')).toMatch(/Open until \d+(:\d\d)?[ap]m[\s\S]*(30|29) minutes left/);
    expect(await faultsOf(clinician, 'banner')).toEqual([]);
    expect(await inbox.next(patientsMail, /record was opened in an emergency[^]*(\/opened-in-emergency)/)).toBe('/opened-in-emergency');
    await inbox.next(officersMail, /(opened with a stated reason)/);
    // The next page has the banner too.
    await clinician.click('a:has-text("Chest X-ray") >> nth=0');
    await clinician.waitForSelector('text=Conclusion: clear.');
    expect(await clinician.locator('.cie-banner--emergency button:has-text("End emergency access now")').count()).toBe(1);
    await clinician.click('text=End emergency access now');
    await clinician.waitForSelector('text=Emergency access has ended.');
  });

  it('ACS-5 the patient reads who, when and why from the message, and says that it was not right', async () => {
    await patient.goto(journey.address('portal', '/opened-in-emergency'));
    expect(await shown(patient)).toMatch(new RegExp(`${stranger}, Consultant, The Hillingdon Hospitals[^]*Found collapsed in the waiting room`));
    expect(await faultsOf(patient, 'opened')).toEqual([]);
    await patient.click('a:has-text("Say that it was not right")');
    await patient.click('button:has-text("Send")');
    expect(await patient.innerText('.nhsuk-error-summary')).toContain('Say in your own words');
    await patient.fill('#text', dispute);
    await patient.click('button:has-text("Send")');
    await patient.waitForSelector('text=The privacy officer has your message');
    expect(await shown(patient)).toMatch(/You get an answer by the end of \d+ \w+ \d{4}/);
    await inbox.next(officersMail, /(disputes that their record was opened)/);
  });

  it('ACS-5 the officer sees what was opened, never what was there, and answers', async () => {
    await officer.goto(journey.address('portal', '/privacy-officer'));
    await identify(officer, 'professional', 'Priya Officer');
    await takeSteps(officer, officer.waitForURL('**/privacy-officer*'));
    expect(await shown(officer)).toContain('Answer by');
    await officer.locator('tr', { hasText: stranger }).last().locator('a').click();
    expect(await shown(officer)).toMatch(new RegExp(`${name}[^]*Found collapsed[^]*Looked at [^]*test results[^]*${dispute.slice(0, 20)}`));
    expect(await officer.content()).not.toMatch(/Potassium|Conclusion|Chest X-ray/);
    await officer.click('button:has-text("Decide and answer the patient")');
    expect((await officer.innerText('.nhsuk-error-summary')).match(/Choose what you found|Write down what you looked into|Answer the patient/g)).toHaveLength(3);
    await officer.check('#outcome-1');
    await officer.fill('#note', 'Spoke with the emergency department: nobody of this name was there.');
    await officer.fill('#answer', answer);
    expect(await faultsOf(officer, 'case')).toEqual([]);
    await officer.click('button:has-text("Decide and answer the patient")');
    await officer.waitForSelector('text=The case is decided.');
  });

  it('ACS-5 ACS-6 the patient reads the answer, and both are in the log', async () => {
    await inbox.next(patientsMail, /(An answer about your record)/);
    await patient.goto(journey.address('portal', '/opened-in-emergency'));
    expect(await shown(patient)).toMatch(/It was not justified[^]*You are right, and we are sorry/);
    expect(await shown(patient)).not.toContain('emergency department');
    await patient.goto(journey.address('portal', '/access-log'));
    await awake(patient);
    expect(await shown(patient)).toContain('Priya Officer');
  });

  it('abuse case 19: a protected record asks whoever cares for the patient for a reason, which the officer reads', async () => {
    await officer.goto(journey.address('portal', '/privacy-officer/flags/new'));
    await officer.fill('#nhsNumber', person.nhsNumber);
    const [year = '', month = '', day = ''] = person.birthDate.split('-');
    for (const [field, value] of Object.entries({ year, month, day })) await officer.fill(`#${field}`, value);
    await officer.fill('#why', 'A colleague of the renal clinic');
    expect(await faultsOf(officer, 'protect')).toEqual([]);
    await officer.click('button:has-text("Protect the record")');
    await officer.waitForSelector('text=The record is protected from now on.');

    const treating = await (await journey.newContext()).newPage();
    await signInAtTop(treating, journey.address('portal'), 'professional', carer, '/record');
    await fillPatient(treating, person);
    await treating.click('button:has-text("Find patient")');
    await treating.waitForSelector('text=This record is specially protected');
    expect(await faultsOf(treating, 'reason')).toEqual([]);
    await treating.click('button:has-text("Open the record")');
    await treating.waitForSelector('.nhsuk-error-summary');
    await treating.fill('#reason', 'Sees me in clinic this afternoon');
    await treating.click('button:has-text("Open the record")');
    await treating.waitForSelector('.cie-banner [role=timer]');
    expect(await treating.innerText('.cie-banner')).toMatch(/Open until [^]*(30|29) minutes left/);
    expect(await treating.locator('text=End emergency access').count()).toBe(0);

    // By its address, once the time is over, it asks again.
    await journey.own.sql('cie_sharing', "update stated_reason set stated_at = stated_at - interval '31 minutes', ends_at = ends_at - interval '31 minutes'");
    await treating.reload();
    await awake(treating);
    expect(await shown(treating)).toContain('A specially protected record');
    await treating.fill('#reason', 'Still in clinic, writing the letter');
    await treating.click('button:has-text("Open the record")');
    await treating.waitForSelector('.cie-banner [role=timer]');
    await officer.goto(journey.address('portal', '/privacy-officer?list=open'));
    expect(await shown(officer)).toMatch(new RegExp(`Protected record opened[^]*${carer}`));
    const refused = await treating.request.get(journey.address('portal', '/privacy-officer'));
    expect(refused.status()).toBe(404);
  });
});
