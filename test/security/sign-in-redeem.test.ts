import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const sessionCookie = '__Host-cie-session';

let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  exchange = await startSignInExchange();
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  browser = new TestBrowser(exchange.app);
});

async function signIn(level: string, challenge: string) {
  const address = await browser.leave(`/sign-in/nhs-login?frame=1&challenge=${challenge}`);
  return browser.ask(await browser.throughProvider(address, { person: '9991001131', level }));
}

function challengePair(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

describe('EMB-2 sign-in from a frame', () => {
  async function codeFor(challenge: string): Promise<{ code: string; body: string }> {
    const response = await signIn('P9', challenge);
    expect(response.statusCode).toBe(200);
    expect(response.headers['cross-origin-opener-policy']).toBe('unsafe-none');
    return { code: /data-code="([\w-]{43})"/.exec(response.body)?.[1] ?? '', body: response.body };
  }

  it('hands over a code, not a session, and the frame exchanges it once', async () => {
    const { verifier, challenge } = challengePair();
    const { code, body } = await codeFor(challenge);
    expect(body).toContain('data-origin="http://localhost:4000"');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    const frame = new TestBrowser(exchange.app);
    const redeemed = await frame.post('/sign-in/redeem', { code, verifier });
    expect(redeemed.statusCode).toBe(200);
    expect(redeemed.json()).toMatchObject({ state: 'signed-in', name: 'Marigold Thistlewood' });
    expect((await frame.ask('/who')).json()).toMatchObject({ kind: 'patient', patientId: exchange.identity.patientId });
    const again = await new TestBrowser(exchange.app).post('/sign-in/redeem', { code, verifier });
    expect(again.statusCode).toBe(400);
  });

  it('refuses a wrong verifier, and the right one after it', async () => {
    const { verifier, challenge } = challengePair();
    const { code } = await codeFor(challenge);
    expect((await browser.post('/sign-in/redeem', { code, verifier: challengePair().verifier })).statusCode).toBe(400);
    expect((await browser.post('/sign-in/redeem', { code, verifier })).statusCode).toBe(400);
  });

  it('refuses a code after 60 seconds', async () => {
    const { verifier, challenge } = challengePair();
    const { code } = await codeFor(challenge);
    exchange.clock.forward(61 / 60);
    expect((await browser.post('/sign-in/redeem', { code, verifier })).statusCode).toBe(400);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', 'x-cie-client': 'widget' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site', 'x-cie-client': 'widget' }],
    ['a form, which sets no header', { 'sec-fetch-site': 'same-origin' }],
    ['a program that names no site', { 'x-cie-client': 'widget' }],
  ])('refuses to redeem for %s', async (_who, headers) => {
    const { verifier, challenge } = challengePair();
    const { code } = await codeFor(challenge);
    expect((await browser.post('/sign-in/redeem', { code, verifier }, headers)).statusCode).toBe(403);
    expect((await browser.post('/sign-in/redeem', { code, verifier })).statusCode).toBe(200);
  });

  it('abuse 37: keeps the window open at P5 for the proof, and hands nothing over', async () => {
    const { challenge } = challengePair();
    const response = await signIn('P5', challenge);
    expect(response.body).toContain(`href="/sign-in/nhs-login?frame=1&amp;challenge=${challenge}&amp;prove=1"`);
    expect(response.body).not.toContain('data-code');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('keeps the code hashed', async () => {
    const { challenge } = challengePair();
    const { code } = await codeFor(challenge);
    const { rows } = await exchange.database.query('select row_to_json(c)::text as row from redemption_code c');
    expect(JSON.stringify(rows)).not.toContain(code);
    const { rowCount } = await exchange.database.query('select 1 from redemption_code where code_hash = $1', [createHash('sha256').update(code).digest()]);
    expect(rowCount).toBe(1);
  });
});
