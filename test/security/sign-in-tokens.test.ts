import { generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portOf } from '@cie/local/addresses.ts';
import { startOrganisationDirectory } from '@cie/local/simulators/organisation-directory/organisation-directory.ts';
import { startRogueProvider, type RogueProvider } from './sign-in-rogue-provider.ts';
import { startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

let rogue: RogueProvider;
let directory: { close(): Promise<void> };
let exchange: SignInExchange;
let browser: TestBrowser;

const subject = 'a-subject';
const userInfo = { sub: subject, nhs_number: '9991001131', family_name: 'Thistlewood', birthdate: '1951-03-14', identity_proofing_level: 'P9', gp_registration_details: { gp_ods_code: 'E85001' } };

beforeAll(async () => {
  rogue = await startRogueProvider();
  exchange = await startSignInExchange({ simulators: false, changes: { CIE_NHS_LOGIN_ISSUER: rogue.issuer } });
  directory = await startOrganisationDirectory(portOf(Number(exchange.settings['CIE_PORT']), 'organisationDirectory'));
});
afterAll(async () => {
  await exchange.close();
  await Promise.all([rogue.close(), directory.close()]);
});
beforeEach(() => {
  exchange.identity.asked.length = 0;
  browser = new TestBrowser(exchange.app);
});

const seconds = (): number => Math.floor(Date.now() / 1000);

function goodClaims(nonce: string): JWTPayload {
  return { iss: rogue.issuer, aud: 'cie', sub: subject, nonce, vot: 'P9.Cp.Cd', iat: seconds(), exp: seconds() + 3600 };
}

const signed = (claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS512', kid: 'rogue' }).sign(rogue.privateKey);

/** Goes through a sign-in in which the provider answers with the token that `make` builds from the claims expected. */
async function signInWith(make: (claims: JWTPayload) => Promise<string> | string, info: object = userInfo) {
  const address = await browser.leave('/sign-in/nhs-login?return=/record');
  const state = address.searchParams.get('state') ?? '';
  rogue.answer = { idToken: await make(goodClaims(address.searchParams.get('nonce') ?? '')), userInfo: info };
  return browser.ask(`/sign-in/return/nhs-login?code=c&state=${state}`);
}

function withoutClaim(claims: JWTPayload, name: string): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

describe('abuse 32: ID tokens that must not be believed', () => {
  it('believes a right one, so that the refusals below mean something', async () => {
    expect((await signInWith(signed)).statusCode).toBe(303);
    expect(exchange.identity.signIns).toHaveLength(1);
  });

  const tampered: [string, (claims: JWTPayload) => Promise<string> | string][] = [
    ['alg none', (claims) => new UnsecuredJWT(claims).encode()],
    [
      'HS256 keyed with the public key (algorithm confusion)',
      (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'rogue' }).sign(new TextEncoder().encode(JSON.stringify(rogue.publicKey))),
    ],
    [
      'another algorithm of the same key family (RS256)',
      async (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'rogue' }).sign((await generateKeyPair('RS256')).privateKey),
    ],
    [
      'a foreign key under the known kid',
      async (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS512', kid: 'rogue' }).sign((await generateKeyPair('RS512')).privateKey),
    ],
    [
      'a foreign kid with a jku of its own',
      async (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'RS512', kid: 'foreign', jku: 'https://evil.example/jwks' })
          .sign((await generateKeyPair('RS512')).privateKey),
    ],
    ['another issuer', (claims) => signed({ ...claims, iss: 'https://evil.example' })],
    ['another audience', (claims) => signed({ ...claims, aud: 'another-client' })],
    ['two audiences without azp', (claims) => signed({ ...claims, aud: ['cie', 'another-client'] })],
    ['an expired token', (claims) => signed({ ...claims, iat: seconds() - 7200, exp: seconds() - 3600 })],
    ['no expiry', (claims) => signed(withoutClaim(claims, 'exp'))],
    ['another nonce', (claims) => signed({ ...claims, nonce: 'another' })],
    ['no nonce', (claims) => signed(withoutClaim(claims, 'nonce'))],
    ['no subject', (claims) => signed(withoutClaim(claims, 'sub'))],
    ['a subject that differs from UserInfo', (claims) => signed({ ...claims, sub: 'somebody-else' })],
    ['no level of identity', (claims) => signed(withoutClaim(claims, 'vot'))],
    ['a level that was not asked for', (claims) => signed({ ...claims, vot: 'P0.Cp' })],
  ];

  it.each(tampered)('refuses %s', async (_what, make) => {
    const response = await signInWith(make);
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('We could not sign you in');
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(exchange.identity.asked).toEqual([]);
  });

  it('says the same whatever was wrong, and nothing of what', async () => {
    const pages = [];
    for (const [, make] of tampered.slice(0, 3)) pages.push((await signInWith(make)).body);
    expect(new Set(pages).size).toBe(1);
  });
});

describe('abuse 37: what NHS login claims without proof', () => {
  it('takes a P9 token with unproven details for P5', async () => {
    expect((await signInWith(signed, { ...userInfo, identity_proofing_level: 'P5' })).headers.location).toBe('/sign-in/unproven?return=%2Frecord');
    expect(exchange.identity.signIns[0]?.input).toMatchObject({ proofing: 'P5' });
    expect((await browser.ask('/who')).json()).toMatchObject({ patientId: null });
  });

  it.each([
    ['a mistyped NHS number', { nhs_number: '9991001132' }],
    ['no NHS number', { nhs_number: undefined }],
    ['a date of birth that is none', { birthdate: '14/03/1951' }],
    ['no family name', { family_name: '  ' }],
  ])('refuses %s', async (_what, changes) => {
    expect((await signInWith(signed, { ...userInfo, ...changes })).statusCode).toBe(403);
    expect(exchange.identity.asked).toEqual([]);
  });

  it('does not pass on an e-mail address that was not verified', async () => {
    await signInWith(signed, { ...userInfo, email: 'victim@example.net', email_verified: false });
    expect(exchange.identity.signIns[0]?.input).toMatchObject({ email: null });
  });
});

describe('settings of sign-in', () => {
  it.each([
    ['a provider over plain http elsewhere', { CIE_NHS_LOGIN_ISSUER: 'http://login.example' }, 'SETTING_INVALID'],
    ['a private key that is none', { CIE_PRO_PRIVATE_KEY: '{}' }, 'SETTING_INVALID'],
    ['no client id', { CIE_PRO_CLIENT_ID: undefined }, 'SETTING_MISSING'],
    ['a sandbox that nobody decided on', { CIE_SANDBOX: undefined }, 'SETTING_MISSING'],
  ])('refuse %s', async (_what, changes, code) => {
    await expect(startSignInExchange({ simulators: false, changes })).rejects.toMatchObject({ code });
  });
});
