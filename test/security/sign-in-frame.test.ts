import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@cie/local/ports.ts';
import { chromiumFlags, findChromium } from '../setup/chromium.ts';
import { startSignInExchange, type SignInExchange } from './sign-in-harness.ts';

const executablePath = findChromium();

let exchange: SignInExchange;
let host: Server;
let browser: Browser;
let exchangeUrl: string;
let hostUrl: string;

/** A frame page that does nothing but sign in, with the real browser side of it. */
const framePage = '<!doctype html><html lang="en"><title>frame</title><button>Sign in</button><output></output><script type="module" src="/frame.js"></script></html>';
const frameScript = `
import { signIn } from '/sign-in-client.js';
const output = document.querySelector('output');
document.querySelector('button').addEventListener('click', async () => {
  output.textContent = await signIn().catch((error) => error.code);
});`;

async function startHost(): Promise<Server> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const isolated = request.url === '/isolated' ? { 'cross-origin-opener-policy': 'same-origin' } : {};
    response.writeHead(200, { 'content-type': 'text/html', ...isolated }).end(`<!doctype html><title>trust</title><iframe src="${exchangeUrl}/frame"></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  hostUrl = `http://127.0.0.1:${port}`;
  return server;
}

beforeAll(async () => {
  const port = await freePort();
  exchangeUrl = `http://localhost:${port}`;
  const client = stripTypeScriptTypes(readFileSync(new URL('../../frontends/kit/sign-in-client.ts', import.meta.url), 'utf8'));
  exchange = await startSignInExchange({
    changes: { CIE_PUBLIC_URL: exchangeUrl },
    addRoutes: (app) => {
      app.get('/frame', (_request, reply) => reply.type('text/html').send(framePage));
      app.get('/frame.js', (_request, reply) => reply.type('text/javascript').send(frameScript));
      app.get('/sign-in-client.js', (_request, reply) => reply.type('text/javascript').send(client));
    },
  });
  await exchange.app.listen({ port, host: 'localhost' });
  host = await startHost();
  if (executablePath !== null) browser = await chromium.launch({ executablePath, args: chromiumFlags });
});
afterAll(async () => {
  await browser?.close();
  host?.close();
  await exchange.close();
});

async function openHost(context: BrowserContext, path = '/'): Promise<{ page: Page; frame: Frame }> {
  const page = await context.newPage();
  await page.goto(hostUrl + path);
  const frame = page.frames().find((each) => each.url() === `${exchangeUrl}/frame`);
  if (frame === undefined) throw new Error('the frame did not load');
  return { page, frame };
}

const outcomeIn = async (frame: Frame): Promise<string> => {
  await frame.waitForFunction("document.querySelector('output').textContent !== ''");
  return (await frame.textContent('output')) ?? '';
};

describe.skipIf(executablePath === null)('EMB-2 sign-in from a frame on another site, in Chromium', () => {
  it('opens a window, signs in there, and leaves the session in the frame', async () => {
    const context = await browser.newContext();
    const { page, frame } = await openHost(context);
    const opening = context.waitForEvent('page');
    await frame.click('button');
    const popup = await opening;
    await popup.click('text=Continue to NHS login');
    const closing = popup.waitForEvent('close');
    await popup.click('text=Marigold Thistlewood');
    await closing;
    expect(await outcomeIn(frame)).toBe('signed-in');
    expect(await frame.evaluate("fetch('/session').then((response) => response.json())")).toMatchObject({ state: 'signed-in', kind: 'patient' });
    const [session] = (await context.cookies()).filter(({ name }) => name === '__Host-cie-session');
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None' });
    expect(session?.partitionKey).toContain('127.0.0.1');
    const atTopLevel = await context.newPage();
    await atTopLevel.goto(`${exchangeUrl}/session`);
    expect(await atTopLevel.textContent('body')).toBe('{"state":"signed-out"}');
    expect(await page.evaluate('document.cookie')).toBe('');
    await context.close();
  });

  it('abuse 37: waits while a person at P5 proves who they are in the same window', async () => {
    const context = await browser.newContext();
    const { frame } = await openHost(context);
    const opening = context.waitForEvent('page');
    await frame.click('button');
    const popup = await opening;
    await popup.click('text=Continue to NHS login');
    await popup.locator('input[value=P5]').first().check();
    await popup.click('text=Marigold Thistlewood');
    await popup.click('text=Prove who I am');
    await popup.click('text=Marigold Thistlewood');
    expect(await outcomeIn(frame)).toBe('signed-in');
    await context.close();
  });

  it('notices a window that the reader closed', async () => {
    const context = await browser.newContext();
    const { frame } = await openHost(context);
    const opening = context.waitForEvent('page');
    await frame.click('button');
    await (await opening).close();
    expect(await outcomeIn(frame)).toBe('closed');
    await context.close();
  });

  it('reports a window that the page around the frame forbids (COOP: same-origin)', async () => {
    const context = await browser.newContext();
    const { frame } = await openHost(context, '/isolated');
    await frame.click('button');
    expect(await outcomeIn(frame)).toBe('blocked');
    await context.close();
  });

  it('abuse 51: does not believe a code from another window or another site', async () => {
    const context = await browser.newContext();
    const { page, frame } = await openHost(context);
    const opening = context.waitForEvent('page');
    await frame.click('button');
    const popup = await opening;
    const forged = JSON.stringify({ type: 'cie-code', code: 'A'.repeat(43) });
    await page.evaluate(`document.querySelector('iframe').contentWindow.postMessage(${forged}, '*')`);
    await frame.evaluate(`window.postMessage(${forged}, '*')`);
    await popup.close();
    expect(await outcomeIn(frame)).toBe('closed');
    await context.close();
  });

  it('says what to do in a window that nobody opened', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${exchangeUrl}/sign-in?frame=1&challenge=${'A'.repeat(43)}`);
    await page.click('text=Continue to NHS login');
    await page.click('text=Marigold Thistlewood');
    await page.waitForSelector('text=This window could not tell the page that opened it');
    expect(await page.isVisible('text=Open my record here')).toBe(true);
    await context.close();
  });
});
