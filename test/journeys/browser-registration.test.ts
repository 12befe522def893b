import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, identify, shown, takeSteps } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/page-faults.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { agreeIn, firstClick, patientOf, sessionsOf } from '../setup/registration-journey.ts';

const journey = browserJourney();

let context: BrowserContext;

beforeEach(async () => {
  if (!withoutBrowser) context = await journey.newContext();
});
afterEach(async () => {
  await context?.close();
});

const heading = async (window: Page): Promise<string> => (await window.innerText('h1')).trim();
const portal = (path: string): string => journey.address('portal', path);

describe.skipIf(withoutBrowser)('REG-1 REG-10 first sign-in with NHS login, from the page of a trust to the record and out again', () => {
  it('asks for agreement, explains sharing, opens the record in the frame; and never asks again', async () => {
    const person = await patientOf(journey, 'RYJ');
    const page = await context.newPage();
    const { frame, window } = await firstClick(journey, page);
    await identify(window, 'patient', person);

    await window.waitForSelector('h1:has-text("Before you start")');
    expect(await sessionsOf(context)).toEqual([]);
    await window.click('text=Agree and continue');
    await window.waitForSelector('.nhsuk-error-summary');
    expect(await window.title()).toMatch(/^Error: Before you start/);
    await window.check('text=I agree to the user agreement');
    await window.click('text=Agree and continue');
    await window.waitForSelector('.nhsuk-error-summary');
    expect(await window.isChecked('input[value=agreement]')).toBe(true);
    const [agreement] = await Promise.all([context.waitForEvent('page'), window.click('text=User agreement (opens in a new tab)')]);
    await agreement.waitForSelector('h1:has-text("User agreement")');
    expect(await agreement.innerText('main')).toContain('Version from 1 November 2026');
    await agreement.close();
    await agreeIn(window);

    await window.waitForSelector('h1:has-text("How sharing works")');
    expect(await shown(window)).toContain('You decide who you share with');
    expect(await sessionsOf(context)).toEqual([]);
    const closed = window.waitForEvent('close');
    await window.click('text=Continue to my record');
    await closed;
    await frame.waitForSelector('text=Signed in as');
    await frame.waitForSelector('h1:has-text("Test results")');

    await awake(frame);
    await frame.click('button:has-text("Sign out")');
    await frame.waitForSelector('text=Sign in to see a health record');
    const again = (await Promise.all([context.waitForEvent('page'), awake(frame).then(() => frame.click('button:has-text("Sign in")'))]))[0];
    const done = again.waitForEvent('close');
    await identify(again, 'patient', person);
    await done;
    await frame.waitForSelector('text=Signed in as');
  });

  it('goes on where it was left when the window was closed at any step', async () => {
    const person = await patientOf(journey, 'RQM');
    const page = await context.newPage();
    const first = await firstClick(journey, page);
    await identify(first.window, 'patient', person);
    await first.window.waitForSelector('h1:has-text("Before you start")');
    await first.window.close();

    const second = await firstClick(journey, page);
    await identify(second.window, 'patient', person);
    await agreeIn(second.window);
    await second.window.waitForSelector('h1:has-text("How sharing works")');
    await second.window.close();

    // Another browser: what was done is kept with the account.
    await context.close();
    context = await journey.newContext();
    const third = await firstClick(journey, await context.newPage());
    const closed = third.window.waitForEvent('close');
    await identify(third.window, 'patient', person);
    await third.window.waitForSelector('h1:has-text("How sharing works")');
    await third.window.click('text=Continue to my record');
    await closed;
    await third.frame.waitForSelector('h1:has-text("Test results")');
  });

  it('lets two tabs go through the steps side by side, each to where it was going', async () => {
    const person = await patientOf(journey, 'RAS');
    const [one, other] = [await context.newPage(), await context.newPage()];
    await one.goto(portal('/sign-in?return=/record'));
    await identify(one, 'patient', person);
    await one.waitForSelector('h1:has-text("Before you start")');
    await other.goto(portal('/sign-in?return=/access-log'));
    await identify(other, 'patient', person);
    await other.waitForSelector('h1:has-text("Before you start")');
    await takeSteps(one, one.waitForURL(portal('/record')));
    await agreeIn(other);
    await other.waitForURL(portal('/access-log'));
    expect(await sessionsOf(context)).toHaveLength(1);
  });

  it('leads to sharing first, for who wants to choose before opening the record; and signs out', async () => {
    const person = await patientOf(journey, 'RYJ');
    const page = await context.newPage();
    await page.goto(portal('/sign-in?return=/record'));
    await identify(page, 'patient', person);
    await agreeIn(page);
    await page.click('text=Choose who can see it first');
    await page.waitForURL(portal('/sharing'));
    await page.click('button:has-text("Sign out")');
    await page.waitForURL(portal('/'));
    expect(await sessionsOf(context)).toEqual([]);
  });

  it('ends a sign-in that waited too long, or in which nothing is left to do, with a page that says how to go on', async () => {
    const person = await patientOf(journey, 'RYJ');
    const page = await context.newPage();
    await page.goto(portal('/sign-in?return=/record'));
    await identify(page, 'patient', person);
    await page.waitForSelector('h1:has-text("Before you start")');
    const address = page.url();
    const stranger = await journey.newContext();
    const elsewhere = await stranger.newPage();
    // The address alone, from a history or over a shoulder, is worth nothing.
    expect((await elsewhere.goto(address))?.status()).toBe(400);
    expect(await heading(elsewhere)).toBe('Sign in again to go on');
    await stranger.close();
    await takeSteps(page, page.waitForURL(portal('/record')));
    expect((await page.goto(address))?.status()).toBe(400);
    expect(await heading(page)).toBe('Sign in again to go on');
    await page.click('text=Sign in');
  });
});

describe.skipIf(withoutBrowser)('abuse case 37: NHS login at P5', () => {
  it('registers, sees no record, proves who they are, and gets a session under a new id', async () => {
    const person = await patientOf(journey, 'RYJ');
    const page = await context.newPage();
    await page.goto(portal('/sign-in?return=/record'));
    await page.click('text=Continue to NHS login');
    await page.locator('input[value=P5]').nth(1).check();
    for (const [name, value] of Object.entries({ ...person, email: 'somebody@example.net' })) await page.fill(`input[name=${name}]`, value);
    await page.click('text=Sign in as this person');
    await agreeIn(page);
    await page.waitForSelector('h1:has-text("Prove who you are to see your record")');
    const [before] = await sessionsOf(context);
    expect(before).toBeDefined();
    await page.goto(portal('/record'));
    expect(await shown(page)).not.toContain('Test results');
    await page.click('text=Prove who I am');
    expect(await page.locator('input[value=P5]').count()).toBe(0);
    for (const [name, value] of Object.entries({ ...person, email: 'somebody@example.net' })) await page.fill(`input[name=${name}]`, value);
    await page.click('text=Sign in as this person');
    await page.waitForSelector('h1:has-text("How sharing works")');
    await page.click('text=Continue to my record');
    await page.waitForSelector('h1:has-text("Test results")');
    expect(await sessionsOf(context)).not.toContain(before);
  });
});

describe.skipIf(withoutBrowser)('EMB-3 the pages of the steps have no fault that axe finds', () => {
  it.each(['/agreement', '/privacy', '/sign-in/unproven?return=/record'])('%s', async (path) => {
    const page = await context.newPage();
    await page.goto(portal(path));
    expect(await faultsOf(page)).toEqual([]);
  });

  it('agreement with and without a problem, explanation, no record', async () => {
    const page = await context.newPage();
    const person = await patientOf(journey, 'RYJ');
    await page.goto(portal('/sign-in?return=/record'));
    await identify(page, 'patient', person);
    await page.waitForSelector('h1:has-text("Before you start")');
    expect(await faultsOf(page)).toEqual([]);
    await page.click('text=Agree and continue');
    await page.waitForSelector('.nhsuk-error-summary');
    expect(await faultsOf(page)).toEqual([]);
    await agreeIn(page);
    await page.waitForSelector('h1:has-text("How sharing works")');
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(portal('/sign-in?return=/record'));
    await identify(page, 'patient', newPerson());
    await agreeIn(page);
    await page.waitForSelector('h1:has-text("We cannot show you a record")');
    expect(await faultsOf(page)).toEqual([]);
  });
});
