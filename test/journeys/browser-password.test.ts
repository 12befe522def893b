import * as OTPAuth from 'otpauth';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { frameOn } from '../setup/browser-journey.ts';
import { heading, look, memberJourney, memberPassword, problem } from '../setup/member-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const { journey, portal, next, all, newMember, newPage, typePassword, code, signInByText } = memberJourney();

const appCode = (secret: string, after = 0): string => new OTPAuth.TOTP({ secret }).generate({ timestamp: Date.now() + after * 1000 });

/** An authenticator of the device that says who holds it without being asked, as a fingerprint does. */
async function virtualAuthenticator(context: BrowserContext, page: Page): Promise<{ session: CDPSession; setVerified(is: boolean): Promise<void> }> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { session, setVerified: async (isUserVerified) => void (await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })) };
}

describe.skipIf(withoutBrowser)('REG-7 sign-in by password in a browser', () => {
  it('password and text code open the record; the next browser is told of by e-mail', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await signInByText(page, member, '/record');
    await page.waitForSelector(`text=${member.person.familyName}`);
    const cookies = await context.cookies();
    expect(cookies.find(({ name }) => name === '__Host-cie-step'), 'the step is over').toBeUndefined();
    expect(cookies.find(({ name }) => name === '__Host-cie-device')).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' });
    expect(await all(member.email), 'nothing to tell of the first').toEqual([]);
    await context.close();
    const other = await newPage();
    await signInByText(other.page, member, '/record');
    await next(member.email, /(another device)/);
    await other.context.close();
  });

  it('a person who has not agreed yet goes through the agreement and the explanation first (REG-10)', async () => {
    const member = await newMember({ isSettled: false });
    const { context, page } = await newPage();
    await typePassword(page, member.email, memberPassword, '/record');
    await page.waitForURL(/second-factor/);
    await page.fill('#text-code', await code(member));
    await page.click('button:has-text("Continue")');
    await page.waitForURL(/sign-in\/next/);
    await context.close();
  });

  it('signs a frame on a page of a trust in, through the window', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await page.goto(journey.address('publicSite'));
    const frame = await frameOn(page);
    await frame.hover('h1');
    const [window] = await Promise.all([context.waitForEvent('page'), frame.click('button:has-text("Sign in")')]);
    const closed = window.waitForEvent('close');
    await window.click('text=I have an account made by invitation');
    await window.fill('#email', member.email);
    await window.fill('#password', memberPassword);
    await window.click('button:has-text("Continue")');
    await window.fill('#text-code', await code(member));
    await window.click('button:has-text("Continue")');
    await closed;
    await frame.waitForSelector('text=Signed in as');
    await context.close();
  });

  it('says the same of a wrong password and of an unknown address, and keeps the address only', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    const texts: string[] = [];
    for (const email of [member.email, 'nobody@example.net']) {
      await typePassword(page, email, 'not it at all');
      expect(await page.title()).toMatch(/^Error: /);
      expect(await page.inputValue('#email')).toBe(email);
      expect(await page.inputValue('#password')).toBe('');
      texts.push(await page.innerText('main'));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('The email address or the password is not right');
    await page.fill('#email', '');
    await page.click('button:has-text("Continue")');
    expect(await problem(page)).toContain('Enter your email address');
    await context.close();
  });

  it('a wrong code can be corrected, five times; then the sign-in begins again', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await typePassword(page, member.email);
    const sent = await code(member);
    const wrong = sent === '123456' ? '654321' : '123456';
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try']) {
      await page.fill('#text-code', wrong);
      await page.click('button:has-text("Continue")');
      expect(await problem(page)).toContain(`You have ${left} left`);
      expect(await page.inputValue('#text-code')).toBe('');
    }
    await page.fill('#text-code', wrong);
    await page.click('button:has-text("Continue")');
    expect(await heading(page)).toBe('Start the sign-in again');
    await context.close();
  });

  it('sends another code on request, three in all', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await typePassword(page, member.email);
    await code(member);
    for (let count = 0; count < 2; count += 1) {
      await page.click('button:has-text("Send another code")');
      await code(member);
    }
    await page.click('button:has-text("Send another code")');
    expect(await problem(page)).toContain('We have sent three codes');
    await context.close();
  });

  it('a page of the second factor without a sign-in says how to begin', async () => {
    const { context, page } = await newPage();
    await page.goto(portal('/sign-in/second-factor?return=/record'));
    expect(await heading(page)).toBe('Start the sign-in again');
    await page.goto(portal('/sign-in/password?return=https://evil.example'));
    expect(await heading(page)).toBe('This link does not work');
    await context.close();
  });
});

/** Goes to the account page, signed in. */
async function openAccount(page: Page): Promise<void> {
  await page.goto(portal('/account'));
  await page.waitForSelector('h2:has-text("How you sign in")');
}

async function addApp(page: Page): Promise<string> {
  await openAccount(page);
  await page.click('text=Add an authenticator app');
  await page.fill('#password', memberPassword);
  await page.click('button:has-text("Continue")');
  await page.waitForSelector('img[alt*="QR"]');
  const secret = (await page.innerText('[data-secret]')).replaceAll(/\s/g, '');
  await page.fill('#code', appCode(secret));
  await page.click('button:has-text("Continue")');
  await page.waitForSelector('text=Authenticator app');
  return secret;
}

describe.skipIf(withoutBrowser)('REG-7 other second factors', () => {
  it('an authenticator app is added on the account page and used at the next sign-in', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await signInByText(page, member);
    const secret = await addApp(page);
    await context.clearCookies();
    await typePassword(page, member.email);
    // The code that confirmed the app is used up: the next step's is good already.
    await page.fill('#totp-code', appCode(secret, 30));
    await page.click('button:has-text("Continue with the app")');
    await page.waitForURL(portal('/'));
    await context.close();
  });

  it('a passkey is added, is a second factor, and signs in alone; not without the check of who holds it', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await signInByText(page, member);
    const authenticator = await virtualAuthenticator(context, page);
    await openAccount(page);
    await page.click('text=Add a passkey');
    await page.fill('#password', memberPassword);
    await page.click('button:has-text("Continue")');
    await page.fill('#name', 'My phone');
    await page.click('button:has-text("Make a passkey")');
    await page.waitForSelector('text=My phone');

    await context.clearCookies();
    await typePassword(page, member.email);
    await page.click('button:has-text("Use my passkey")');
    await page.waitForURL(portal('/'));

    await context.clearCookies();
    await page.goto(portal('/sign-in?return=/record'));
    await page.click('text=I have an account made by invitation');
    await page.click('text=Sign in with a passkey instead');
    // Loaded: until its script has run, the page says what it says without one.
    await page.waitForURL('**/sign-in/passkey?**');
    expect(await page.isVisible('text=This browser cannot use a passkey')).toBe(false);
    expect(await page.isVisible('[data-passkey-failed]')).toBe(false);
    await page.click('button:has-text("Use my passkey")');
    await page.waitForURL(portal('/record'));

    await context.clearCookies();
    await authenticator.setVerified(false);
    await page.goto(portal('/sign-in/passkey?return=/record'));
    await page.click('button:has-text("Use my passkey")');
    await page.waitForSelector('[data-passkey-failed]');
    expect(page.url()).toContain('/sign-in/passkey');
    await context.close();
  });

  it('without script the page of the passkey says so and leads on', async () => {
    const context = await journey.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(portal('/sign-in/passkey?return=/record'));
    expect(await page.isVisible('text=This browser cannot use a passkey')).toBe(true);
    expect(await page.isVisible('button:has-text("Use my passkey")')).toBe(false);
    await context.close();
  });

  it('a passkey of another site, or an answer sent twice, opens nothing', async () => {
    const { context, page } = await newPage();
    await page.goto(portal('/sign-in/passkey?return=/record'));
    await page.evaluate(() => {
      const form = document.querySelector('form');
      if (form === null) return;
      Object.assign(form.elements.namedItem('response') ?? {}, { value: JSON.stringify({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { signature: 'AAAA', authenticatorData: 'AAAA', clientDataJSON: 'AAAA' } }) });
      form.submit();
    });
    await page.waitForSelector('h1:has-text("We could not sign you in with this passkey")');
    await context.close();
  });
});

describe.skipIf(withoutBrowser)('EMB-3 pages of sign-in by password', () => {
  it('password, second factors and account are accessible and fit every screen', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await page.goto(portal('/sign-in/password'));
    await page.click('button:has-text("Continue")');
    await look(page, 'password, with problems');
    await page.goto(portal('/sign-in/passkey'));
    await look(page, 'passkey');
    await signInByText(page, member);
    await addApp(page);
    await look(page, 'account');
    expect(await page.innerText('#sign-in'), 'the address one signs in with').toContain(member.email);
    await page.goto(portal('/account/password'));
    await look(page, 'change of the password');
    await page.goto(portal('/account/factors/text'));
    await look(page, 'phone');
    await page.goto(portal('/account/factors/totp'));
    await page.fill('#password', memberPassword);
    await page.click('button:has-text("Continue")');
    await look(page, 'app');
    await openAccount(page);
    await page.click('a:has-text("Remove") >> nth=0');
    await page.click('button:has-text("Remove")');
    await look(page, 'removal, with a problem');
    await context.clearCookies();
    await typePassword(page, member.email);
    await page.click('button:has-text("Send me a text message")');
    await page.waitForSelector('#text-code');
    await look(page, 'second factor');
    await context.close();
  }, 300_000);
});
