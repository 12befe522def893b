import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { chromiumFlags, findChromium } from './chromium.ts';
import { startWidgetExchange, whoHeader, type WidgetExchange } from './widget-exchange.ts';

const executablePath = findChromium();

/** Without a browser these tests are skipped. */
export const withoutBrowser = executablePath === null;

export type Who = 'patient' | 'parent' | 'unproven' | 'professional' | 'nobody';

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: policy violations, script errors. */
  readonly complaints: string[];
}

/** Pages and frames over a made-up record, visited in Chromium; one exchange and one browser for a test file. */
export interface WidgetVisits {
  readonly exchange: WidgetExchange;
  newContext(who: Who, options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  visit(who: Who, address: string, width?: number): Promise<Visit>;
}

/** Starts and ends with the test file that calls it. */
export function widgetVisits(): WidgetVisits {
  let exchange: WidgetExchange | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    exchange = await startWidgetExchange();
    if (executablePath !== null) browser = await chromium.launch({ executablePath, args: chromiumFlags });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await exchange?.close();
  });
  const started = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('The widget exchange has not started.');
    return part;
  };

  /** Only what carries a session in earnest: on a script that is checked for integrity the header would be a matter of CORS. */
  async function newContext(who: Who, options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
    const context = await started(browser).newContext(options);
    await context.route(`${started(exchange).origin}/**`, async (route) => {
      const request = route.request();
      const carries = ['document', 'fetch'].includes(request.resourceType());
      await route.continue(carries ? { headers: { ...request.headers(), [whoHeader]: who } } : {});
    });
    return context;
  }

  return {
    get exchange() {
      return started(exchange);
    },
    newContext,
    async visit(who, address, width = 768) {
      const context = await newContext(who, { viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(address, { waitUntil: 'load' });
      return { page, context, complaints };
    },
  };
}

/** The document of the frame that an element of the shell holds. */
export async function frameOf(page: Page, area: string): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[src*="/embed/${area}"]`, { state: 'attached' });
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the frame has no document');
  await frame.waitForSelector('h1');
  return frame;
}
