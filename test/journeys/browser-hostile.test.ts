import { pick } from '@cie/kit/testing/pick.ts';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { awake, browserJourney, follow, frameOn, shown, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const marigold = { name: 'Marigold Thistlewood', nhsNumber: '9991001131' };

/** What a style sheet of the page around a frame would change first. */
const looks = ['color', 'background-color', 'font-family', 'font-size', 'letter-spacing', 'direction', 'opacity', 'border-top', 'max-height', 'line-height'];

/** Computed styles of the first of each kind of element in a list of results. */
const lookOf = (frame: Frame): Promise<Record<string, string>> =>
  frame.evaluate((names) => {
    const found: Record<string, string> = {};
    for (const selector of ['body', 'main', 'h1', '.cie-banner__name', '.cie-notice p', '.cie-list__item', '.cie-list__title a', '.cie-list__about', '.nhsuk-tag', 'button']) {
      const element = document.querySelector(selector);
      const style = element === null ? null : getComputedStyle(element);
      found[selector] = style === null ? 'missing' : names.map((name) => style.getPropertyValue(name)).join(' | ');
    }
    return found;
  }, looks);

/** Width and ink of a frame's element as the page around sees it. */
const boxOf = (page: Page) =>
  page.evaluate(() => {
    const frame = document.querySelector('cie-record iframe') ?? document.body;
    const { opacity, borderTopWidth, display, visibility, transform } = getComputedStyle(frame);
    return { opacity, borderTopWidth, display, visibility, transform, height: frame.getBoundingClientRect().height };
  });

describe.skipIf(withoutBrowser)('EMB-2 a patient signs in on a page that hooks and restyles everything', () => {
  let context: BrowserContext;
  let page: Page;
  let frame: Frame;
  /** Words that only the record holds, and secrets of the sign-in. */
  const secrets: [kind: string, word: string][] = [];

  beforeAll(async () => {
    if (withoutBrowser) return;
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: marigold.nhsNumber });
    const question = `{ me { name patient { demographics { givenName familyName address { postcode } phone email }
      reports(first: 100) { edges { node { id name site author text observations { name } } } }
      documents(first: 50) { edges { node { id type title author } } } appointments(first: 50) { edges { node { id clinic clinician } } } } } }`;
    const { data } = await journey.exchange.query(cookie, question);
    const words = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value === 'string' && value.length > 2) words.add(value);
      else if (Array.isArray(value)) value.forEach(collect);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    };
    collect(pick(data, 'me'));
    secrets.push(...[...words].map((word): [string, string] => ['word of the record', word]), ['NHS number', '9991001131'], ['NHS number', '999 100 1131'], ['NHS number', '999%20100']);

    context = await journey.newContext();
    page = await context.newPage();
    context.on('request', (request) => {
      if (request.url().endsWith('/sign-in/redeem')) {
        const sent: unknown = request.postDataJSON();
        secrets.push(['one-time code', String(pick(sent, 'code'))], ['verifier', String(pick(sent, 'verifier'))]);
      }
    });
    await page.goto(journey.address('hostileSite'));
    frame = await frameOn(page);
    await signInInFrame(page, frame, 'patient', marigold.name);
    await awake(frame);
  });

  it('EMB-2 the widget looks inside as it does on an honest page', async () => {
    const look = await lookOf(frame);
    const honest = await (await journey.newContext()).newPage();
    await honest.goto(journey.address('publicSite'));
    const there = await frameOn(honest);
    await signInInFrame(honest, there, 'patient', marigold.name);
    expect(Object.values(look)).not.toContain('missing');
    expect(look).toEqual(await lookOf(there));
    await honest.context().close();
  });

  it('EMB-2 the style sheet neither hides nor squeezes the frame', async () => {
    const { height, ...box } = await boxOf(page);
    expect(box).toEqual({ opacity: '1', borderTopWidth: '0px', display: 'block', visibility: 'visible', transform: 'none' });
    expect(height).toBeGreaterThan(600);
  });

  it('EMB-2 what the page collected while the record was read holds no word of it and no token', async () => {
    await follow(frame, 'a:has-text("Urea and electrolytes")', 'text=Tests in this report');
    await follow(frame, 'tr:has-text("Creatinine") a', 'cie-trend-chart svg');
    await follow(frame, 'nav a:has-text("Documents")', 'h1:has-text("Letters and documents")');
    expect(await shown(frame)).toContain('Clinic letter');
    // The page looks into its frames and speaks to them every two seconds.
    await page.waitForTimeout(2_200);
    for (const { name, value } of await context.cookies()) secrets.push([`cookie ${name}`, value]);
    const kinds = new Set(secrets.map(([kind]) => kind));
    expect(secrets.filter(([kind]) => kind === 'word of the record').length).toBeGreaterThan(50);
    expect(kinds).toContain('one-time code');
    expect(kinds).toContain('cookie __Host-cie-session');

    const loot = await page.evaluate(() => JSON.stringify([Reflect.get(window, 'loot'), document.documentElement.outerHTML, performance.getEntries().map(({ name }) => name), document.cookie]));
    // Its hooks do work: it heard sizes, and was shut out of the frame.
    expect(loot).toContain('frame document');
    expect(loot).toContain('SecurityError');
    expect(loot).toContain('size');
    const plain = loot.toLowerCase();
    expect(secrets.filter(([, word]) => plain.includes(word.toLowerCase())).map(([kind, word]) => `${kind}: ${word}`)).toEqual([]);
  });

  it('EMB-2 the session stands, whatever forged messages said', async () => {
    await follow(frame, 'nav a:has-text("Test results")', 'a:has-text("Full blood count")');
    await context.close();
  });
});
