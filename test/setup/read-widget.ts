import type { Frame, Page } from 'playwright-core';

/** Reads what a widget shows, from the page as drawn and not from its data. */

export interface ShownTest {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly range: string;
  /** The flag in words; empty when none is shown. */
  readonly flag: string;
}

/** What the words of a flag mean, written down here so that the widget is not compared with its own table. */
const flagWords: Readonly<Record<string, string>> = {
  NORMAL: 'In the usual range', HIGH: 'Above the usual range', LOW: 'Below the usual range',
  CRITICAL_HIGH: 'Well above the usual range', CRITICAL_LOW: 'Well below the usual range', ABNORMAL: 'Outside the usual range',
};

/** A test as a widget has to show it. */
export const expectedTest = (test: { name: string; value: string | null; unit: string | null; referenceRange: string | null; flag: string | null }): ShownTest => ({
  name: test.name,
  value: test.value ?? 'No value given',
  unit: test.value === null ? '' : (test.unit ?? ''),
  range: test.referenceRange ?? 'None given',
  flag: test.flag === null ? '' : (flagWords[test.flag] ?? `unknown flag ${test.flag}`),
});

/** Titles of a list, in its order. */
export const shownTitles = (page: Page | Frame): Promise<string[]> =>
  page.locator('.cie-list__title').evaluateAll((titles) => titles.map((title) => title.textContent?.trim() ?? ''));

/** Opens all pages of a list. */
export async function showAll(page: Page | Frame): Promise<void> {
  for (let more = page.locator('[data-more]'); (await more.count()) > 0; more = page.locator('[data-more]')) {
    const before = await page.locator('.cie-list__item').count();
    await more.first().press('Enter');
    await page.waitForFunction((count) => document.querySelectorAll('.cie-list__item').length > count, before);
    await page.waitForSelector('.cie-view:not([aria-busy])');
  }
}

/** The tests of the report that is open. */
export const shownTests = (page: Page | Frame): Promise<ShownTest[]> =>
  page.locator('tbody tr:has(.cie-range)').evaluateAll((rows) =>
    rows.map((row) => {
      const text = (selector: string): string => row.querySelector(selector)?.textContent?.trim() ?? '';
      const value = text('.cie-value strong');
      return {
        name: text('.cie-test'),
        value,
        unit: text('.cie-value').slice(value.length).trim(),
        range: text('.cie-range'),
        flag: text('td:last-child > div > .nhsuk-tag, td:last-child > div > .cie-quiet'),
      };
    }));

/** The values of the trend that is open, newest first: value with its unit. */
export const shownTrend = (page: Page | Frame): Promise<string[]> =>
  page.locator('tbody .cie-value').evaluateAll((values) => values.map((value) => value.textContent?.replace(/\s+/g, ' ').trim() ?? ''));
