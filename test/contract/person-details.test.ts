import type { CDPSession, Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { widgetVisits, withoutBrowser } from '../setup/widget-visits.ts';

const widgets = widgetVisits();

interface Heard {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** What Chromium hands to a screen reader, text after text in the order of the page. */
async function heard(page: Page): Promise<string> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return (nodes as readonly Heard[]) // the protocol's own type, of which this test reads three fields
    .filter((node) => !node.ignored && node.role?.value === 'StaticText')
    .map((node) => node.name?.value ?? '')
    .join('|');
}

const text = (page: Page | Frame, selector: string): Promise<string> => page.innerText(selector);

describe.skipIf(withoutBrowser)('ACC-1 an NHS number is read in groups and heard digit by digit', () => {
  it.each(['/record?patient=patient-1', '/embed/record?patient=patient-1'])('on %s', async (path) => {
    const { page, context } = await widgets.visit('professional', widgets.exchange.origin + path, 1280);
    await page.waitForSelector('.cie-nhs-number');
    const spoken = await heard(page);
    expect(spoken).toContain('9 9 9 0 0 0 0 0 1 8');
    expect(spoken).not.toContain('999 000 0018');
    expect(spoken).not.toContain('9990000018');
    // What is seen: the groups alone, on one line.
    expect(await text(page, '.cie-nhs-number > [aria-hidden]')).toBe('999 000 0018');
    const [seen, hidden] = await Promise.all([page.locator('.cie-nhs-number').boundingBox(), page.locator('.cie-nhs-number > .nhsuk-u-visually-hidden').boundingBox()]);
    expect(seen?.height).toBeLessThan(30);
    expect(hidden?.width).toBeLessThanOrEqual(2);
    await context.close();
  });

  it('is not shown back to the patient, whom NHS login asks us not to tell it', async () => {
    const { page, context } = await widgets.visit('patient', `${widgets.exchange.origin}/record`, 1280);
    await page.waitForSelector('.cie-banner');
    expect(await text(page, 'main')).not.toMatch(/999 ?000 ?0018/);
    await context.close();
  });
});

describe.skipIf(withoutBrowser)('ACC-2 what hospitals hold about a person, with source, time and whom to ask', () => {
  it.each([['patient', '/record', /tell Imperial College Healthcare NHS Trust, or your GP practice/], ['professional', '/record?patient=patient-1', /tell Imperial College Healthcare NHS Trust: the exchange/]] as const)('to a %s', async (who, path, wrong) => {
    const { page, context } = await widgets.visit(who, widgets.exchange.origin + path, 320);
    const details = page.locator('.cie-person');
    await details.locator('summary').press('Enter');
    const shown = await details.innerText();
    for (const fact of ['12 Sample Street, London, W2 1NY', '07700 900123', 'sandra@example.test', 'Peter Example · Spouse · 07700 900456', 'The Sample Surgery', 'Dr G Practitioner', 'From Imperial College Healthcare NHS Trust, on 28 October 2026.']) {
      expect(shown).toContain(fact);
    }
    expect(shown).toMatch(wrong);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await context.close();
  });

  it('not to somebody whom the patient invited to a part of the record', async () => {
    const { page, context } = await widgets.visit('parent', `${widgets.exchange.origin}/record?patient=patient-2`, 1280);
    await page.waitForSelector('.cie-banner');
    expect(await text(page, 'main')).not.toContain('12 Sample Street');
    await context.close();
  });
});
