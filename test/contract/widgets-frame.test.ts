import { describe, expect, it } from 'vitest';
import { widgetVisits, withoutBrowser } from '../setup/widget-visits.ts';

const widgets = widgetVisits();

describe.skipIf(withoutBrowser)('EMB-4 a frame is drawn by the server and taken over in the browser', () => {
  it('shows the record without any script', async () => {
    const context = await widgets.newContext('patient', { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${widgets.exchange.origin}/embed/results`);
    expect(await page.textContent('main')).toContain('Full blood count');
    await page.click('text=Full blood count');
    expect(await page.textContent('main')).toContain('118.0');
    await context.close();
  });

  it('moves within the frame without loading the page again, and back', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/embed/results`);
    await page.hover('h1');
    await page.waitForSelector('.cie-view[data-awake]');
    await page.evaluate(() => document.body.setAttribute('data-same', ''));
    await page.click('text=Full blood count');
    await page.waitForSelector('text=Tests in this report');
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('h1');
    await page.goBack();
    await page.waitForSelector('text=Chest X-ray');
    expect(await page.evaluate(() => document.body.hasAttribute('data-same'))).toBe(true);
    await context.close();
  });

  it('joins the next page of a list to what is shown', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    const before = await page.locator('.cie-list__item').count();
    await page.click('text=Show more');
    await page.waitForFunction((count) => document.querySelectorAll('.cie-list__item').length > count, before);
    expect(await page.locator('text=Show more').count()).toBe(0);
    await context.close();
  });

  it('says that the session has ended, and takes the record away', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/embed/results`);
    await context.unrouteAll();
    await page.hover('h1');
    await page.waitForSelector('text=You have been signed out');
    expect(await page.textContent('body > main')).not.toContain('Full blood count');
    await context.close();
  });

  it('says when there is no connection, and tries again', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    await context.setOffline(true);
    await page.click('text=Full blood count');
    await page.waitForSelector('text=There is no connection');
    await context.setOffline(false);
    await page.click('button:has-text("Try again")');
    await page.waitForSelector('text=Tests in this report');
    await context.close();
  });

  it('draws a trend that a keyboard can read', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/embed/results?report=r1&test=HGB`);
    await page.waitForSelector('cie-trend-chart svg');
    await page.focus('cie-trend-chart svg');
    await page.keyboard.press('Home');
    expect(await page.textContent('cie-trend-chart figcaption')).toContain('124 g/L');
    await page.keyboard.press('End');
    expect(await page.textContent('cie-trend-chart figcaption')).toContain('118.0 g/L');
    await context.close();
  });
});

describe.skipIf(withoutBrowser)('ACS-3 sharing is changed on the exchange’s own pages only', () => {
  it('invites somebody, says what is wrong first, and stops sharing', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/sharing`);
    await page.waitForSelector('.cie-view[data-awake]');
    await page.fill('#email', 'nobody');
    await page.click('button:text-is("Invite")');
    await page.waitForSelector('.nhsuk-error-summary:focus');
    await page.fill('#email', 'carer@example.com');
    await page.check('label:has-text("Social care")');
    await page.click('button:text-is("Invite")');
    await page.waitForSelector('text=carer@example.com has been invited.');
    expect(await page.inputValue('#email')).toBe('');
    expect(await page.locator('input[name=labels]:checked').evaluateAll((boxes) => boxes.map((box) => box.getAttribute('value')))).toEqual(['GENERAL']);
    await page.click('text=Stop sharing >> nth=0');
    await page.waitForSelector('text=Sharing with ben@example.com has stopped');
    await context.close();
  });

  it('offers no change inside a frame', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/embed/sharing`);
    expect(await page.locator('form').count()).toBe(0);
    await context.close();
  });
});

describe.skipIf(withoutBrowser)('ACS-4 a professional says whose record to open', () => {
  it('finds a patient by NHS number and date of birth, and sees whose record it is', async () => {
    const { page, context } = await widgets.visit('professional', `${widgets.exchange.origin}/embed/record`);
    await page.waitForSelector('.cie-view[data-awake]');
    await page.fill('#number', '999 000 0019');
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('.nhsuk-error-summary:focus');
    await page.fill('#number', '999 000 0018');
    for (const [name, value] of [['day', '3'], ['month', 'April'], ['year', '1957']]) await page.fill(`#${name}`, value ?? '');
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('text=NHS number 999 000 0018');
    expect(await page.textContent('.cie-banner')).toContain('This person has invited you');
    await context.close();
  });
});
