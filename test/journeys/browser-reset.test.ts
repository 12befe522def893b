import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { heading, look, memberAnswer, memberJourney, memberPassword, problem } from '../setup/member-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const { portal, next, all, newMember, newPage, typePassword, signInByText } = memberJourney();

async function askForLink(page: Page, email: string): Promise<void> {
  await page.goto(portal('/sign-in/password'));
  await page.click('text=I have forgotten my password');
  await page.fill('#email', email);
  await page.click('button:has-text("Send me a link")');
  await page.waitForURL(portal('/reset/sent'));
}

describe.skipIf(withoutBrowser)('REG-8 reset in a browser', () => {
  it('link, text code and answer lead to a new password; every session ends and the person is told', async () => {
    const member = await newMember();
    const signedIn = await newPage();
    await signInByText(signedIn.page, member, '/record');

    const { context, page } = await newPage();
    await askForLink(page, member.email);
    const link = await next(member.email, /(http\S+\/reset\/[\w-]{43})/);
    await page.goto(link);
    expect(page.url(), 'the token leaves the address').toBe(portal('/reset/next'));
    await page.click('button:has-text("Send me a text message")');
    await page.fill('#code', '000000');
    await page.click('button:has-text("Continue")');
    expect(await problem(page)).toContain('The code is not right');
    await page.fill('#code', await next(member.mobile, /(\d{6})/));
    await page.click('button:has-text("Continue")');
    expect(await heading(page)).toBe('Answer your security question');
    await page.fill('#answer', 'Titanic');
    await page.click('button:has-text("Continue")');
    expect(await problem(page)).toContain('The answer is not right. You have 4 tries left');
    await page.fill('#answer', ' NAUTILUS. ');
    await page.click('button:has-text("Continue")');
    expect(await heading(page)).toBe('Choose your new password');
    const choose = async (one: string, other = one): Promise<void> => {
      await page.fill('#new-password', one);
      await page.fill('#new-password-again', other);
      await page.click('button:has-text("Change my password")');
    };
    await choose('too short');
    expect(await problem(page)).toContain('at least 12 characters');
    await choose('lamp otter violin', 'lamp otter violins');
    expect(await problem(page)).toContain('the same password in both fields');
    await choose('passwordpassword');
    expect(await problem(page)).toContain('many people use');
    await choose(memberPassword);
    expect(await problem(page)).toContain('This is the password that you have now');
    await choose('lamp otter violin');
    expect(await heading(page)).toBe('Your password has changed');

    await next(member.email, /(password was changed|password has changed|password)/);
    const state: unknown = await signedIn.page.evaluate(async (): Promise<unknown> => (await fetch('/session')).json());
    expect(state).toEqual({ state: 'signed-out' });
    await page.goto(link);
    expect(await heading(page), 'once').toBe('This link does not work any more');
    await typePassword(page, member.email);
    expect(await problem(page)).toContain('is not right');
    await typePassword(page, member.email, 'lamp otter violin');
    await page.waitForURL(/second-factor/);
    await Promise.all([context.close(), signedIn.context.close()]);
  });

  it('says the same to an unknown address, and sends it nothing', async () => {
    const { context, page } = await newPage();
    const email = `nobody-${randomUUID()}@example.net`;
    await askForLink(page, email);
    expect(await heading(page)).toBe('Check your email');
    expect(await all(email)).toEqual([]);
    await page.goto(portal('/reset'));
    await page.fill('#email', 'not an address');
    await page.click('button:has-text("Send me a link")');
    expect(await problem(page)).toContain('Enter an email address');
    expect(await page.inputValue('#email')).toBe('not an address');
    await context.close();
  });

  it('without a phone the support desk helps', async () => {
    const member = await newMember({ mobile: null });
    const { context, page } = await newPage();
    await askForLink(page, member.email);
    await page.goto(await next(member.email, /(http\S+\/reset\/[\w-]{43})/));
    expect(await heading(page)).toBe('Ask the support desk for help');
    await context.close();
  });

  it('a link that never was, and too many links, have pages that say what to do', async () => {
    const { context, page } = await newPage();
    await page.goto(portal(`/reset/${'x'.repeat(43)}`));
    expect(await heading(page)).toBe('This link does not work any more');
    const email = `nobody-${randomUUID()}@example.net`;
    for (let count = 0; count < 4; count += 1) await askForLink(page, email);
    await page.goto(portal('/reset'));
    await page.fill('#email', email);
    await page.click('button:has-text("Send me a link")');
    expect(await heading(page)).toBe('Wait before you try again');
    await context.close();
  });

  it('the pages of a reset are accessible and fit every screen', async () => {
    const member = await newMember();
    const { context, page } = await newPage();
    await askForLink(page, member.email);
    await page.goto(await next(member.email, /(http\S+\/reset\/[\w-]{43})/));
    await page.click('button:has-text("Send me a text message")');
    await look(page, 'code');
    await page.fill('#code', await next(member.mobile, /(\d{6})/));
    await page.click('button:has-text("Continue")');
    await look(page, 'answer');
    await page.fill('#answer', memberAnswer);
    await page.click('button:has-text("Continue")');
    await page.click('button:has-text("Change my password")');
    await look(page, 'new password, with problems');
    await context.close();
  }, 300_000);
});
