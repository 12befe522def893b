import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, radiology } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, shown, signInAtTop } from '../setup/browser-journey.ts';
import { untilTrue } from '../setup/inside.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
/** Of the trust that supplied the scan. */
const clinician = 'Dr Philippa Merriweather';
const words = 'Old fracture of the left clavicle';

describe.skipIf(withoutBrowser)('RES-4 a scan that nobody has opened, on a phone and on a desktop', () => {
  let page: Page;
  let reportId = '';

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(radiology(person, { name: 'X-ray shoulder', issued: ago(26), text: words }));
    const [row] = await journey.own.sql<{ patient_id: string; id: string }>('cie_results', "select patient_id, id from report where name = 'X-ray shoulder' order by created_at desc limit 1");
    reportId = row?.id ?? '';
    // The job that raises tasks looks every ten minutes; its rules have tests of their own.
    await journey.own.sql('cie_results', "insert into result_task (patient_id, report_id, organisation) values ($1, $2, 'RYJ') on conflict do nothing", [row?.patient_id, reportId]);
    page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'professional', clinician);
  });

  it('stands on the list that the first page leads to, without a name', async () => {
    await page.click('a:has-text("Results nobody has opened")');
    await page.waitForSelector('h1:has-text("Results nobody has opened")');
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    }
    expect(await page.locator(`a[href*="${reportId}"]`).innerText()).toBe('Radiology report');
    expect(await shown(page)).not.toMatch(new RegExp(`${person.familyName}|${person.nhsNumber}|fracture`));
  });

  it('is opened from there by the door of the own organisation, and is off the list', async () => {
    await page.click(`a[href*="${reportId}"]`);
    await page.waitForSelector(`text=${words}`);
    await untilTrue(async () => (await journey.own.sql('cie_results', 'select 1 from report_opening where report_id = $1', [reportId])).length === 1);
    const list = await page.context().newPage();
    await list.goto(journey.address('portal', '/results-to-open'));
    expect(await list.locator(`a[href*="${reportId}"]`).count()).toBe(0);
    await list.close();
  });

  it('is released early with a reason, and read by the patient at once, who is told that it was early and not why', async () => {
    await awake(page);
    await page.click('button:has-text("Let the patient read it now")');
    await page.fill('[name=reason]', 'Told in fracture clinic');
    await page.click('form[data-act=decide] button[type=submit]');
    await page.waitForSelector('text=The patient can read this report now.');

    const own = await (await journey.newContext({ viewport: { width: 375, height: 800 } })).newPage();
    await signInAtTop(own, journey.address('portal'), 'patient', person, '/record');
    await own.goto(journey.address('portal', `/record?view=results&report=${reportId}`));
    await own.waitForSelector(`text=${words}`);
    expect(await shown(own)).toContain('Your care team let you read this before the usual wait was over.');
    expect(await own.content()).not.toContain('fracture clinic');
  });
});
