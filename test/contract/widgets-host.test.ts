import { createServer } from 'node:http';
import { freePort } from '@cie/local/ports.ts';
import { describe, expect, it } from 'vitest';
import { secrets } from '../fixtures/record-answers.ts';
import { frameOf, widgetVisits, withoutBrowser } from '../setup/widget-visits.ts';

const widgets = widgetVisits();

/** A website of a stranger. */
async function serve(body: string): Promise<{ address: string; close(): void }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(body));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

describe.skipIf(withoutBrowser)('EMB-2 a host page holds a frame and learns nothing', () => {
  it('works under the strictest policy a host can have, and takes the height of its content', async () => {
    const { page, context, complaints } = await widgets.visit('patient', widgets.exchange.publicSite);
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
    const shell = `<script src="${widgets.exchange.origin}/shell/1/cie.js"></script>`;
    const server = await serve(`${shell}${shell}<div data-cie="results" eager></div>`);
    const { page, context } = await widgets.visit('patient', 'about:blank');
    const warned = page.waitForEvent('console', (message) => message.type() === 'warning' && message.text().includes('on this page already'));
    await page.goto(server.address);
    await warned;
    expect(await page.locator('iframe').count()).toBe(1);
    await context.close();
    server.close();
  });

  it('fills elements by attribute too, and loads frames late', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.publicSite}/widgets`);
    await frameOf(page, 'results');
    expect(await page.locator('iframe[src*="/embed/sharing"]').count()).toBe(0);
    await page.locator('cie-sharing').scrollIntoViewIfNeeded();
    await frameOf(page, 'sharing');
    await page.locator('[data-cie=documents]').scrollIntoViewIfNeeded();
    await frameOf(page, 'documents');
    await context.close();
  });

  it('is read and broken by nothing on a hostile page', async () => {
    const { page, context } = await widgets.visit('patient', widgets.exchange.hostileSite);
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
    const server = await serve(`<iframe src="${widgets.exchange.origin}/embed/results"></iframe>`);
    const { page, context } = await widgets.visit('patient', 'about:blank');
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(server.address);
    await refused;
    await context.close();
    server.close();
  });

  it('tells the host what happened without saying what is in the record', async () => {
    const { page, context } = await widgets.visit('patient', widgets.exchange.publicSite);
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
