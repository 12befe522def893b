import { randomUUID } from 'node:crypto';
import { SessionStore } from '@cie/gateway/sign-in/session.store.ts';
import { required } from '@cie/kit/settings.ts';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownForm, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

/** The account that the harness's identity room has for whoever comes from NHS login. */
const handedOver = 'account-of-sign-in-patient';

let exchange: SignInExchange;

beforeAll(async () => {
  exchange = await startSignInExchange();
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  exchange.identity.steps = [];
});

async function signedIn(accountId: string): Promise<TestBrowser> {
  const viewer = { kind: 'patient', accountId, patientId: null, name: 'Perdita Quickly', organisation: null, role: null, proofing: 'P9', duties: [], email: null } as const;
  const { token } = await new SessionStore(exchange.database).create(viewer, 'widget', exchange.clock.now(), { browser: 'Chrome on Windows', place: 'page' });
  const browser = new TestBrowser(exchange.app);
  browser.plant('__Host-cie-session', token);
  return browser;
}

/** Opens the exchange with a token of the App, as the App does, or somebody who sends a link with a token of their own. */
async function openFromApp(browser: TestBrowser, path = ''): Promise<LightMyRequestResponse> {
  const app = `${required(exchange.settings, 'CIE_NHS_LOGIN_ISSUER')}/app`;
  const opened = await fetch(app, { method: 'POST', body: new URLSearchParams({ person: '9991001131', login: 'knows' }), redirect: 'manual' });
  const token = new URL(opened.headers.get('location') ?? '').searchParams.get('assertedLoginIdentity') ?? '';
  const leaving = await browser.leave(`/sign-in/nhs-app?assertedLoginIdentity=${token}${path}`);
  const back = new URL((await fetch(leaving, { redirect: 'manual' })).headers.get('location') ?? '');
  return browser.ask(back.pathname + back.search);
}

const accountIn = async (browser: TestBrowser): Promise<unknown> => (await browser.ask('/who')).json<{ accountId: string } | null>()?.accountId ?? null;

describe('REG-2 abuse case 34: a hand-over of the NHS App while another account is signed in', () => {
  it('does not replace the session before the person has said so, and does then', async () => {
    const other = randomUUID();
    const browser = await signedIn(other);
    const asked = await openFromApp(browser);
    const next = String(asked.headers.location);
    expect([asked.statusCode, next.startsWith('/sign-in/next?sign-in=')]).toEqual([303, true]);
    const page = await browser.ask(next);
    expect([page.statusCode, page.body.includes('You are signed in with another account')]).toEqual([200, true]);
    expect((await browser.ask(next)).statusCode, 'asking again changes nothing').toBe(200);
    expect(await accountIn(browser)).toBe(other);
    const payload = new URLSearchParams({ 'sign-in': new URL(next, 'http://localhost').searchParams.get('sign-in') ?? '' }).toString();
    const foreign = await browser.ask('/sign-in/replace', { method: 'POST', headers: { ...ownForm, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, payload });
    expect(foreign.statusCode).toBe(403);
    expect((await browser.ask('/sign-in/replace', { method: 'POST', headers: ownForm, payload })).headers.location).toBe(next);
    expect((await browser.ask(next)).headers.location).toBe('/record');
    expect(await accountIn(browser)).toBe(handedOver);
  });

  it('asks after the other steps as well, wherever they lead', async () => {
    exchange.identity.steps = ['explain'];
    const other = randomUUID();
    const browser = await signedIn(other);
    const next = String((await openFromApp(browser)).headers.location);
    const id = new URL(next, 'http://localhost').searchParams.get('sign-in') ?? '';
    await browser.ask('/sign-in/explained', { method: 'POST', headers: ownForm, payload: new URLSearchParams({ 'sign-in': id, to: 'sharing' }).toString() });
    expect((await browser.ask(next)).body).toContain('You are signed in with another account');
    expect(await accountIn(browser)).toBe(other);
  });

  it('asks nobody whose own session it is, nor who is signed out', async () => {
    for (const browser of [await signedIn(handedOver), new TestBrowser(exchange.app)]) {
      expect((await openFromApp(browser)).headers.location).toBe('/record');
      expect(await accountIn(browser)).toBe(handedOver);
    }
  });

  it('asks nobody who began the sign-in here', async () => {
    const browser = await signedIn(randomUUID());
    const back = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), { person: '9991001131', level: 'P9' });
    expect((await browser.ask(back)).headers.location).toBe('/record');
    expect(await accountIn(browser)).toBe(handedOver);
  });
});
