import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserJourney, fillPatient, frameOn, signInAtTop, signInInFrame, takeSteps } from '../setup/browser-journey.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Each width and each kind of colours once; the widgets' own tests audit more pages at both widths. */
const views = [
  { width: 320, forcedColors: 'none' },
  { width: 1280, forcedColors: 'active' },
] as const;

/** What axe finds, and what is wider than the screen. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { width, forcedColors } of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ forcedColors });
    const builder = new AxeBuilder({ page }).withTags(tags);
    // Forced colours are the reader's own choice of contrast; it is measured in the page's colours.
    const { violations } = await (forcedColors === 'active' ? builder.disableRules(['color-contrast']) : builder).analyze();
    for (const { id, nodes } of violations) found.push(`${width} ${forcedColors} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) found.push(`${width} ${forcedColors}: ${scroll} wide`);
  }
  return found;
}

describe.skipIf(withoutBrowser)('EMB-3 pages and frames of the exchange as it runs have no fault that axe finds', () => {
  let patient: BrowserContext;
  let professional: BrowserContext;

  beforeAll(async () => {
    if (withoutBrowser) return;
    patient = await journey.newContext();
    professional = await journey.newContext();
    await signInAtTop(await patient.newPage(), journey.address('portal'), 'patient', 'Marigold Thistlewood');
    await signInAtTop(await professional.newPage(), journey.address('portal'), 'professional', 'Dr Philippa Merriweather');
  });

  async function audit(context: BrowserContext, path: string, heading: string): Promise<void> {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(journey.address('portal', path));
    expect(await page.locator('h1').count()).toBe(1);
    expect((await page.innerText('h1')).replaceAll('\n', ' ')).toContain(heading);
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.title()).toMatch(/^\S.+ – Care Information Exchange$/);
    expect(await faults(page)).toEqual([]);
  }

  it.each([
    ['/', 'Your health record, from every hospital'],
    ['/help', 'Help'],
    ['/record', 'Sign in to see a health record'],
    ['/embed/results', 'Sign in to see test results'],
    ['/sign-in?return=/record', 'Sign in'],
  ])('signed out: %s', async (path, heading) => {
    const context = await journey.newContext();
    await audit(context, path, heading);
    await context.close();
  });

  it.each([
    ['/', 'Hello Marigold Thistlewood'],
    ['/record', 'Test results'],
    ['/record?view=appointments', 'Appointments'],
    ['/sharing', 'Sharing'],
    ['/access-log', 'Who has looked at your record'],
    ['/embed/results', 'Test results'],
    ['/embed/documents', 'Letters and documents'],
    ['/embed/record?view=sharing', 'Sharing'],
    ['/embed/record?view=sharing&kind=log', 'Who has looked at your record'],
  ])('patient: %s', (path, heading) => audit(patient, path, heading));

  it('patient: a report, a trend and a document in a frame', async () => {
    const [page] = patient.pages();
    if (page === undefined) throw new Error('no page');
    for (const [path, link, heading] of [['results', 'Full blood count', 'Full blood count'], [null, 'Show over time', 'over time'], ['documents', 'Discharge summary', 'Discharge summary']] as const) {
      if (path !== null) await page.goto(journey.address('portal', `/embed/${path}`));
      const href = await page.locator(`a:has-text("${link}")`).first().getAttribute('href');
      await audit(patient, `${new URL(page.url()).pathname}${href ?? ''}`, heading);
    }
  });

  it.each([
    ['/', 'Hello Dr Philippa Merriweather'],
    ['/record', 'Find a patient'],
    ['/emergency', 'Emergency access'],
    ['/embed/record', 'Find a patient'],
  ])('professional: %s', (path, heading) => audit(professional, path, heading));

  it('REG-1 a person at P5 is told to prove who they are, on each page that needs it', async () => {
    const context = await journey.newContext();
    const page = await context.newPage();
    await page.goto(journey.address('portal', '/sign-in?return=/record'));
    await page.click('text=Continue to NHS login');
    await page.locator('input[value=P5]').first().check();
    await page.click('text=Osric Pennyfeather');
    await takeSteps(page, page.waitForURL('**/sign-in/unproven?**'));
    await page.click('text=Continue without a record');
    await audit(context, '/record', 'Prove who you are to see your record');
    await page.click('text=Prove who I am');
    await page.click('text=Osric Pennyfeather');
    await takeSteps(page, page.waitForURL(journey.address('portal', '/record')));
    await page.waitForSelector('h1:has-text("Test results")');
    await context.close();
  });

  it('EMB-1 a public site around a signed-in frame', async () => {
    const context = await journey.newContext();
    const page = await context.newPage();
    await page.goto(journey.address('publicSite'));
    await signInInFrame(page, await frameOn(page), 'patient', 'Marigold Thistlewood');
    expect(await faults(page)).toEqual([]);
    await context.close();
  });

  it('EMB-1 an intranet around a frame in which a professional has a record open', async () => {
    const context = await journey.newContext();
    const page = await context.newPage();
    await page.goto(journey.address('intranet'));
    const frame = await frameOn(page);
    await signInInFrame(page, frame, 'professional', 'Dr Philippa Merriweather');
    await fillPatient(frame, { nhsNumber: '9991001131', birthDate: '1951-03-14' });
    await frame.locator('button:has-text("Find patient")').press('Enter');
    await frame.waitForSelector('text=Your organisation, or one that shares its record system, cares for this person');
    expect(await faults(page)).toEqual([]);
    await context.close();
  });

  it('pages of the sandbox itself fit a small screen and keep to their policy', async () => {
    const context = await journey.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const widths: (readonly [string, number])[] = [];
    const look = async (name: string): Promise<void> => {
      widths.push([name, await page.evaluate(() => document.documentElement.scrollWidth)]);
    };
    await page.goto(journey.exchange.addresses['inbox'] ?? '');
    await look('inbox');
    for (const way of ['Continue to NHS login', 'I am a health or care professional']) {
      await page.goto(journey.address('portal', '/sign-in?return=/record'));
      await page.click(`text=${way}`);
      await page.waitForSelector('text=Simulator on this machine');
      await look(way);
    }
    expect(widths.filter(([, width]) => width > 320)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
