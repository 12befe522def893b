import type { Frame, Page } from 'playwright-core';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { awake, browserJourney, fillPatient, follow, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const marigold = { name: 'Marigold Thistlewood', nhsNumber: '9991001131', birthDate: '1951-03-14' };
const scan = { name: 'Ultrasound kidneys', conclusion: 'Conclusion: no obstruction. Simple left renal cyst' };

/** The message about what was done is on the screen and has the focus. */
const isSeenAndRead = (page: Page): Promise<boolean> =>
  page.locator('.cie-said[role=status] p').evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return document.activeElement === box && top >= 0 && bottom <= innerHeight;
  });

describe.skipIf(withoutBrowser)('ACS-3 a patient invites a clinician, who reads in the widget of an intranet, and stops it again', () => {
  // Of a trust that supplied nothing about her: without an invitation no door opens.
  const clinician = sandboxClinicians.find(({ organisation }) => organisation === 'R1K');
  const who = clinician ?? { name: '', email: '' };
  let patient: Page;
  let intranet: Page;
  let frame: Frame;

  beforeAll(async () => {
    if (withoutBrowser) return;
    patient = await (await journey.newContext()).newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', marigold.name);
    intranet = await (await journey.newContext()).newPage();
    await intranet.goto(journey.address('intranet'));
    frame = await frameOn(intranet);
    await signInInFrame(intranet, frame, 'professional', who.name);
  });

  const find = async (): Promise<void> => {
    await awake(frame);
    await fillPatient(frame, marigold);
    await frame.click('button:has-text("Find patient")');
  };

  it('ACS-2 the clinician finds no record that opens', async () => {
    await find();
    await frame.waitForSelector('text=No record opens with these details');
    expect(await shown(frame)).not.toContain('Thistlewood');
  });

  it('ACS-3 the patient invites the clinician by e-mail, at top level', async () => {
    await follow(patient, 'nav a:has-text("Sharing")', '#email');
    await patient.fill('#email', who.email);
    await patient.click('button:text-is("Invite")');
    await patient.waitForSelector(`text=${who.email} has been invited.`);
    expect(await shown(patient)).toContain('Not opened yet');
  });

  it('ACS-3 on a small screen what was done is seen and read out, and a long address widens nothing', async () => {
    const small = await (await journey.newContext({ storageState: await patient.context().storageState(), viewport: { width: 320, height: 640 } })).newPage();
    await small.goto(journey.address('portal', '/sharing'));
    await awake(small);
    const email = `somebody-with-a-very-long-name-at-work-${'x'.repeat(24)}@chelsea-and-westminster.example.net`;
    await small.fill('#email', email);
    await small.fill('#day', '31');
    const tops = await small.locator('.nhsuk-date-input__item').evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
    expect(new Set(tops).size, 'day, month and year on one line').toBe(1);
    await small.fill('#day', '');
    await small.click('button:text-is("Invite")');
    await small.waitForSelector(`text=${email} has been invited.`);
    expect(await isSeenAndRead(small)).toBe(true);
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await small.click(`button:text-is("Stop sharing with ${email}")`);
    await small.waitForSelector(`text=Sharing with ${email} has stopped`);
    expect(await small.getAttribute('.cie-said a:text-is("Invite them again")', 'href')).toBe('#invite');
    expect(await isSeenAndRead(small)).toBe(true);
    await small.context().close();
  });

  it('RES-3 the clinician sees the scan report whole, and from when the patient does', async () => {
    await find();
    await frame.waitForSelector('text=This person has invited you');
    expect(await shown(frame)).toMatch(/The patient can read a report from .+ from \d+ \w+ \d{4}\./);
    await follow(frame, `a:has-text("${scan.name}")`, `text=${scan.conclusion}`);
    expect(await shown(frame)).toContain('NHS number 999 100 1131');
  });

  it('RES-3 the patient sees only that it waits and from when', async () => {
    await patient.goto(journey.address('portal', '/record?view=results'));
    await awake(patient);
    expect(await shown(patient)).toMatch(/A report from .+ is waiting\. You can read it from \d+ \w+ \d{4}\./);
    expect(await patient.content()).not.toContain('renal cyst');
    expect(await patient.content()).not.toContain(scan.name);
    await patient.goto(journey.address('portal'));
    expect(await shown(patient)).toContain('A report is waiting.');
  });

  it('ACS-3 the patient stops sharing; the clinician’s next request shows nothing', async () => {
    await patient.goto(journey.address('portal', '/sharing'));
    await awake(patient);
    expect(await shown(patient)).toContain('Can see your record');
    await patient.click(`button:text-is("Stop sharing with ${who.name}")`);
    await patient.waitForSelector(`text=Sharing with ${who.name} has stopped`);
    expect(await isSeenAndRead(patient)).toBe(true);

    await follow(frame, 'a:has-text("All test results")', 'text=There is nothing to show here');
    expect(await shown(frame)).not.toMatch(/Thistlewood|999 100 1131|renal|Ultrasound/);
    await frame.goto(frame.url());
    expect(await shown(frame)).not.toMatch(/Thistlewood|999 100 1131|renal|Ultrasound/);
  });

  it('ACS-6 the patient reads in the access log who looked, by which door and at what', async () => {
    await patient.goto(journey.address('portal', '/access-log'));
    const entries = await patient.locator('.cie-list__item').allInnerTexts();
    const looks = entries.filter((text) => text.startsWith(who.name));
    expect(looks.join('\n')).toMatch(/General Practitioner · London North West University Healthcare NHS Trust/);
    expect(looks.join('\n')).toMatch(/Looked at .*test results/);
    expect(looks.join('\n')).toContain('You invited them');
    expect(entries.join('\n')).toContain('Stopped sharing with ');
    expect(entries.join('\n')).toContain('Tried to open your record and was refused');
  });
});
