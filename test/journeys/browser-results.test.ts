import { pick } from '@cie/kit/testing/pick.ts';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { laboratory, message, newOrder, patient, radiology, registration } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, follow, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
const potassium = (value: string, issued: Date, order = newOrder(), unit = 'mmol/L') =>
  laboratory(person, { order, issued, tests: [{ code: 'K', name: 'Serum potassium', value, unit, range: '3.5 - 5.3', ...(Number(value) > 5.3 ? { flag: 'H' } : {}) }] });
const scan = { name: 'Chest X-ray', text: 'Lungs clear.' };
// Of the trust that supplied the scan: it answers for when the patient reads it.
const clinician = sandboxClinicians.find(({ organisation }) => organisation === 'RYJ') ?? { name: '' };

describe.skipIf(withoutBrowser)('RES-1 results for people, and RES-4 what professionals decide about them', () => {
  let page: Page;
  let desk: Page;
  let patientId: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      registration(person), potassium('162.75', daysAgo(30), newOrder(), 'mg/L'), potassium('4.1', daysAgo(20)), potassium('5.6', daysAgo(2)),
      radiology(person, { ...scan, issued: daysAgo(1) }),
    );
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    patientId = String(pick((await journey.exchange.query(cookie, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    page = await (await journey.newContext({ viewport: { width: 320, height: 800 } })).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record?view=results');
  });

  it('names a test in plain words, says what it is, and compares it with the value before in the same unit', async () => {
    await follow(page, 'a:has-text("Urea and electrolytes")', 'text=Tests in this report');
    const text = await shown(page);
    expect(text).toContain('Serum potassium');
    expect(text).toContain('Above the usual range');
    expect(text).toMatch(/Higher than on \d+ \w+ \d{4} \(4\.1\)/);
    expect(text).not.toContain('162.75');
    expect(text).toContain('Potassium. A salt that your heart, nerves and muscles need to work.');
    expect(text).toContain('waiting to be checked by clinicians');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  it('RES-2 draws one unit and tells the other apart', async () => {
    await follow(page, 'a:has-text("Show over time")', 'cie-trend-chart svg');
    expect(await page.locator('caption').allInnerTexts()).toEqual(['All values in mmol/L', 'All values in mg/L']);
    expect(await page.locator('cie-trend-chart').count()).toBe(1);
  });

  it('RES-4 a professional of the hospital releases a waiting scan, with a reason', async () => {
    desk = await (await journey.newContext()).newPage();
    await signInAtTop(desk, journey.address('portal'), 'professional', clinician.name, `/record?patient=${patientId}&view=results`);
    await follow(desk, `a:has-text("${scan.name}")`, `text=${scan.text}`);
    expect(await shown(desk)).toMatch(/The patient can read this report from \d+ \w+ \d{4}\./);
    expect(await shown(desk)).not.toContain('An X-ray picture of your lungs');
    await desk.click('button:text-is("Let the patient read it now")');
    await desk.click('button:text-is("Let the patient read it")');
    await desk.waitForSelector('#reason-problem');
    await desk.fill('#reason', 'Told the patient in clinic');
    await desk.click('button:text-is("Let the patient read it")');
    await desk.waitForSelector('.cie-said p:has-text("The patient can read this report now.")');
    expect(await shown(desk)).toContain('A professional let the patient read this before the usual wait was over.');
    await desk.context().close();
  });

  it('RES-4 the patient then reads it, and not the reason', async () => {
    await page.goto(journey.address('portal', '/record?view=results'));
    await awake(page);
    expect(await shown(page)).not.toContain('is waiting');
    await follow(page, `a:has-text("${scan.name}")`, `text=${scan.text}`);
    const text = await shown(page);
    expect(text).toContain('An X-ray picture of your lungs, heart and ribs.');
    expect(text).toContain('Your care team let you read this before the usual wait was over.');
    expect(text).not.toContain('Told the patient in clinic');
  });

  it('RES-1 tells how far each test of a final report has come, and ING-5 dates it as its sender did', async () => {
    const order = newOrder();
    const day = daysAgo(3).toISOString().slice(0, 10).replaceAll('-', '');
    await journey.own.deliver(message('ORU^R01', 'RYJ', [
      patient(person),
      `OBR|1|P${order}|${order}|LFT^Liver function tests^TEST|||${day}|||||||||||||||${day}||LAB|F`,
      `OBX|1|NM|ALT^Alanine transaminase^TEST||80|U/L|0 - 40|H|||P|||${day}`,
      `OBX|2|NM|ALB^Albumin^TEST||12|g/L|35 - 50|L|||X|||${day}`,
      `OBX|3|NM|BIL^Bilirubin^TEST||9|umol/L|0 - 21|N|||F|||${day}`,
    ]));
    await page.goto(journey.address('portal', '/record?view=results'));
    await awake(page);
    expect(await page.innerText('li:has-text("Liver function tests")')).toContain('1 of 2 outside the usual range');
    await follow(page, 'a:has-text("Liver function tests")', 'text=Tests in this report');
    const row = (test: string) => page.innerText(`tbody tr:has-text("${test}")`);
    expect(await row('Alanine transaminase')).toMatch(/80\s+U\/L\s+Early result[^]*Above the usual range/);
    expect(await row('Albumin')).toContain('Cancelled');
    expect(await row('Albumin')).not.toContain('Below the usual range');
    expect(await row('Bilirubin')).not.toContain('Early result');
    expect(await shown(page)).toMatch(/Reported\s+\d+ \w+ \d{4}\s+Sample/);
  });

  it('RES-1 tells how far a germ and each of its medicines have come', async () => {
    const order = newOrder();
    const day = daysAgo(4).toISOString().slice(0, 10).replaceAll('-', '');
    await journey.own.deliver(message('ORU^R01', 'RYJ', [
      patient(person),
      `OBR|1|P${order}|${order}|UC^Urine culture^TEST|||${day}|||||||||||||||${day}||MB|F`,
      `OBX|1|CE|ORG^Organism^TEST|1|EC^Escherichia coli^TEST||||||P|||${day}`,
      `OBX|2|ST|TRI^Trimethoprim^TEST|1|R|||R|||F|||${day}`,
      'NTE|1||Confirmed by a second method.',
      `OBX|3|ST|NIT^Nitrofurantoin^TEST|1|S|||S|||P|||${day}`,
      `OBX|4|ST|AMX^Amoxicillin^TEST||R|||R|||F|||${day}`,
    ]));
    await page.goto(journey.address('portal', '/record?view=results'));
    await awake(page);
    await follow(page, 'a:has-text("Urine culture")', 'text=What grew');
    expect(await page.innerText('h3:has-text("Escherichia coli") + p')).toBe('Early result');
    const row = (test: string) => page.innerText(`tbody tr:has-text("${test}")`);
    expect(await row('Trimethoprim')).toMatch(/No \(R\)\s+Confirmed by a second method\./);
    expect(await row('Nitrofurantoin')).toMatch(/Yes \(S\)\s+Early result/);
    expect(await row('Amoxicillin')).toContain('This medicine does not work against the germ (R)');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  it('tells what a correction changed', async () => {
    const order = newOrder();
    const issued = daysAgo(1);
    await journey.own.deliver(potassium('4.4', issued, order), potassium('4.9', new Date(issued.getTime() + 3_600_000), order).replace('||LAB|F', '||LAB|C').replace('|||F|||', '|||C|||'));
    await page.goto(journey.address('portal', '/record?view=results'));
    await awake(page);
    await follow(page, 'li:has-text("Corrected") a', 'text=Tests in this report');
    expect(await shown(page)).toMatch(/4\.9\s+mmol\/L\s+Corrected\s+It was 4\.4 mmol\/L before\./);
  });
});
