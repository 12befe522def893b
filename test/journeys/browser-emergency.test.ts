import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { awake, browserJourney, fillPatient, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const bertram = { name: 'Bertram Quillfeather', nhsNumber: '9994182625', birthDate: '1939-12-30' };
/** Of a trust that supplied nothing about him. */
const clinician = 'Dr Winifred Larkspur';
const reason = 'Found collapsed at the bus stop, cannot speak';

describe.skipIf(withoutBrowser)('ACS-5 emergency access', () => {
  let page: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'professional', clinician, '/emergency');
  });

  it('ACS-5 opens nothing before a reason is given', async () => {
    await fillPatient(page, bertram);
    await page.fill('#reason', '. . . . . . . .');
    await page.click('button:has-text("Open the record")');
    await page.waitForSelector('.nhsuk-error-summary:focus');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose why you need the record now');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Say in your own words, with at least 10 letters, why');
    expect(await page.inputValue('#number')).toBe(bertram.nhsNumber);
  });

  it('ACS-5 opens one record for 30 minutes under a banner that says so', async () => {
    await page.check('#category-1');
    await page.fill('#reason', reason);
    await page.click('button:has-text("Open the record")');
    await page.waitForSelector('.cie-banner--emergency');
    await awake(page);
    // The clock is script of its own.
    await page.waitForSelector('.cie-banner [role=timer]');
    expect(await page.innerText('.cie-banner')).toMatch(/Mr Bertram Quillfeather[\s\S]*everything you open is reported to the patient[\s\S]*(30|29) minutes left/);
    const home = await page.context().newPage();
    await home.goto(journey.address('portal'));
    expect(await shown(home)).toMatch(/Opened in an emergency\s+[^]*Quillfeather[^]*Records shared with you/);
    await home.close();
    // All of it, the report that still waits for the patient too.
    await page.click('a:has-text("X-ray chest") >> nth=0');
    await page.waitForSelector('text=The effusions have cleared');
  });

  it('ACS-5 ends at once when the clinician says so', async () => {
    const address = page.url();
    await page.click('text=End emergency access now');
    await page.waitForSelector('text=Emergency access has ended.');
    expect(await shown(page)).not.toContain('Quillfeather');
    await page.goto(address);
    expect(await shown(page)).toContain('There is nothing to show here');
    expect(await page.content()).not.toMatch(/Quillfeather|effusions/);
  });

  it('ACS-5 is offered in no frame: only a way to the page where nothing can lie over it', async () => {
    const intranet = await (await journey.newContext()).newPage();
    await intranet.goto(journey.address('intranet'));
    const frame = await frameOn(intranet);
    await signInInFrame(intranet, frame, 'professional', clinician);
    expect(await frame.getAttribute('a:has-text("Open a record in an emergency")', 'target')).toBe('_blank');
    expect(await frame.locator('#reason').count()).toBe(0);
    const policy = (await intranet.request.get(journey.address('portal', '/emergency'))).headers()['content-security-policy'];
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('ACS-5 ACS-6 the patient reads who opened the record, what was looked at, and the reason', async () => {
    const patient = await (await journey.newContext()).newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', bertram.name, '/access-log');
    const looks = (await patient.locator('.cie-list__item').allInnerTexts()).filter((text) => text.startsWith(clinician)).join('\n');
    expect(looks).toContain('Consultant · The Hillingdon Hospitals NHS Foundation Trust');
    expect(looks).toContain('Opened your record in an emergency');
    expect(looks).toContain(`The patient was unconscious. Reason given: ${reason}`);
    expect(looks).toMatch(/Looked at .*test results/);
    expect(looks).toContain('Ended emergency access');
    // The clinician had gone back to the page.
    expect(looks).toContain('Tried to open your record after the emergency access had ended, and was refused');
    await patient.goto(journey.address('portal'));
    expect(await shown(patient)).toContain('Your record was opened in an emergency. See who opened it and why');
  });
});
