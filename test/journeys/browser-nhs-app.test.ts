import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserJourney, shown, takeSteps } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/page-faults.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { sessionsOf } from '../setup/registration-journey.ts';

const journey = browserJourney();
const caspian = '9996229807';
const osric = '9992047283';
const inTheApp = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 nhsapp-ios/5.2.0';

let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  if (withoutBrowser) return;
  context = await journey.newContext({ userAgent: inTheApp, viewport: { width: 390, height: 844 } });
  page = await context.newPage();
});
afterEach(async () => {
  await context?.close();
});

const portal = (path: string): string => journey.address('portal', path);

/** In the NHS App, opens the exchange as somebody. */
async function openFromApp(person: string, answer: 'knows' | 'asks' = 'knows'): Promise<void> {
  await page.goto(journey.exchange.addresses['nhsApp'] ?? '');
  await page.check(`input[value=${answer}]`);
  await page.click(`button[value="${person}"]`);
}

describe.skipIf(withoutBrowser)('REG-2 hand-off from the NHS App', () => {
  it('opens the record without asking who it is, and shows the menu without the header', async () => {
    await openFromApp(caspian);
    await takeSteps(page, page.waitForURL(portal('/record')));
    await page.waitForSelector('h1:has-text("Test results")');
    expect(await page.locator('.nhsuk-header').count()).toBe(0);
    expect(await page.locator('.cie-navigation a:has-text("Sharing")').count()).toBe(1);
    await page.goto(portal('/privacy'));
    expect(await page.locator('.nhsuk-header').count()).toBe(0);
    expect(await page.locator('.cie-navigation a:has-text("Sharing")').count()).toBe(1);
    // The same pages in any other browser have it.
    const elsewhere = await journey.newContext();
    const other = await elsewhere.newPage();
    for (const path of ['/', '/privacy', '/sign-in']) {
      await other.goto(portal(path));
      expect([path, await other.locator('.nhsuk-header').count()]).toEqual([path, 1]);
    }
    await elsewhere.close();
  });

  it('shows the pages of the steps without a header too, for Android as well', async () => {
    await context.close();
    context = await journey.newContext({ userAgent: 'Mozilla/5.0 (Linux; Android 15) nhsapp-android/5.2.0', viewport: { width: 390, height: 844 } });
    page = await context.newPage();
    await openFromApp('never-treated');
    await page.waitForSelector('h1');
    expect(await page.locator('.nhsuk-header').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('offers the normal way when NHS login has to ask something, and goes on there', async () => {
    await openFromApp(caspian, 'asks');
    await page.waitForSelector('h1:has-text("Sign in to go on")');
    expect(await sessionsOf(context)).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    await page.click('text=Continue to NHS login');
    await page.click('text=Caspian Rutherglen');
    await takeSteps(page, page.waitForURL(portal('/record')));
  });

  it.each([
    ['who is under 13', 'under-13', 'You need to be 13 or over'],
    ['who has no GP practice', 'no-practice', 'You need a GP practice in England'],
    ['whose practice is in Wales', 'practice-in-wales', 'You need a GP practice in England'],
    ['whose practice has closed', 'practice-closed', 'You need a GP practice in England'],
  ])('turns away a person %s, and says what to do instead', async (_who, person, title) => {
    await openFromApp(person);
    await page.waitForSelector(`h1:has-text("${title}")`);
    expect(await shown(page)).toContain('support desk');
    expect(await sessionsOf(context)).toEqual([]);
  });

  it('asks before it takes the place of another account that is signed in, and leaves that one in until it is told to', async () => {
    await openFromApp(caspian);
    await takeSteps(page, page.waitForURL(portal('/record')));
    const first = await sessionsOf(context);
    for (const answer of ['Stay signed in as I am', 'Sign out and use the account from the NHS App'] as const) {
      await openFromApp(osric);
      await takeSteps(page, page.waitForSelector('h1:has-text("You are signed in with another account")'));
      expect(await faultsOf(page)).toEqual([]);
      expect(await sessionsOf(context)).toEqual(first);
      await page.click(`text=${answer}`);
      await page.waitForURL(portal('/record'));
      const [now] = await sessionsOf(context);
      expect([answer, now === first[0]]).toEqual([answer, answer.startsWith('Stay')]);
    }
  });

  it('takes a token once: the address in the history signs nobody in again', async () => {
    const handedOver = page.waitForRequest((request) => request.url().includes('/sign-in/nhs-app?assertedLoginIdentity='));
    await openFromApp(caspian);
    const address = (await handedOver).url();
    await takeSteps(page, page.waitForURL(portal('/record')));
    const thief = await journey.newContext();
    const other = await thief.newPage();
    await other.goto(address);
    await other.waitForSelector('h1:has-text("Sign in to go on")');
    expect(await sessionsOf(thief)).toEqual([]);
    await thief.close();
  });

  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['two parts', 'a.b'],
    ['four parts', 'a.b.c.d'],
    ['a flood', `a.${'b'.repeat(7000)}.c`],
    ['markup', '<script>.b.c'],
  ])('refuses %s for a token', async (_what, token) => {
    const response = await page.goto(portal(`/sign-in/nhs-app?assertedLoginIdentity=${encodeURIComponent(token)}`));
    expect(response?.status()).toBe(400);
    expect((await page.innerText('h1')).trim()).toBe('This link does not work');
  });

  it('returns only to pages of ours', async () => {
    const response = await page.goto(portal('/sign-in/nhs-app?assertedLoginIdentity=a.b.c&return=https://evil.example'));
    expect(response?.status()).toBe(400);
  });
});
