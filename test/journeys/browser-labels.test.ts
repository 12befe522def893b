import AxeBuilder from '@axe-core/playwright';
import { pick } from '@cie/kit/testing/pick.ts';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, follow, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const [person, relative] = [newPerson(), newPerson()];
const email = `aunt-${relative.nhsNumber}@example.net`;

describe.skipIf(withoutBrowser)('ACS-1 a patient moves an item to another privacy label', () => {
  let page: Page;
  let aunt = '';
  let record = '';

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(person, { issued: ago(3), tests: [{ code: 'NA', value: '139' }] }),
      visit(person, { start: ago(-5), clinic: 'Another clinic' }),
      laboratory(relative, { issued: ago(3), tests: [{ code: 'NA', value: '139' }] }),
    );
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    record = String(pick((await journey.exchange.query(cookie, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    await journey.exchange.query(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email, labels: ['GENERAL'] } });
    aunt = await journey.own.signIn({ as: 'patient', nhsNumber: relative.nhsNumber, email });
    page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record');
  });

  const seenByAunt = async (): Promise<unknown> => {
    const { data } = await journey.exchange.query(aunt, 'query ($id: ID!) { patient(id: $id) { reports { edges { node { name } } } appointments { edges { node { clinic } } } } }', { id: record });
    return { reports: pick(data, 'patient', 'reports', 'edges'), appointments: pick(data, 'patient', 'appointments', 'edges') };
  };

  it('from the report, on a page that says by name who sees it and who would not', async () => {
    expect(await seenByAunt()).toMatchObject({ reports: [{}], appointments: [{}] });
    await follow(page, 'a:has-text("Urea and electrolytes")', 'text=General health –');
    await page.click('a:has-text("see who can see it, or change")');
    await page.waitForSelector('h1:has-text("Privacy of an item in your record")');
    expect(await page.innerText('main')).toMatch(new RegExp(`Shared with\\s+.*${relative.familyName}`));
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    }
    await page.click('button:has-text("Move it")');
    await page.waitForSelector('.nhsuk-error-summary >> text=Choose the label that it should have');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  });

  it('and with the next request the aunt, who has general health only, does not find it any more', async () => {
    await page.check('input[value=MENTAL_HEALTH]');
    await page.click('button:has-text("Move it")');
    await page.waitForSelector('text=It is under Mental health now.');
    expect(await page.innerText('main')).toMatch(/Shared with\s+Nobody/);
    expect(await page.innerText('main')).toMatch(/General health, from .*\s+Mental health, from .*, chosen by you/);
    expect(await seenByAunt()).toMatchObject({ reports: [], appointments: [{}] });
    await page.click('text=Back to your record');
    await page.waitForSelector('text=Mental health –');
  });

  it('an appointment too, without script; the access log says that something was moved', async () => {
    const plain = await (await journey.newContext({ storageState: await page.context().storageState(), javaScriptEnabled: false })).newPage();
    await plain.goto(journey.address('portal', '/record?view=appointments'));
    await plain.click('a:has-text("Who can see this")');
    await plain.check('input[value=SOCIAL_CARE]');
    await plain.click('button:has-text("Move it")');
    expect(await plain.innerText('main')).toContain('It is under Social care now.');
    expect(await seenByAunt()).toMatchObject({ reports: [], appointments: [] });
    const log = await journey.own.sql<{ purpose: string }>('cie_sharing', "select body::jsonb ->> 'purpose' as purpose from access_log where patient_id = $1 and body::jsonb ->> 'action' = 'changed'", [record]);
    expect(log.map(({ purpose }) => purpose).toSorted()).toEqual(['move-appointment', 'move-report']);
  });
});
