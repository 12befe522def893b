import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const marigold = { person: '9991001131', level: 'P9' };
const sessionCookie = '__Host-cie-session';

let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  exchange = await startSignInExchange();
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  exchange.identity.asked.length = 0;
  browser = new TestBrowser(exchange.app);
});

async function signIn(form: Record<string, string> = marigold, start = '/sign-in/nhs-login?return=/record') {
  return browser.ask(await browser.throughProvider(await browser.leave(start), form));
}

describe('REG-1 sign-in with NHS login', () => {
  it('asks for P9 or P5 with state, nonce and PKCE', async () => {
    const address = await browser.leave('/sign-in/nhs-login?return=/record');
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({ response_type: 'code', scope: 'openid profile profile_extended email gp_registration_details', code_challenge_method: 'S256' });
    expect(JSON.parse(asked['vtr'] ?? '')).toEqual(['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm', 'P5.Cp.Cd', 'P5.Cp.Ck', 'P5.Cm']);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
  });

  it('signs a patient in at P9 and returns to the page that was asked for', async () => {
    const response = await signIn();
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/record');
    expect(String(response.headers['set-cookie'])).toMatch(
      /^__Host-cie-session=[\w-]{43}; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
    expect(exchange.identity.signIns).toEqual([
      {
        command: 'sign-in-patient',
        input: {
          subject: sandboxSubject('9991001131', '1951-03-14'),
          nhsNumber: '9991001131',
          birthDate: '1951-03-14',
          name: 'Marigold Thistlewood',
          email: 'marigold.thistlewood@example.net',
          proofing: 'P9',
        },
      },
    ]);
    expect((await browser.ask('/who')).json()).toMatchObject({ kind: 'patient', patientId: exchange.identity.patientId, proofing: 'P9' });
  });

  it('signs in anybody by NHS number, name and date of birth at the simulator, always under the same subject', async () => {
    const somebody = { choice: 'somebody', level: 'P9', nhsNumber: '999 204 7283', familyName: 'Pennyfeather', birthDate: '1978-11-02', email: 'o@example.net' };
    await signIn(somebody);
    await signIn({ person: '9992047283', level: 'P9' });
    const subjects = exchange.identity.signIns.map(({ input }) => (typeof input === 'object' && input !== null && 'subject' in input ? input.subject : null));
    expect(subjects).toEqual([sandboxSubject('9992047283', '1978-11-02'), sandboxSubject('9992047283', '1978-11-02')]);
  });

  it('says what to do when consent is refused, and starts no session', async () => {
    const response = await signIn({ choice: 'refuse' });
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('You chose not to share your details');
    expect(response.body).toContain('href="/sign-in?return=%2Frecord"');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('says that the provider does not answer when it is down, and recovers', async () => {
    const alone = await startSignInExchange({ simulators: false });
    const response = await new TestBrowser(alone.app).ask('/sign-in/nhs-login?return=/record');
    await alone.close();
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('Try again in a few minutes');
  });
});

describe('abuse 37: NHS login at P5', () => {
  it('signs in without a record and explains how to prove who one is', async () => {
    const response = await signIn({ person: '9991001131', level: 'P5' });
    expect(response.statusCode).toBe(303);
    expect((await browser.ask(String(response.headers.location))).body).toContain('NHS login has not checked who you are with a photo');
    expect((await browser.ask('/who')).json()).toMatchObject({ patientId: null, proofing: 'P5' });
  });

  it('accepts P9 only when the person came to prove who they are', async () => {
    const address = await browser.leave('/sign-in/nhs-login?return=/record&prove=1');
    expect(JSON.parse(address.searchParams.get('vtr') ?? '')).toEqual(['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm']);
    await expect(browser.throughProvider(address, { person: '9991001131', level: 'P5' })).rejects.toThrow('did not ask for this level');
  });

  it('does not take P5 for P9 when the journey asked for P9 and the way there was tampered with', async () => {
    const address = await browser.leave('/sign-in/nhs-login?return=/record&prove=1');
    address.searchParams.set('vtr', JSON.stringify(['P5.Cm']));
    const response = await browser.ask(await browser.throughProvider(address, { person: '9991001131', level: 'P5' }));
    expect(response.statusCode).toBe(403);
    expect(exchange.identity.asked).toEqual([]);
  });
});

describe('abuse 36: state, nonce and code replay', () => {
  it.each([
    ['a state nobody made', (path: string) => path.replace(/state=[\w-]+/, `state=${randomBytes(32).toString('base64url')}`)],
    ['no state', (path: string) => path.replace(/state=[\w-]+/, '')],
    ['the answer of another issuer', (path: string) => path.replace(/iss=[^&]+/, `iss=${encodeURIComponent('https://evil.example')}`)],
    ['the other provider', (path: string) => path.replace('/return/nhs-login', '/return/professional')],
    ['a code nobody made', (path: string) => path.replace(/code=[\w-]+/, 'code=made-up')],
  ])('refuses %s', async (_what, tamper) => {
    const path = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold);
    const response = await browser.ask(tamper(path));
    expect([400, 403]).toContain(response.statusCode);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    expect(exchange.identity.asked).toEqual([]);
  });

  it('refuses an ID token with the nonce of another attempt', async () => {
    const address = await browser.leave('/sign-in/nhs-login?return=/record');
    address.searchParams.set('nonce', randomBytes(32).toString('base64url'));
    const response = await browser.ask(await browser.throughProvider(address, marigold));
    expect(response.statusCode).toBe(403);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('refuses the same answer twice, and the code under a fresh attempt', async () => {
    const path = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold);
    expect((await browser.ask(path)).statusCode).toBe(303);
    expect((await browser.ask(path)).statusCode).toBe(400);
    const fresh = (await browser.leave('/sign-in/nhs-login?return=/record')).searchParams.get('state') ?? '';
    expect((await browser.ask(path.replace(/state=[\w-]+/, `state=${fresh}`))).statusCode).toBe(403);
    expect(exchange.identity.signIns).toHaveLength(1);
  });

  it('refuses an answer in another browser than the one that began (sign-in as somebody else)', async () => {
    const path = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold);
    const victim = new TestBrowser(exchange.app);
    await victim.leave('/sign-in/nhs-login?return=/record');
    expect((await victim.ask(path)).statusCode).toBe(400);
    expect(victim.cookie(sessionCookie)).toBeUndefined();
  });

  it('refuses an answer after ten minutes', async () => {
    const path = await browser.throughProvider(await browser.leave('/sign-in/nhs-login?return=/record'), marigold);
    exchange.clock.forward(10.1);
    const response = await browser.ask(path);
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('Start the sign-in again');
  });

  it('lets two tabs sign in at once', async () => {
    const [first, second] = [await browser.leave('/sign-in/nhs-login?return=/record'), await browser.leave('/sign-in/professional?return=/')];
    expect((await browser.ask(await browser.throughProvider(first, marigold))).statusCode).toBe(303);
    expect((await browser.ask(await browser.throughProvider(second, { person: 'leopold.ashgrove@rqm.example.net' }))).statusCode).toBe(303);
  });
});

describe('abuse 63: nothing is kept', () => {
  const pages = ['/sign-in', '/sign-in?frame=1&challenge=x', '/sign-in/nhs-login?return=//x', '/sign-in/return/nhs-login?state=x'];
  it.each([...pages, '/session', '/sign-in/finish.js', '/sign-in/nhs-login'])('forbids storing %s', async (path) => {
    expect((await browser.ask(path)).headers['cache-control']).toBe('no-store');
  });

  it.each(pages)('forbids framing and foreign content on %s', async (path) => {
    const { headers } = await browser.ask(path);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
  });
});

describe('abuse 48, 49: open redirects', () => {
  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/record@evil.example', '/graphql', '/sign-out', '/record\r\nset-cookie: a=b', '/sign-in/../x'])(
    'does not return to %j',
    async (path) => {
      const response = await browser.ask(`/sign-in/nhs-login?return=${encodeURIComponent(path)}`);
      expect(response.statusCode).toBe(400);
      expect(response.headers.location).toBeUndefined();
    },
  );
});
