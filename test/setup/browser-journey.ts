import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { ExchangeClient } from './exchange.ts';
import { inside, type Inside } from './inside.ts';
import { openPartitionedBrowser, withoutBrowser } from './partitioned-browser.ts';
import { sharedExchange } from './shared-exchange.ts';

/** The exchange that runs, and a browser; both for one test file. */
export interface BrowserJourney {
  readonly exchange: ExchangeClient;
  readonly own: Inside;
  readonly browser: Browser;
  address(name: 'portal' | 'publicSite' | 'intranet' | 'hostileSite', path?: string): string;
  /** A browser that nobody has used, closed with the file. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
}

/** Begins and ends with the test file that calls it. */
export function browserJourney(): BrowserJourney {
  let parts: { exchange: ExchangeClient; own: Inside; browser: Browser } | undefined;
  beforeAll(async () => {
    if (withoutBrowser) return;
    const exchange = sharedExchange();
    parts = { exchange, own: inside(exchange), browser: await openPartitionedBrowser() };
    await parts.own.drained();
  });
  afterAll(async () => {
    await parts?.browser.close();
    await parts?.own.close();
  });
  const begun = () => {
    if (parts === undefined) throw new Error('The journey has not begun.');
    return parts;
  };
  return {
    get exchange() {
      return begun().exchange;
    },
    get own() {
      return begun().own;
    },
    get browser() {
      return begun().browser;
    },
    address: (name, path = '') => `${begun().exchange.addresses[name] ?? ''}${path}`,
    newContext: async (options) => {
      const context = await begun().browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(10_000);
      return context;
    },
  };
}

/** Somebody whom the NHS login simulator does not list. */
export interface Somebody {
  readonly nhsNumber: string;
  readonly familyName: string;
  /** ISO date. */
  readonly birthDate: string;
  /** Which of a person's NHS logins; the first when left out. */
  readonly login?: string;
}

/** At the simulator of a way in: picks a person of its list by name, or fills in somebody. */
export async function identify(window: Page, way: 'patient' | 'professional', who: string | Somebody): Promise<void> {
  await window.click(way === 'patient' ? 'text=Continue to NHS login' : 'text=I am a health or care professional');
  if (typeof who === 'string') {
    await window.click(`button:has-text("${who}")`);
    return;
  }
  for (const [name, value] of Object.entries({ ...who, email: 'somebody@example.net' })) await window.fill(`input[name=${name}]`, value);
  await window.click('text=Sign in as this person');
}

/**
 * Takes the steps of a first sign-in, as far as they are asked for, until `done`: the agreement, then how sharing works or, for
 * somebody without a record of their own, going on without one.
 */
export async function takeSteps(window: Page, done: Promise<unknown>): Promise<void> {
  const form = (step: string): string => `form[action="/sign-in/${step}"]`;
  const ended = done.then(() => null);
  const reached = async (...steps: string[]): Promise<string | null> => {
    // The window closes at the end of a sign-in in a frame: who waits for a form in it then waits for nothing.
    const shown = window.waitForSelector(steps.map(form).join(', ')).then((element) => element.getAttribute('action'));
    return Promise.race([ended, shown.catch(async () => ended)]);
  };
  let step = await reached('agree', 'explained', 'without-record');
  if (step === '/sign-in/agree') {
    for (const box of await window.locator('input[name=agreed]').all()) await box.check();
    await window.click('text=Agree and continue');
    step = await reached('explained', 'without-record');
  }
  if (step !== null) await window.click(step === '/sign-in/explained' ? 'text=Continue to my record' : 'text=Continue without a record of my own');
  await ended;
}

/** Signs in on the exchange's own pages, at top level. */
export async function signInAtTop(page: Page, portal: string, way: 'patient' | 'professional', who: string | Somebody, path = '/'): Promise<void> {
  await page.goto(`${portal}/sign-in?return=${encodeURIComponent(path)}`);
  await identify(page, way, who);
  await takeSteps(page, page.waitForURL(`${portal}${path}`));
  await awake(page);
}

/** Presses "Sign in" in a frame and goes through the window that opens. */
export async function signInInFrame(page: Page, frame: Frame, way: 'patient' | 'professional', who: string | Somebody): Promise<void> {
  await awake(frame);
  const [window] = await Promise.all([page.context().waitForEvent('page'), frame.click('button:has-text("Sign in")')]);
  const closed = window.waitForEvent('close');
  await identify(window, way, who);
  await takeSteps(window, closed);
  await frame.waitForSelector('text=Signed in as');
}

/** The frame of the exchange that a trust's page holds, drawn. */
export async function frameOn(page: Page, area = 'record'): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[src*="/embed/${area}"]`, { state: 'attached' });
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the frame has no document');
  await frame.waitForSelector('h1');
  return frame;
}

/**
 * Follows a link by the keyboard, until what it leads to is drawn. A frame takes the height of its content, so that what was
 * under a pointer a moment ago may have moved on a busy machine.
 */
export async function follow(page: Page | Frame, link: string, marker: string): Promise<void> {
  await page.locator(link).first().press('Enter');
  await page.waitForSelector(marker);
  await awake(page);
}

/** Until script has taken over what the server drew; the reader's first touch calls for it. */
export async function awake(page: Page | Frame): Promise<void> {
  if ((await page.locator('.cie-view[data-awake]').count()) === 0) await page.hover('h1');
  await page.waitForSelector('.cie-view[data-awake]:not([aria-busy])');
}

/** Fills in whose record a professional wants to open. */
export async function fillPatient(page: Page | Frame, { nhsNumber, birthDate }: { nhsNumber: string; birthDate: string }): Promise<void> {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  for (const [name, value] of Object.entries({ number: nhsNumber, day, month, year })) await page.fill(`#${name}`, value);
}

/** What a reader sees, without the state that lies beside it for the script. */
export const shown = (page: Page | Frame): Promise<string> => page.innerText('main');
