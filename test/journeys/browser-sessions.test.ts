import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { awake, browserJourney, follow, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { untilTrue } from '../setup/inside.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const who = 'Bertram Quillfeather';

const personOf = async (): Promise<string> => {
  const [row] = await journey.own.sql<{ account: string }>('cie_gateway', `select account_id as account from session where viewer ->> 'name' = $1 order by created_at desc limit 1`, [who]);
  return row?.account ?? '';
};

/** Makes all sessions of the person as old as if nothing had been opened for so long. */
async function idleFor(seconds: number): Promise<void> {
  await journey.own.sql('cie_gateway', `update session set last_seen_at = now() - $2 * interval '1 second' where account_id = $1`, [await personOf(), seconds]);
}

/** The page looks at its session when a reader comes back to it. */
const comeBack = (page: Page | Frame): Promise<boolean> => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

const accessible = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);

/** What a form of the account page did stands where the reader looks, and has the focus, so that it is read out. */
const isSeenAndRead = (page: Page): Promise<boolean> =>
  page.locator('#done').evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return document.activeElement === box && top >= 0 && bottom <= innerHeight;
  });

describe.skipIf(withoutBrowser)('REG-9 the list of sign-ins', () => {
  let phone: BrowserContext;
  let desktop: Page;
  let other: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    desktop = await (await journey.newContext()).newPage();
    await signInAtTop(desktop, journey.address('portal'), 'patient', who);
    phone = await journey.newContext({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1' });
    other = await phone.newPage();
    await signInAtTop(other, journey.address('portal'), 'patient', who, '/record');
  });

  it('shows both, by the menu of every page, and ends the other at its next request', async () => {
    await desktop.click('nav a:has-text("Your account")');
    await desktop.waitForSelector('h1:text-is("Your account")');
    expect(await shown(desktop)).toMatch(/Chrome on Linux\s+This one/);
    expect(await shown(desktop)).toContain('Safari on iPhone');
    expect(await accessible(desktop)).toEqual([]);
    await desktop.click('li:has-text("Safari on iPhone") button:has-text("Sign out")');
    await desktop.waitForSelector('#sign-ins :text("That sign-in has ended.")');
    expect(await isSeenAndRead(desktop)).toBe(true);
    expect(await shown(desktop)).not.toContain('Safari on iPhone');

    await other.goto(journey.address('portal', '/record'));
    await other.waitForSelector('h1:text-is("You have been signed out")');
    expect(await shown(other)).not.toContain('Quillfeather');
  });

  it('is usable at 320 px, in forced colours, from right to left and without script', async () => {
    const state = await desktop.context().storageState();
    for (const options of [{ viewport: { width: 320, height: 800 } }, { forcedColors: 'active' as const }, { javaScriptEnabled: false }]) {
      const context = await journey.newContext({ storageState: state, ...options });
      const page = await context.newPage();
      await page.goto(journey.address('portal', '/account'));
      expect(await shown(page)).toContain('Where you are signed in');
      for (const direction of ['ltr', 'rtl']) {
        await page.locator('html').evaluate((html, dir) => html.setAttribute('dir', dir), direction);
        expect(await page.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth)).toBe(true);
      }
      await context.close();
    }
  });

  it('MSG-1 keeps the language that was chosen for messages', async () => {
    await desktop.goto(journey.address('portal', '/account'));
    await desktop.check('text=Polski');
    await desktop.click('button:has-text("Save language")');
    await desktop.waitForSelector('#language :text("The language of your messages is saved.")');
    expect(await isSeenAndRead(desktop)).toBe(true);
    expect(await accessible(desktop)).toEqual([]);
    const [row] = await journey.own.sql<{ language: string }>('cie_identity', 'select language from account where id = $1', [await personOf()]);
    expect(row?.language).toBe('pl');
    await desktop.check('label:text-is("English")');
    await desktop.click('button:has-text("Save language")');
  });

  it('ends everywhere, here too', async () => {
    await desktop.goto(journey.address('portal', '/account'));
    await desktop.click('button:has-text("Sign out everywhere, here too")');
    await desktop.waitForURL(journey.address('portal', '/account/signed-out'));
    expect(await desktop.innerText('h1')).toBe('You are signed out everywhere');
    expect(await accessible(desktop)).toEqual([]);
    await desktop.goto(journey.address('portal', '/account'));
    expect(new URL(desktop.url()).pathname).toBe('/sign-in');
  });
});

const notice = '.cie-end';

describe.skipIf(withoutBrowser)('REG-9 a page warns before its session ends', () => {
  let page: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', who, '/record');
  });

  it('says nothing while there is time', async () => {
    await idleFor(26 * 60);
    await comeBack(page);
    await page.waitForTimeout(500);
    expect(await page.locator(notice).count()).toBe(0);
  });

  it('two minutes before the idle end it says so, without taking the focus or covering the page up', async () => {
    await page.focus('nav a:has-text("Sharing")');
    await idleFor(28 * 60 + 1);
    await comeBack(page);
    await page.waitForSelector(`${notice} :text("in about 2 minutes")`);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sharing');
    expect(await page.getAttribute(`${notice} p`, 'role')).toBe('status');
    expect(await accessible(page)).toEqual([]);
    // A second look changes nothing: no second notice, no focus lost.
    await page.focus(`${notice} button`);
    await comeBack(page);
    await page.waitForTimeout(500);
    expect(await page.locator(notice).count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stay signed in');
    // Below the fold as well: it is where the reader looks.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    expect(await page.locator(notice).evaluate((box) => box.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
  });

  it('“Stay signed in” begins the idle time anew and gives the focus back', async () => {
    await page.focus('nav a:has-text("Sharing")');
    await page.focus(`${notice} button`);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${notice} :text("You stay signed in.")`);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sharing');
    await page.waitForSelector(notice, { state: 'detached' });
    const session: unknown = await page.evaluate(async () => (await fetch('/session')).json() as Promise<unknown>);
    expect(session).toMatchObject({ state: 'signed-in', extendable: true });
    expect(Reflect.get(Object(session), 'secondsLeft')).toBeGreaterThan(1700);
  });

  it('goes away by itself when another tab is used', async () => {
    await idleFor(28 * 60 + 1);
    await comeBack(page);
    await page.waitForSelector(notice);
    const tab = await page.context().newPage();
    await tab.goto(journey.address('portal', '/sharing'));
    await page.waitForSelector(notice, { state: 'detached', timeout: 20_000 });
    await tab.close();
  });

  it('at the end the record is hidden and the page says what happened', async () => {
    await idleFor(30 * 60 - 4);
    await comeBack(page);
    await page.waitForSelector(`${notice} :text("in about 10 seconds")`);
    await page.waitForSelector('h1:text-is("You have been signed out")', { timeout: 15_000 });
    expect(await page.locator(notice).count()).toBe(0);
    expect(await shown(page)).not.toMatch(/Quillfeather|NHS number/);
    // Nor is anything of it left where a reader of the source would look.
    expect(await page.locator('main').evaluate((main) => main.outerHTML)).not.toMatch(/9994182625|999 418 2625|Urea|NT-proBNP/);
  });

  it('before the end after 12 hours it warns without a button, since nothing lengthens that', async () => {
    await signInAtTop(page, journey.address('portal'), 'patient', who, '/record');
    await journey.own.sql('cie_gateway', `update session set expires_at = now() + interval '115 seconds' where account_id = $1`, [await personOf()]);
    await comeBack(page);
    await page.waitForSelector(`${notice} :text("12 hours at most")`);
    expect(await page.locator(`${notice} button`).count()).toBe(0);
  });
});

describe.skipIf(withoutBrowser)('REG-9 a frame on a trust’s website warns as well, with its own partitioned session', () => {
  let host: Page;
  let frame: Frame;

  beforeAll(async () => {
    if (withoutBrowser) return;
    host = await (await journey.newContext()).newPage();
    await host.goto(journey.address('publicSite'));
    frame = await frameOn(host);
    await signInInFrame(host, frame, 'patient', who);
    await awake(frame);
  });

  it('inside the part of the frame that is seen', async () => {
    await idleFor(28 * 60 + 1);
    await comeBack(frame);
    await frame.waitForSelector(notice);
    const seen = async (): Promise<boolean> => {
      const box = await frame.locator(notice).boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= 900;
    };
    await untilTrue(seen, 5);
    await host.mouse.wheel(0, 500);
    await untilTrue(seen, 5);
  });

  it('and stays signed in on request', async () => {
    await frame.click(`${notice} button`);
    await frame.waitForSelector(`${notice} :text("You stay signed in.")`);
    await frame.waitForSelector(notice, { state: 'detached' });
    await follow(frame, '.cie-list__item a', 'h1');
  });

  it('or hides the record when time is up', async () => {
    await idleFor(30 * 60 - 3);
    await comeBack(frame);
    await frame.waitForSelector('h1:text-is("You have been signed out")', { timeout: 15_000 });
    expect(await shown(frame)).not.toContain('Quillfeather');
  });

  it('stands in the list of sign-ins as what it is', async () => {
    await signInInFrame(host, frame, 'patient', who);
    const page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', who);
    await page.goto(journey.address('portal', '/account'));
    expect(await shown(page)).toContain('In a box on another NHS website');
    await page.click('button:has-text("Sign out everywhere else")');
    await page.waitForSelector('text=You are signed out everywhere else.');
    await host.reload();
    // Not as if nobody had ever been signed in here.
    expect(await shown(await frameOn(host))).toContain('You have been signed out');
  });
});
