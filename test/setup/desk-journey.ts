import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How pages are audited: narrow, and wide in the reader's own colours. */
const audited = [
  { name: '320', width: 320, forcedColors: 'none', direction: 'ltr' },
  { name: 'colours', width: 1280, forcedColors: 'active', direction: 'ltr' },
] as const;

/** How they are looked at as well, when pictures are wanted. */
const pictured = [
  ...audited,
  { name: '768', width: 768, forcedColors: 'none', direction: 'ltr' },
  { name: '1280', width: 1280, forcedColors: 'none', direction: 'ltr' },
  { name: 'rtl', width: 320, forcedColors: 'none', direction: 'rtl' },
] as const;

/** What axe finds on a page, and what is wider than the screen. With CIE_SHOTS (a folder) more views are audited and kept there as pictures. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const folder = process.env['CIE_SHOTS'];
  for (const view of folder === undefined ? audited : pictured) {
    await page.setViewportSize({ width: view.width, height: 900 });
    await page.emulateMedia({ forcedColors: view.forcedColors });
    await page.evaluate((direction) => document.documentElement.setAttribute('dir', direction), view.direction);
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}-${view.name}.png`), fullPage: true });
    }
    const builder = new AxeBuilder({ page }).withTags(tags);
    // Forced colours are the reader's own choice of contrast; it is measured in the page's colours.
    const { violations } = await (view.forcedColors === 'active' ? builder.disableRules(['color-contrast']) : builder).analyze();
    for (const { id, nodes } of violations) found.push(`${name} ${view.name} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > view.width) found.push(`${name} ${view.name}: ${scroll} wide`);
  }
  await page.evaluate(() => document.documentElement.removeAttribute('dir'));
  await page.emulateMedia({ forcedColors: 'none' });
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}
