import { pick } from '@cie/kit/testing/pick.ts';
import AxeBuilder from '@axe-core/playwright';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, radiology } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, follow, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const carer = { name: 'Dr Invited Carer', email: `${randomUUID()}@r1k.example.net` };
const blood = (name: string, specialty: string, value: string): string =>
  laboratory(person, { issued: ago(2), panel: ['P', name], tests: [{ code: 'K', name: 'Potassium', value, range: '3.5-5.3' }], specialty });

async function fits(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 900 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
}

describe.skipIf(withoutBrowser)('ACS-7 ACS-8 a patient looks at their record as others would, and at who could and did see an item', () => {
  let page: Page;
  let clinician: string;
  let recordId: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      blood('Kidney profile', '300', '4.4'), blood('Clinic screen', '360', '4.9'),
      radiology(person, { name: 'X-ray shoulder', issued: ago(1), text: 'Still waits' }), letter(person, { written: ago(2), text: 'A letter' }),
    );
    page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record');
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    recordId = String(pick((await journey.exchange.query(cookie, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    await journey.exchange.query(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: carer.email, labels: ['GENERAL'] } });
    clinician = await journey.own.signIn({ as: 'clinician', organisation: 'R1K', ...carer });
  });

  it('lists to whom it is open', async () => {
    await page.goto(journey.address('portal', '/view-as'));
    const text = await shown(page);
    for (const words of [carer.email, 'Can see general health.', 'Imperial College Healthcare NHS Trust', 'Can see only what their own hospital group supplied.']) expect(text).toContain(words);
    await fits(page);
  });

  it('shows what somebody sees who was invited, in every part, and nothing to press', async () => {
    await page.click(`a:has-text("See what they see: ${carer.email}")`);
    await awake(page);
    expect(await shown(page)).toMatch(new RegExp(`You are seeing your record as somebody else would\\s+${carer.email}`));
    expect(await shown(page)).toContain('Kidney profile');
    expect(await page.content()).not.toMatch(/Clinic screen|X-ray shoulder/);
    await follow(page, 'a:has-text("Kidney profile")', 'text=Potassium');
    expect(await page.locator('.cie-view').innerText()).not.toContain('Privacy');
    await follow(page, 'a:has-text("Over time")', 'h1:has-text("Potassium")');
    // Of the other clinic's value nothing is drawn or counted.
    expect(await page.content()).not.toContain('4.9');
    for (const [part, title] of [['Health details', 'Health details'], ['Documents', 'Letters and documents'], ['Appointments', 'Appointments']]) {
      await follow(page, `.cie-sections a:has-text("${part ?? ''}")`, `h1:has-text("${title ?? ''}")`);
      expect(page.url()).toContain('as=invitation-');
      expect(await page.locator('.cie-view :is(button, input, select, textarea):enabled').count()).toBe(0);
    }
    await follow(page, '.cie-sections a:has-text("Documents")', '.cie-list__title a');
    await follow(page, '.cie-list__title a', 'cie-document-file button');
    expect(await page.locator('.cie-view button:enabled').count()).toBe(0);
    expect(await page.locator('.cie-sections a:has-text("Sharing")').count()).toBe(0);
    expect(await shown(page)).toContain('They have not used the invitation yet.');
    await fits(page);
  });

  it('shows what staff of a hospital see, less what still waits for the patient (RES-3)', async () => {
    await page.goto(journey.address('portal', '/record?as=organisation-RYJ'));
    await awake(page);
    const text = await shown(page);
    for (const words of ['Kidney profile', 'Clinic screen', 'Professionals read new results at once. Those that still wait for you are not shown here.']) expect(text).toContain(words);
    expect(await page.content()).not.toContain('X-ray shoulder');
    await page.click('a:has-text("Back to your own view")');
    await page.waitForSelector('.cie-sections a:has-text("Sharing")');
    expect(page.url()).not.toContain('as=');
  });

  it('says so when nobody of that name can read it, and leads back', async () => {
    await page.goto(journey.address('portal', `/record?as=invitation-${randomUUID()}`));
    expect(await shown(page)).toContain('There is nothing to show here');
    await page.click('a:has-text("Choose whose view to see")');
    await page.waitForSelector('h1:has-text("See your record as somebody else would")');
  });

  it('says of an item who could see it, and who did', async () => {
    await journey.exchange.query(clinician, 'query ($id: ID!) { patient(id: $id) { reports { edges { node { name } } } } }', { id: recordId });
    await page.goto(journey.address('portal', '/record?view=results'));
    await awake(page);
    await follow(page, 'a:has-text("Kidney profile")', 'a[href^="/label/report/"]');
    await page.click('a[href^="/label/report/"]');
    await page.click('a[href^="/who-saw/report/"]');
    await page.waitForSelector('h1:has-text("Who could see this, and who did")');
    const text = (await shown(page)).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/Kidney profile Today, .*It was filed under general health\. You could see it yourself\./);
    expect(text).toMatch(new RegExp(`Who else could see it.*${carer.name}.*You invited them.*Professionals of Imperial College Healthcare NHS Trust who care for you.*Who did see it.*You as ${carer.email} would see it.*${carer.name}.*You invited them`));
    await fits(page);
    await page.click('a:has-text("The day before")');
    await page.waitForSelector('text=It was not in your record yet on that day.');
    await page.fill('#year', '2999');
    await page.click('button:has-text("Show this day")');
    await page.waitForSelector('.nhsuk-error-summary');
  });

  it('stands in the access log as what it was', async () => {
    const rows = await journey.own.sql<{ reason: string }>('cie_sharing', `select distinct body::jsonb ->> 'reason' as reason from access_log where patient_id = $1 and body::jsonb ->> 'action' = 'viewed-as'`, [recordId]);
    expect(rows.map(({ reason }) => reason).toSorted()).toEqual([carer.email, 'Imperial College Healthcare NHS Trust'].toSorted());
  });
});
