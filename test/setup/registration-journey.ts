import type { BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { awake, frameOn, type BrowserJourney } from './browser-journey.ts';

/** A person whom a trust tested so many days ago: nobody has signed in as them yet. */
export async function patientOf(journey: BrowserJourney, organisation: string, days = 3): Promise<Person> {
  const person = newPerson();
  const result = laboratory(person, { organisation, issued: ago(days), tests: [{ code: 'NA', value: '140' }] });
  for (const { code } of await journey.own.deliver(result)) expect(code).toBe('AA');
  return person;
}

/** From a trust's public page to the window in which people sign in. */
export async function firstClick(journey: BrowserJourney, page: Page): Promise<{ frame: Frame; window: Page }> {
  await page.goto(journey.address('publicSite'));
  const frame = await frameOn(page);
  await awake(frame);
  const [window] = await Promise.all([page.context().waitForEvent('page'), frame.click('button:has-text("Sign in")')]);
  return { frame, window };
}

/** Ticks both boxes of the agreement and goes on. */
export async function agreeIn(window: Page): Promise<void> {
  await window.waitForSelector('h1:has-text("Before you start")');
  for (const box of await window.locator('input[name=agreed]').all()) await box.check();
  await window.click('text=Agree and continue');
}

/** Values of the session cookies of a browser, one for each partition. */
export async function sessionsOf(context: BrowserContext): Promise<string[]> {
  return (await context.cookies()).filter(({ name }) => name === '__Host-cie-session').map(({ value }) => value);
}
