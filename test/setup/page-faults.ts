import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each width that people have, forced colours, and a page read from right to left. */
const views = [
  { width: 320, forcedColors: 'none', direction: 'ltr' },
  { width: 768, forcedColors: 'none', direction: 'rtl' },
  { width: 1280, forcedColors: 'active', direction: 'ltr' },
] as const;

/** What axe finds on a page of the exchange, and what is wider than the screen (EMB-3). The page is left at its last width. */
export async function faultsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { width, forcedColors, direction } of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ forcedColors });
    await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction);
    const builder = new AxeBuilder({ page }).withTags(tags);
    // Forced colours are the reader's own choice of contrast; it is measured in the page's colours.
    const { violations } = await (forcedColors === 'active' ? builder.disableRules(['color-contrast']) : builder).analyze();
    for (const { id, nodes } of violations) found.push(`${width} ${forcedColors} ${direction} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) found.push(`${width} ${direction}: ${scroll} wide`);
  }
  return found;
}
