import { createHmac } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRogueProxy, type RogueProxy, type Tampering } from './sign-in-rogue-proxy.ts';
import { startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const marigold = { person: '9991001131', level: 'P9' };
const sessionCookie = '__Host-cie-session';

let rogue: RogueProxy;
let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  rogue = await startRogueProxy(() => Number(exchange.settings['CIE_PORT']) + 4);
  exchange = await startSignInExchange({ changes: { CIE_NHS_LOGIN_ISSUER: rogue.issuer } });
});
afterAll(async () => {
  await exchange.close();
  await rogue.close();
});
beforeEach(() => {
  rogue.tampering = {};
  exchange.clock.backToPresent();
  exchange.identity.asked.length = 0;
  browser = new TestBrowser(exchange.app);
});

async function signIn(tampering: Tampering = {}) {
  const back = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold);
  rogue.tampering = tampering;
  return browser.ask(back);
}

/** The ID token on its way from the provider, replaced. */
const withIdToken = (make: (token: string) => Promise<string> | string): Tampering => ({
  answer: async (path, { status, body }) => ({ status, body: path === '/token' ? { ...body, id_token: await make(String(body['id_token'])) } : body }),
});

/** The provider's real public key, which everybody can read. */
async function publicKey(): Promise<JWK> {
  const response = await fetch(`${rogue.issuer}/jwks`);
  // The provider's key set (RFC 7517).
  const { keys } = (await response.json()) as { keys: JWK[] };
  return keys[0] ?? {};
}

async function publicPem(): Promise<string> {
  const key = await importJWK(await publicKey(), 'RS512', { extractable: true });
  if (!(key instanceof CryptoKey)) throw new TypeError('the provider has no public key');
  return exportSPKI(key);
}

const claimsOf = (token: string): JWTPayload => decodeJwt(token);

/** Claims of a real token under a key of the attacker's. */
async function resigned(token: string, header: Record<string, unknown>, changes: JWTPayload = {}): Promise<string> {
  const { privateKey } = await generateKeyPair('RS512');
  return new SignJWT({ ...claimsOf(token), ...changes }).setProtectedHeader({ alg: 'RS512', ...header }).sign(privateKey);
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with another header and other claims, and the signature of the real one. */
function withSignatureOf(token: string, header: object, claims: object): string {
  return `${encoded(header)}.${encoded(claims)}.${token.split('.')[2] ?? ''}`;
}

/** HS256 with something that is public as the secret: what algorithm confusion relies on. */
function signedWith(secret: string | Buffer, token: string): string {
  const input = `${encoded({ alg: 'HS256', kid: decodeProtectedHeader(token).kid })}.${encoded(claimsOf(token))}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

async function expectRefused(tampering: Tampering): Promise<void> {
  const response = await signIn(tampering);
  expect(response.statusCode).toBe(403);
  expect(response.body).toContain('We could not sign you in');
  expect(browser.cookie(sessionCookie)).toBeUndefined();
  expect(exchange.identity.asked).toEqual([]);
}

it('passes a sign-in on as it is, so that the refusals below mean something', async () => {
  expect((await signIn()).headers.location).toBe('/record');
  expect(decodeProtectedHeader(String(rogue.seen.get('/token')?.['id_token'])).alg).toBe('RS512');
});

describe('abuse case 32: ID tokens of a real provider, changed on the way', () => {
  it.each([
    ['alg none', (token: string) => new UnsecuredJWT(claimsOf(token)).encode()],
    ['alg none, with the real signature', (token: string) => withSignatureOf(token, { alg: 'none' }, claimsOf(token))],
    ['no signature under the real header', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['HS256 keyed with the public key as PEM', async (token: string) => signedWith(await publicPem(), token)],
    ['HS256 keyed with the public key as JWK', async (token: string) => signedWith(JSON.stringify(await publicKey()), token)],
    ['HS256 keyed with the modulus', async (token: string) => signedWith(Buffer.from(String((await publicKey()).n), 'base64url'), token)],
    ['RS256 in the header of the real token', (token: string) => withSignatureOf(token, { ...decodeProtectedHeader(token), alg: 'RS256' }, claimsOf(token))],
    ['PS512 in the header of the real token', (token: string) => withSignatureOf(token, { ...decodeProtectedHeader(token), alg: 'PS512' }, claimsOf(token))],
    ['a foreign key under the real kid', (token: string) => resigned(token, { kid: decodeProtectedHeader(token).kid })],
    ['a foreign kid', (token: string) => resigned(token, { kid: 'foreign' })],
    ['a foreign kid with a jku of its own', (token: string) => resigned(token, { kid: 'foreign', jku: 'https://evil.example/jwks' })],
    ['a key of its own in the header (jwk)', async (token: string) => {
      const { privateKey, publicKey: own } = await generateKeyPair('RS512');
      const { n = '', e = '' } = await exportJWK(own);
      return new SignJWT(claimsOf(token)).setProtectedHeader({ alg: 'RS512', jwk: { kty: 'RSA', n, e } }).sign(privateKey);
    }],
    ['another subject under the real signature', (token: string) => withSignatureOf(token, decodeProtectedHeader(token), { ...claimsOf(token), sub: 'somebody-else' })],
    ['a higher level under the real signature', (token: string) => withSignatureOf(token, decodeProtectedHeader(token), { ...claimsOf(token), vot: 'P9.Cm' })],
    ['another nonce under the real signature', (token: string) => withSignatureOf(token, decodeProtectedHeader(token), { ...claimsOf(token), nonce: 'another' })],
    ['another audience under the real signature', (token: string) => withSignatureOf(token, decodeProtectedHeader(token), { ...claimsOf(token), aud: 'another-client' })],
    ['another issuer under the real signature', (token: string) => withSignatureOf(token, decodeProtectedHeader(token), { ...claimsOf(token), iss: 'https://evil.example' })],
    ['the access token in place of the ID token', () => String(rogue.seen.get('/token')?.['access_token'])],
    ['no ID token', () => ''],
    // Otherwise the compiler takes each function for a kind of its own.
  ] as [string, (token: string) => Promise<string> | string][])('refuses %s', async (_what, make) => {
    await expectRefused(withIdToken(make));
  });

  it('refuses the ID token of an earlier sign-in, real in every other way', async () => {
    await signIn();
    const earlier = String(rogue.seen.get('/token')?.['id_token']);
    browser = new TestBrowser(exchange.app);
    exchange.identity.asked.length = 0;
    await expectRefused(withIdToken(() => earlier));
  });

  it('refuses UserInfo about another subject, or about none', async () => {
    for (const sub of ['somebody-else', undefined]) {
      browser = new TestBrowser(exchange.app);
      await expectRefused({ answer: (path, { status, body }) => ({ status, body: path === '/me' ? { ...body, sub } : body }) });
    }
  });

  it('takes no ID token and no access token for a session, nor does the provider take an ID token for UserInfo', async () => {
    await signIn();
    const tokens = rogue.seen.get('/token') ?? {};
    for (const token of [String(tokens['id_token']), String(tokens['access_token'])]) {
      const stranger = new TestBrowser(exchange.app);
      for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `${sessionCookie}=${token}` }]) {
        expect((await stranger.ask('/who', { headers })).body).toBe('null');
        expect((await stranger.ask('/session', { headers })).json()).toEqual({ state: 'signed-out' });
      }
    }
    expect((await fetch(`${rogue.issuer}/me`, { headers: { authorization: `Bearer ${String(tokens['id_token'])}` } })).status).toBe(401);
  });
});

describe('abuse case 36: codes and the way to the token', () => {
  it('refuses a code that was issued for another browser, however it came into this one', async () => {
    const attacker = new TestBrowser(exchange.app);
    const stolen = new URL(await attacker.throughProvider(await attacker.leave('/sign-in/nhs-login?return=/record'), { person: '9992047283', level: 'P9' }), exchange.settings['CIE_PUBLIC_URL']);
    const own = new URL(await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold), exchange.settings['CIE_PUBLIC_URL']);
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    const response = await browser.ask(own.pathname + own.search);
    expect(response.statusCode).toBe(403);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('is refused by the provider without the verifier, and with another one (PKCE)', async () => {
    await expectRefused({ form: (_path, form) => form.delete('code_verifier') });
    browser = new TestBrowser(exchange.app);
    await expectRefused({ form: (_path, form) => form.set('code_verifier', 'A'.repeat(43)) });
  });

  it('is refused by the provider without our key: nobody else can redeem a code', async () => {
    await expectRefused({ form: (_path, form) => form.delete('client_assertion') });
    browser = new TestBrowser(exchange.app);
    await expectRefused({ form: (_path, form) => form.set('client_assertion', `${(form.get('client_assertion') ?? '').split('.').slice(0, 2).join('.')}.AAAA`) });
  });

  it('spends a code at the provider: the same code and verifier a second time are refused', async () => {
    const redeemed: URLSearchParams[] = [];
    expect((await signIn({ form: (path, form) => path === '/token' && redeemed.push(new URLSearchParams(form)) })).headers.location).toBe('/record');
    const again = await fetch(`${rogue.issuer}/token`, { method: 'POST', body: redeemed[0] ?? new URLSearchParams() });
    expect(again.status).toBeGreaterThanOrEqual(400);
  });

  it('says nothing of what was wrong', async () => {
    const pages = new Set<string>();
    for (const tampering of [withIdToken((token) => new UnsecuredJWT(claimsOf(token)).encode()), { form: (_path: string, form: URLSearchParams) => form.delete('code_verifier') }]) {
      browser = new TestBrowser(exchange.app);
      pages.add((await signIn(tampering)).body);
    }
    expect(pages.size).toBe(1);
  });
});

describe('abuse case 31: forged identity headers', () => {
  it.each(['x-cie-access', 'x-cie-viewer', 'x-cie-signature', 'x-forwarded-user', 'x-remote-user', 'x-nhs-number', 'nhsd-identity-uuid'])('takes nobody from %s', async (name) => {
    const viewer = JSON.stringify({ kind: 'patient', accountId: 'a', patientId: exchange.identity.patientId, proofing: 'P9' });
    for (const value of [viewer, Buffer.from(viewer).toString('base64url')]) {
      expect((await browser.ask('/who', { headers: { [name]: value } })).body).toBe('null');
      const response = await browser.ask('/sign-in/next', { headers: { [name]: value } });
      expect(response.statusCode).toBe(400);
    }
  });
});
