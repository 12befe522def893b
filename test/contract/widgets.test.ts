import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { createServer } from 'node:http';
import { freePort } from '@cie/local/ports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secrets } from '../fixtures/record-answers.ts';
import { chromiumFlags, findChromium } from '../setup/chromium.ts';
import { startWidgetExchange, whoHeader, type WidgetExchange } from '../setup/widget-exchange.ts';

const executablePath = findChromium();
let exchange: WidgetExchange;
let browser: Browser;

beforeAll(async () => {
  exchange = await startWidgetExchange();
  if (executablePath !== null) browser = await chromium.launch({ executablePath, args: chromiumFlags });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
});

/** A website of a stranger. */
async function serve(body: string): Promise<{ address: string; close(): void }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(body));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

type Who = 'patient' | 'professional' | 'nobody';

interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: policy violations, script errors. */
  readonly complaints: string[];
}

/** Only what carries a session in earnest: on a script that is checked for integrity the header would be a matter of CORS. */
async function signInAs(context: BrowserContext, who: Who): Promise<void> {
  await context.route(`${exchange.origin}/**`, async (route) => {
    const request = route.request();
    const carries = ['document', 'fetch'].includes(request.resourceType());
    await route.continue(carries ? { headers: { ...request.headers(), [whoHeader]: who } } : {});
  });
}

async function visit(who: Who, address: string, width = 768): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await signInAs(context, who);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address, { waitUntil: 'load' });
  return { page, context, complaints };
}

async function frameOf(page: Page, area: string): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[src*="/embed/${area}"]`, { state: 'attached' });
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the frame has no document');
  await frame.waitForSelector('h1');
  return frame;
}

const pages: readonly (readonly [who: Who, path: string])[] = [
  ['nobody', '/'],
  ['nobody', '/embed/results'],
  ['nobody', '/help'],
  ['patient', '/'],
  ['patient', '/embed/results'],
  ['patient', '/embed/results?report=r1'],
  ['patient', '/embed/results?report=r3'],
  ['patient', '/embed/results?report=r1&test=HGB'],
  ['patient', '/embed/documents'],
  ['patient', '/embed/documents?document=d2'],
  ['patient', '/embed/appointments'],
  ['patient', '/embed/sharing'],
  ['patient', '/embed/record?view=documents'],
  ['patient', '/embed/results?report=none'],
  ['patient', '/record'],
  ['patient', '/sharing'],
  ['patient', '/access-log'],
  ['professional', '/embed/record'],
  ['professional', '/embed/record?patient=patient-1'],
  ['professional', '/emergency'],
];

describe.skipIf(executablePath === null)('EMB-3 every page is accessible and keeps to its policy', () => {
  it.each(pages.flatMap(([who, path]) => [320, 1280].map((width) => [who, path, width] as const)))('%s %s at %d px', async (who, path, width) => {
    const { page, context, complaints } = await visit(who, exchange.origin + path, width);
    // The first touch hydrates; a mismatch with what the server drew would be reported as an error.
    await page.mouse.move(60, 60);
    await page.mouse.move(70, 70);
    await page.waitForFunction(() => document.querySelector('.cie-view:not([data-awake])') === null);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await context.close();
  }, 30_000);
});

describe.skipIf(executablePath === null)('EMB-4 a frame is drawn by the server and taken over in the browser', () => {
  it('shows the record without any script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await signInAs(context, 'patient');
    const page = await context.newPage();
    await page.goto(`${exchange.origin}/embed/results`);
    expect(await page.textContent('main')).toContain('Full blood count');
    await page.click('text=Full blood count');
    expect(await page.textContent('main')).toContain('118.0');
    await context.close();
  });

  it('moves within the frame without loading the page again, and back', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/embed/results`);
    await page.hover('h1');
    await page.waitForSelector('.cie-view[data-awake]');
    await page.evaluate(() => document.body.setAttribute('data-same', ''));
    await page.click('text=Full blood count');
    await page.waitForSelector('text=Tests in this report');
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('h1');
    await page.goBack();
    await page.waitForSelector('text=Chest X-ray');
    expect(await page.evaluate(() => document.body.hasAttribute('data-same'))).toBe(true);
    await context.close();
  });

  it('joins the next page of a list to what is shown', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    const before = await page.locator('.cie-list__item').count();
    await page.click('text=Show more');
    await page.waitForFunction((count) => document.querySelectorAll('.cie-list__item').length > count, before);
    expect(await page.locator('text=Show more').count()).toBe(0);
    await context.close();
  });

  it('says that the session has ended, and takes the record away', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/embed/results`);
    await context.unrouteAll();
    await page.hover('h1');
    await page.waitForSelector('text=You have been signed out');
    expect(await page.textContent('body > main')).not.toContain('Full blood count');
    await context.close();
  });

  it('says when there is no connection, and tries again', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    await context.setOffline(true);
    await page.click('text=Full blood count');
    await page.waitForSelector('text=There is no connection');
    await context.setOffline(false);
    await page.click('button:has-text("Try again")');
    await page.waitForSelector('text=Tests in this report');
    await context.close();
  });

  it('draws a trend that a keyboard can read', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/embed/results?report=r1&test=HGB`);
    await page.waitForSelector('cie-trend-chart svg');
    await page.focus('cie-trend-chart svg');
    await page.keyboard.press('Home');
    expect(await page.textContent('cie-trend-chart figcaption')).toContain('124 g/L');
    await page.keyboard.press('End');
    expect(await page.textContent('cie-trend-chart figcaption')).toContain('118.0 g/L');
    await context.close();
  });
});

describe.skipIf(executablePath === null)('ACS-3 sharing is changed on the exchange’s own pages only', () => {
  it('invites somebody, says what is wrong first, and stops sharing', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/sharing`);
    await page.waitForSelector('.cie-view[data-awake]');
    await page.fill('#email', 'nobody');
    await page.click('text=Send invitation');
    await page.waitForSelector('.nhsuk-error-summary:focus');
    await page.fill('#email', 'carer@example.com');
    await page.click('text=Send invitation');
    await page.waitForSelector('text=carer@example.com has been invited.');
    await page.click('text=Stop sharing >> nth=0');
    await page.waitForSelector('text=Sharing with ben@example.com has stopped');
    await context.close();
  });

  it('offers no change inside a frame', async () => {
    const { page, context } = await visit('patient', `${exchange.origin}/embed/sharing`);
    expect(await page.locator('form').count()).toBe(0);
    await context.close();
  });
});

describe.skipIf(executablePath === null)('ACS-4 a professional says whose record to open', () => {
  it('finds a patient by NHS number and date of birth, and sees whose record it is', async () => {
    const { page, context } = await visit('professional', `${exchange.origin}/embed/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    await page.fill('#number', '999 000 0019');
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('.nhsuk-error-summary:focus');
    await page.fill('#number', '999 000 0018');
    for (const [name, value] of [['day', '3'], ['month', '4'], ['year', '1957']]) await page.fill(`#${name}`, value ?? '');
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('text=NHS number 999 000 0018');
    expect(await page.textContent('.cie-banner')).toContain('This person has invited you');
    await context.close();
  });
});

describe.skipIf(executablePath === null)('EMB-2 a host page holds a frame and learns nothing', () => {
  it('works under the strictest policy a host can have, and takes the height of its content', async () => {
    const { page, context, complaints } = await visit('patient', exchange.publicSite);
    const frame = await frameOf(page, 'record');
    expect(await frame.textContent('main')).toContain('Full blood count');
    await page.waitForFunction(() => {
      const height = document.querySelector('iframe')?.getBoundingClientRect().height ?? 0;
      return height > 120 && height !== 760;
    });
    const content = await frame.evaluate(() => document.querySelector('.cie-view')?.getBoundingClientRect().height ?? 0);
    const held = await page.evaluate(() => document.querySelector('iframe')?.getBoundingClientRect().height ?? 0);
    expect(held).toBeGreaterThanOrEqual(Math.floor(content));
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('warns and goes on when a page loads the shell twice', async () => {
    const shell = `<script src="${exchange.origin}/shell/1/cie.js"></script>`;
    const server = await serve(`${shell}${shell}<div data-cie="results" eager></div>`);
    const { page, context } = await visit('patient', 'about:blank');
    const warned = page.waitForEvent('console', (message) => message.type() === 'warning' && message.text().includes('on this page already'));
    await page.goto(server.address);
    await warned;
    expect(await page.locator('iframe').count()).toBe(1);
    await context.close();
    server.close();
  });

  it('fills elements by attribute too, and loads frames late', async () => {
    const { page, context } = await visit('patient', `${exchange.publicSite}/widgets`);
    await frameOf(page, 'results');
    expect(await page.locator('iframe[src*="/embed/sharing"]').count()).toBe(0);
    await page.locator('cie-sharing').scrollIntoViewIfNeeded();
    await frameOf(page, 'sharing');
    await page.locator('[data-cie=documents]').scrollIntoViewIfNeeded();
    await frameOf(page, 'documents');
    await context.close();
  });

  it('is read and broken by nothing on a hostile page', async () => {
    const { page, context } = await visit('patient', exchange.hostileSite);
    const frame = await frameOf(page, 'record');
    await frame.hover('text=Full blood count');
    await frame.click('text=Full blood count');
    await frame.waitForSelector('text=Tests in this report');
    await page.waitForTimeout(2500);
    const loot = await page.evaluate(() => JSON.stringify(Reflect.get(window, 'loot')));
    expect(loot).toContain('message');
    for (const secret of secrets) expect(loot).not.toContain(secret);
    const look = await page.evaluate(() => {
      const held = document.querySelector('cie-record iframe');
      const { opacity, borderTopWidth } = getComputedStyle(held ?? document.body);
      return { height: held?.getBoundingClientRect().height ?? 0, opacity, borderTopWidth };
    });
    expect(look.height).toBeGreaterThan(200);
    expect(look).toMatchObject({ opacity: '1', borderTopWidth: '0px' });
    expect(await frame.evaluate(() => getComputedStyle(document.querySelector('h1') ?? document.body).color)).toBe('rgb(33, 43, 50)');
    await context.close();
  }, 30_000);

  it('is refused to a site that is not registered', async () => {
    const server = await serve(`<iframe src="${exchange.origin}/embed/results"></iframe>`);
    const { page, context } = await visit('patient', 'about:blank');
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(server.address);
    await refused;
    await context.close();
    server.close();
  });

  it('tells the host what happened without saying what is in the record', async () => {
    const { page, context } = await visit('patient', exchange.publicSite);
    await page.evaluate(() => {
      const heard: string[] = [];
      Reflect.set(window, 'heard', heard);
      for (const name of ['cie-ready', 'cie-navigate', 'cie-error']) {
        document.addEventListener(name, (event) => heard.push(`${name} ${event instanceof CustomEvent ? JSON.stringify(event.detail) : ''}`));
      }
    });
    const frame = await frameOf(page, 'record');
    await frame.hover('text=Full blood count');
    await frame.waitForSelector('.cie-view[data-awake]');
    await frame.click('text=Documents');
    await frame.waitForSelector('text=Letters and documents');
    await page.waitForFunction(() => JSON.stringify(Reflect.get(window, 'heard')).includes('cie-navigate'));
    const heard = await page.evaluate(() => JSON.stringify(Reflect.get(window, 'heard')));
    expect(heard).toContain('documents');
    for (const secret of secrets) expect(heard).not.toContain(secret);
    await context.close();
  });
});
