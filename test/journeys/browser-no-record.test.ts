import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ago, laboratory, registration } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, identify, shown, signInAtTop } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/page-faults.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { agreeIn, firstClick, patientOf, sessionsOf } from '../setup/registration-journey.ts';
import { compare } from '../setup/same-time.ts';

const journey = browserJourney();

let context: BrowserContext;

beforeEach(async () => {
  if (!withoutBrowser) context = await journey.newContext();
});
afterEach(async () => {
  await context?.close();
});

const portal = (path: string): string => journey.address('portal', path);
const noRecord = 'We cannot show you a record';

describe.skipIf(withoutBrowser)('REG-1 REG-3 sign-ins that end without a record say what to do, and reveal nothing', () => {
  it.each([
    ['consent was refused', 'button[value=refuse]', 'You are not signed in', 'agree to share your details'],
    ['NHS login is out of order', 'button[value=fail]', 'Sign-in is not available at the moment', 'Try again in a few minutes'],
    ['the person is under 13', 'button[value=under-13]', 'You need to be 13 or over', 'guardian: act for a child'],
    ['the person has no GP practice', 'button[value=no-practice]', 'You need a GP practice in England', 'NHS login told us of none'],
    ['the practice is in Wales', 'button[value=practice-in-wales]', 'You need a GP practice in England', 'is not one in England that is open'],
    ['the practice has closed', 'button[value=practice-closed]', 'You need a GP practice in England', 'is not one in England that is open'],
  ])('%s', async (_what, choice, title, advice) => {
    const { frame, window } = await firstClick(journey, await context.newPage());
    await window.click('text=Continue to NHS login');
    await window.click(choice);
    await window.waitForSelector(`h1:has-text("${title}")`);
    expect(await shown(window)).toContain(advice);
    expect(await sessionsOf(context)).toEqual([]);
    expect(await faultsOf(window)).toEqual([]);
    await window.close();
    await frame.waitForSelector('text=Sign in to see a health record');
  });

  it.each([
    ['who is under 13', 'under-13', '/sign-in?return=/act-for', 'Sign in'],
    ['whose practice is in Wales', 'practice-in-wales', '/request-access', 'Ask for access'],
  ])('leads a person %s to what helps first, and only then to another sign-in', async (_who, person, address, title) => {
    const page = await context.newPage();
    await page.goto(portal('/sign-in?return=/record'));
    await page.click('text=Continue to NHS login');
    await page.click(`button[value=${person}]`);
    await page.waitForSelector('h1:has-text("You need")');
    expect(await page.locator('.nhsuk-button--secondary').allInnerTexts()).toEqual(['Sign in as somebody else']);
    const helps = page.locator('.nhsuk-button:not(.nhsuk-button--secondary)');
    expect(await helps.getAttribute('href')).toBe(address);
    await helps.click();
    await page.waitForSelector(`h1:has-text("${title}")`);
  });

  /** Signs in through the frame until no record is found, and returns what the page says. */
  async function turnedAway(choose: (window: Page) => Promise<void>): Promise<string> {
    await context.close();
    context = await journey.newContext();
    const { window } = await firstClick(journey, await context.newPage());
    await choose(window);
    await window.waitForSelector(`h1:has-text("Before you start"), h1:has-text("${noRecord}")`);
    if ((await window.innerText('h1')).trim() !== noRecord) await agreeIn(window);
    await window.waitForSelector(`h1:has-text("${noRecord}")`);
    expect(await sessionsOf(context)).toEqual([]);
    return shown(window);
  }

  const choose = (key: string) => async (window: Page): Promise<void> => {
    await window.click('text=Continue to NHS login');
    await window.click(`button[value="${key}"]`);
  };

  it('says one and the same to who is unknown, has another date of birth, was treated elsewhere or before 2018, or comes with a second NHS login', async () => {
    const person = await patientOf(journey, 'RYJ');
    await signInAtTop(await context.newPage(), portal(''), 'patient', person, '/record');
    const long = await patientOf(journey, 'RYJ', 4000);
    const known = newPerson();
    await journey.own.deliver(registration(known));
    const said = {
      unknown: await turnedAway(choose('never-treated')),
      'another date of birth': await turnedAway(choose('other-birth-date')),
      'treated at a trust that does not count': await turnedAway(choose('9995073447')),
      'treated before 2018': await turnedAway((window) => identify(window, 'patient', long)),
      'known and never treated': await turnedAway((window) => identify(window, 'patient', known)),
      'a second NHS login': await turnedAway((window) => identify(window, 'patient', { ...person, login: 'second' })),
    };
    for (const [why, text] of Object.entries(said)) expect([why, text]).toEqual([why, said.unknown]);
    expect(said.unknown).toContain('support desk');
    expect(said.unknown).toContain('The button signs you in without a record of your own');
    for (const secret of ['1951', '999', person.familyName]) expect(said.unknown).not.toContain(secret);
    const [waiting] = await journey.own.sql<{ cases: number }>('cie_identity',
      `select count(*)::int as cases from desk_case c join patient p on p.id = c.patient_id where p.nhs_number = $1 and c.kind = 'merge-review'`, [person.nhsNumber]);
    expect(waiting?.cases).toBe(1);
  });

  it('lets who has no record of their own go on to what others share', async () => {
    const page = await context.newPage();
    await signInAtTop(page, portal(''), 'patient', { ...newPerson() }, '/record');
    expect(await sessionsOf(context)).toHaveLength(1);
    expect(await shown(page)).not.toContain('Test results');
  });

  it('finds the record at a later sign-in, when the hospital has sent it', async () => {
    const person = newPerson();
    const page = await context.newPage();
    await signInAtTop(page, portal(''), 'patient', person, '/record');
    await journey.own.deliver(laboratory(person, { organisation: 'RQM', issued: ago(2), tests: [{ code: 'NA', value: '141' }] }));
    await page.goto(portal('/sign-in?return=/record'));
    await identify(page, 'patient', person);
    await page.waitForSelector('h1:has-text("How sharing works")');
    await page.click('text=Continue to my record');
    await page.waitForSelector('h1:has-text("Test results")');
  });

  it('takes the same time whether there is a record or not', async () => {
    const elsewhere = newPerson();
    await journey.own.deliver(laboratory(elsewhere, { organisation: 'R1K', issued: ago(2), tests: [{ code: 'NA', value: '141' }] }));
    const people = { 'no record': newPerson(), 'a record that does not count': elsewhere, 'another date of birth': { ...elsewhere, birthDate: '1931-01-10' } };
    const visits: { what: string; window: Page; times: number[] }[] = [];
    for (const [what, person] of Object.entries(people)) {
      await turnedAway((window) => identify(window, 'patient', person));
      const window = context.pages().at(-1);
      if (window === undefined) throw new Error('the window is gone');
      visits.push({ what, window, times: [] });
      // The next visit begins in a browser of its own; this one is still needed.
      context = await journey.newContext();
    }
    for (let round = 0; round < 60; round++) {
      // Each in turn is the first, so that none of them gains by what another one warmed up.
      for (let place = 0; place < visits.length; place++) {
        const visit = visits[(round + place) % visits.length];
        if (visit === undefined) continue;
        const begin = performance.now();
        expect((await visit.window.request.get(visit.window.url())).status()).toBe(200);
        visit.times.push(performance.now() - begin);
      }
    }
    const [none, ...others] = visits;
    for (const { what, times } of others) {
      const { medians, rankBiserial, probability } = compare(times, none?.times ?? []);
      console.info(`REG-3 ${what} against ${none?.what}, ${times.length} each: medians ${medians.map((each) => each.toFixed(1)).join(' and ')} ms, rank-biserial ${rankBiserial.toFixed(2)}, p ${probability.toFixed(2)}`);
      // Below a third of the pairs in either direction is what a busy machine does to equal samples of this size.
      expect(Math.abs(rankBiserial)).toBeLessThan(0.33);
    }
    for (const { window } of visits) await window.context().close();
  }, 240_000);
});
