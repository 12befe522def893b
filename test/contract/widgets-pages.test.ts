import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { widgetVisits, withoutBrowser, type Who } from '../setup/widget-visits.ts';

const widgets = widgetVisits();

const pages: readonly (readonly [who: Who, path: string])[] = [
  ['nobody', '/'],
  ['nobody', '/embed/results'],
  ['nobody', '/help'],
  ['unproven', '/'],
  ['unproven', '/record'],
  ['unproven', '/embed/results'],
  ['patient', '/'],
  ['patient', '/embed/results'],
  ['patient', '/embed/results?report=r1'],
  ['patient', '/embed/results?report=r3'],
  ['patient', '/embed/results?report=r4'],
  ['patient', '/embed/results?report=r1&test=HGB'],
  ['patient', '/embed/health'],
  ['patient', '/embed/health?test=BLOOD_PRESSURE'],
  ['patient', '/record?view=health'],
  ['patient', '/record?view=health&kind=measured&test=BLOOD_PRESSURE'],
  ['patient', '/embed/documents'],
  ['patient', '/embed/documents?document=d2'],
  ['patient', '/embed/appointments'],
  ['patient', '/embed/sharing'],
  ['patient', '/embed/record?view=documents'],
  ['patient', '/embed/results?report=none'],
  ['patient', '/record'],
  ['patient', '/sharing'],
  ['patient', '/access-log'],
  ['patient', '/act-for'],
  ['unproven', '/act-for'],
  ['parent', '/'],
  ['parent', '/act-for'],
  ['parent', '/sharing'],
  ['parent', '/record'],
  ['parent', '/record?view=records'],
  ['parent', '/record?patient=patient-2'],
  ['parent', '/embed/results'],
  ['parent', '/embed/results?view=records'],
  ['parent', '/embed/results?patient=patient-2'],
  ['parent', '/embed/sharing'],
  ['professional', '/embed/record'],
  ['professional', '/embed/record?patient=patient-1'],
  ['professional', '/embed/record?patient=patient-1&report=r4'],
  ['professional', '/record?patient=patient-1&report=r4'],
  ['professional', '/record?patient=patient-1&view=health'],
  ['professional', '/emergency'],
];

describe.skipIf(withoutBrowser)('EMB-3 every page is accessible and keeps to its policy', () => {
  it.each(pages.flatMap(([who, path]) => [320, 1280].map((width) => [who, path, width] as const)))('%s %s at %d px', async (who, path, width) => {
    const { page, context, complaints } = await widgets.visit(who, widgets.exchange.origin + path, width);
    // The first touch hydrates; a mismatch with what the server drew would be reported as an error.
    await page.mouse.move(60, 60);
    await page.mouse.move(70, 70);
    await page.waitForFunction(() => document.querySelector('.cie-view:not([data-awake])') === null);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await context.close();
  }, 30_000);
});
