import { pick } from '@cie/kit/testing/pick.ts';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { laboratory, registration } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, follow, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
// Of a trust that supplied nothing about them: without an invitation no door opens.
const clinician = sandboxClinicians.find(({ organisation }) => organisation === 'R1K') ?? { name: '', email: '' };

describe.skipIf(withoutBrowser)('RES-6 a patient measures at home; an invited clinician reads it', () => {
  let page: Page;
  let cookie: string;
  let patientId: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(registration(person), laboratory(person, { panel: ['GLU', 'Glucose'], issued: new Date(Date.now() - 86_400_000), tests: [{ code: 'GLU', name: 'Glucose', value: '5.4' }] }));
    cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    patientId = String(pick((await journey.exchange.query(cookie, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    page = await (await journey.newContext({ viewport: { width: 320, height: 800 } })).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record?view=health');
  });

  const add = async (kind: string, title: string): Promise<void> => {
    await page.click(`form[data-act=add-measurement] button:has-text("${kind}")`);
    await page.waitForSelector(`h1:has-text("${title}")`);
  };
  const save = async (): Promise<void> => {
    await page.click('button:text-is("Save")');
    await page.waitForSelector('.cie-said p:has-text("Saved.")');
  };
  const measurements = (): Promise<string> => page.innerText('section:has(h2:has-text("Measured by"))');

  it('refuses an implausible value at its field, and loses nothing that was typed', async () => {
    await add('Blood pressure', 'Add a blood pressure');
    await page.fill('#value', '1280');
    await page.fill('#second', '82');
    await page.fill('#note', 'After breakfast');
    await page.click('button:text-is("Save")');
    await page.waitForSelector('#value-problem');
    expect(await page.innerText('#value-problem')).toContain('It must be between 50 and 300 mmHg.');
    expect(await page.getAttribute('#value', 'aria-invalid')).toBe('true');
    expect([await page.inputValue('#value'), await page.inputValue('#second'), await page.inputValue('#note')]).toEqual(['1280', '82', 'After breakfast']);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('nhsuk-error-summary');
    await page.fill('#value', '128');
    await save();
    expect(await page.innerText('.cie-said')).toContain('Nobody watches what you enter here.');
    expect(await measurements()).toMatch(/Blood pressure[\s\S]*128\/82 mmHg[\s\S]*You[\s\S]*After breakfast/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  it('keeps it apart from laboratory results', async () => {
    await add('Blood glucose', 'Add a blood glucose');
    await page.fill('#value', '6.1');
    await save();
    expect(await measurements()).toContain('6.1 mmol/L');
    expect(await shown(page)).not.toContain('5.4');
    await follow(page, 'nav a:has-text("Test results")', 'h1:has-text("Test results")');
    await follow(page, 'a:has-text("Glucose")', 'text=Tests in this report');
    expect(await shown(page)).toContain('5.4');
    await follow(page, 'a:has-text("Show over time")', 'table');
    expect(await shown(page)).not.toContain('6.1');
  });

  it('draws blood pressure over time with both numbers, and the same values as a table', async () => {
    await follow(page, 'nav a:has-text("Health details")', 'h1:has-text("Health details")');
    await add('Blood pressure', 'Add a blood pressure');
    await page.fill('#value', '134');
    await page.fill('#second', '85');
    await page.fill('#time', '0:05');
    await save();
    await follow(page, 'a:has-text("Blood pressure")', 'cie-trend-chart svg');
    expect(await page.locator('cie-trend-chart').count()).toBe(2);
    expect((await page.locator('tbody .cie-value').allInnerTexts()).toSorted()).toEqual(['128/82 mmHg', '134/85 mmHg']);
    await follow(page, 'a.cie-back', 'h1:has-text("Health details")');
  });

  it('CAR-1 marks a medicine as added by the patient, with a date as far as it is known (ING-5)', async () => {
    await follow(page, '.cie-choices a:text-is("All")', 'h2:has-text("Medicines")');
    await page.click('form[data-act=add-item] button:text-is("Add a medicine")');
    await page.fill('#name', 'Vitamin D');
    await page.check('#current-0');
    await page.fill('#started', 'May 2024');
    await save();
    expect(await page.innerText('section:has(h2:has-text("Medicines"))')).toMatch(/Vitamin D[\s\S]*since May 2024[\s\S]*Added by you/);
  });

  it('shows it to an invited clinician, who cannot change it', async () => {
    const invited = await journey.exchange.query(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: clinician.email, labels: ['GENERAL'] } });
    expect(invited.errors ?? []).toEqual([]);
    const desk = await (await journey.newContext()).newPage();
    await signInAtTop(desk, journey.address('portal'), 'professional', clinician.name, `/record?patient=${patientId}&view=health`);
    const seen = await shown(desk);
    expect(seen).toContain('Measured by the patient');
    expect(seen).not.toContain('Measured by you');
    expect(seen).toMatch(/128\/82 mmHg/);
    expect(seen).toMatch(new RegExp(`Vitamin D[\\s\\S]*Added by .*${person.familyName}`, 'i'));
    expect(await desk.locator('form[data-act]').count()).toBe(0);

    const their = await journey.own.signIn({ as: 'clinician', organisation: 'R1K', email: clinician.email, name: clinician.name });
    const refused = await journey.exchange.query(
      their,
      'mutation ($patient: ID!, $input: MeasurementInput!) { changeRecord(patientId: $patient, purpose: RECORD_MEASUREMENT) { recordMeasurement(input: $input) { id } } }',
      { patient: patientId, input: { kind: 'WEIGHT', value: '70', measuredAt: new Date().toISOString() } },
    );
    expect(refused.errors?.map(({ extensions }) => pick(extensions, 'code'))).toEqual(['CHANGE_NOT_ALLOWED']);
    await desk.context().close();
  });

  it('lets the author put a value right and remove it', async () => {
    await page.goto(journey.address('portal', '/record?view=health&kind=measured'));
    await awake(page);
    await page.click('tr:has-text("134/85") form[data-act=change-measurement] button');
    expect(await page.inputValue('#value')).toBe('134');
    await page.fill('#value', '131');
    await save();
    expect(await measurements()).toMatch(/131\/85/);
    expect(await measurements()).not.toContain('134/85');
    await page.click('tr:has-text("131/85") form[data-act=change-measurement] button');
    await page.click('button:text-is("Remove it")');
    await page.waitForSelector('.cie-said p:has-text("Removed.")');
    expect(await measurements()).not.toContain('131/85');
    expect(await measurements()).toContain('128/82');
  });
});
