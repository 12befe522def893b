import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { pick } from '@cie/kit/testing/pick.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, radiology, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { listOf } from '../setup/answers.ts';
import { browserJourney, follow, identify, shown, signInAtTop, takeSteps } from '../setup/browser-journey.ts';
import { downloadRecord } from '../setup/download-record.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { pdfText } from '../setup/pdf-text.ts';

const journey = browserJourney();
const person = newPerson();
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What waits, and must be in no file. */
const withheld = /Scan that waits|Shadow on the left/;

const formats = [
  ['PDF, to read and print', 'pdf'],
  ['FHIR, for other health services and apps', 'json'],
  ['CSV, results as a table', 'csv'],
] as const;

/** Chooses a kind of file and waits for it; the page brings itself up to date. */
async function take(page: Page, label: string): Promise<{ readonly name: string; readonly content: Buffer }> {
  await page.check(`label:has-text("${label}")`);
  await page.click('button:has-text("Make the file")');
  const row = page.locator('li[data-state]', { hasText: label }).first();
  await row.locator('button:has-text("Download")').waitFor({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), row.locator('button:has-text("Download")').click()]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

describe.skipIf(withoutBrowser).each([['a phone', 390, 844], ['a desktop', 1280, 900]])('REC-1 a patient downloads the record on %s', (_device, width, height) => {
  let context: BrowserContext;
  let page: Page;
  let seen: string;
  const files = new Map<string, Buffer>();

  beforeAll(async () => {
    if (withoutBrowser) return;
    if (width === 390) {
      await journey.own.deliver(
        laboratory(person, { issued: ago(30), tests: [{ code: 'FER', name: 'Ferritin', value: '41.50', unit: 'ug/L', range: '15 - 300', flag: 'N' }], panel: ['FER', 'Iron stores'] }),
        laboratory(person, { issued: ago(20), tests: [{ code: 'CRP', name: 'C-reactive protein', value: '<5', unit: 'mg/L' }], panel: ['CRP', 'Inflammation'] }),
        radiology(person, { issued: ago(2), name: 'Scan that waits', text: 'Shadow on the left.' }),
        letter(person, { written: ago(25), text: 'Seen in clinic and well.' }),
        visit(person, { start: ago(-9), clinic: 'Renal clinic' }),
      );
    }
    context = await journey.newContext({ viewport: { width, height }, acceptDownloads: true });
    page = await context.newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record');
    await follow(page, 'a:has-text("Iron stores")', 'h1:has-text("Iron stores")');
    seen = await shown(page);
  });

  it('finds the page from the record, which says what it does, on any screen', async () => {
    await page.click('a:has-text("Download this record")');
    await page.waitForURL('**/download');
    expect(await page.title()).toBe('Download your record – Care Information Exchange');
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('is told what to choose', async () => {
    await page.click('button:has-text("Make the file")');
    await page.click('.nhsuk-error-summary a:has-text("Choose what kind of file to make")');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('format-0');
    expect(await page.title()).toMatch(/^Error: /);
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it.each(formats)('takes the file %s', async (label, ending) => {
    const { name, content } = await take(page, label);
    expect(name).toMatch(new RegExp(`^health-record-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    files.set(ending, content);
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('the files hold what the widget shows, and not what waits (RES-3, abuse case 8)', async () => {
    const pdf = await pdfText(files.get('pdf') ?? Buffer.alloc(0));
    for (const each of ['Iron stores', 'Ferritin', '41.50', '15 - 300', 'In the usual range']) {
      expect(seen).toContain(each);
      expect(pdf).toContain(each);
    }
    for (const each of ['41.50 ug/L', '<5 mg/L', 'Seen in clinic and well.', 'Renal clinic', 'Questions about this? Ask the team at Imperial College Healthcare NHS Trust', '020 7946 0101']) expect(pdf).toContain(each);
    const bundle: unknown = JSON.parse(files.get('json')?.toString('utf8') ?? '');
    const resources = listOf(pick(bundle, 'entry')).map((entry) => pick(entry, 'resource'));
    expect(resources.map((each) => pick(each, 'resourceType'))).toEqual(expect.arrayContaining(['Composition', 'Patient', 'Organization', 'DiagnosticReport', 'Observation', 'DocumentReference', 'Appointment']));
    expect(files.get('json')?.toString('utf8')).toContain('"value":41.50,"unit":"ug/L"');
    expect(files.get('csv')?.toString('utf8').split('\r\n')).toHaveLength(4);
    for (const [ending, content] of files) expect([ending, withheld.exec(ending === 'pdf' ? pdf : content.toString('utf8'))]).toEqual([ending, null]);
  });

  it('“Who has looked” names the download (ACS-6)', async () => {
    await page.goto(journey.address('portal', '/access-log'));
    expect(await shown(page)).toMatch(/You\s+Downloaded [^\n]*test results/);
  });

  it('nothing is left on a shared computer: neither page nor file after signing out (abuse case 63)', async () => {
    await page.goto(journey.address('portal', '/download'));
    const rows = await journey.own.sql<{ count: number }>('cie_gateway', 'select count(*)::int as count from export_job');
    await page.click('button:has-text("Sign out")');
    await page.waitForURL(journey.address('portal', '/'));
    const left = await journey.own.sql<{ count: number }>('cie_gateway', 'select count(*)::int as count from export_job');
    expect((rows[0]?.count ?? 0) - (left[0]?.count ?? 0)).toBeGreaterThanOrEqual(3);
    await page.goBack();
    expect(await page.content()).not.toContain('CSV, results as a table');
    await context.close();
  });
});

describe.skipIf(withoutBrowser)('REC-1 without script, and for whom there is no copy', () => {
  it('a browser without script makes a file and fetches it', async () => {
    const context = await journey.newContext({ javaScriptEnabled: false, acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(journey.address('portal', '/sign-in?return=/download'));
    await identify(page, 'patient', person);
    await takeSteps(page, page.waitForURL('**/download'));
    await page.check('label:has-text("CSV, results as a table")');
    await page.click('button:has-text("Make the file")');
    for (let tries = 0; tries < 40 && (await page.locator('button:has-text("Download (")').count()) === 0; tries += 1) {
      await page.waitForTimeout(250);
      // Gone when the file is there already.
      await page.click('a:has-text("See how far it is")', { timeout: 1000 }).catch(() => undefined);
    }
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("Download (")')]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('Ferritin');
    await context.close();
  });

  it('a proxy takes what the desk agreed for them, and nothing of another label (abuse case 9)', async () => {
    const parent = newPerson();
    await journey.own.deliver(
      laboratory(parent, { issued: ago(1), tests: [{ code: 'K', value: '4.0' }] }),
      laboratory(person, { issued: ago(15), specialty: '711', tests: [{ code: 'MOOD', name: 'Mood score', value: '4' }], panel: ['MQ', 'Mood questionnaire'] }),
    );
    const [self, proxy] = [await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber }), await journey.own.signIn({ as: 'patient', nhsNumber: parent.nhsNumber })];
    const id = String(pick((await journey.exchange.query(self, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    const [session] = await journey.own.sql<{ account_id: string }>('cie_gateway', "select viewer ->> 'accountId' as account_id from session order by created_at desc limit 1");
    await journey.own.sql(
      'cie_sharing',
      `insert into proxy (patient_id, account_id, proxy_name, finder, basis, birth_date, decided, labels, sealed, requested_at, verifier, started_at, ends_at, reviewed_at, consent)
       values ($1, $2, 'A Carer', $3, 'written-consent', '1950-01-01', 'active', '{0}', '', now(), 'desk', now(), date_trunc('day', now()) + interval '1 year', now(), 'given')`,
      [id, session?.account_id, Buffer.from(id)],
    );
    for (const format of ['pdf', 'fhir', 'csv'] as const) {
      const [own, theirs] = [await downloadRecord(journey.address('portal'), self, format, id), await downloadRecord(journey.address('portal'), proxy, format, id)];
      const [all, some] = await Promise.all([own, theirs].map(async ({ content }) => (format === 'pdf' ? pdfText(content) : content.toString('utf8'))));
      expect([format, own.status, theirs.status]).toEqual([format, 200, 200]);
      expect(all).toContain('Mood score');
      expect(some).toContain('Ferritin');
      expect(some).not.toContain('Mood');
    }
  });

  it('a clinician who may read the record takes none, in an emergency neither (ACS-5)', async () => {
    const patient = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    const id = String(pick((await journey.exchange.query(patient, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
    const portal = journey.address('portal');
    const [treating, emergency] = [await journey.own.signIn({ as: 'clinician', organisation: 'RYJ' }), await journey.own.signIn({ as: 'clinician', organisation: 'R1K' })];
    await journey.exchange.query(emergency, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', {
      input: { nhsNumber: person.nhsNumber, birthDate: person.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious at home' },
    });
    for (const cookie of [treating, emergency]) {
      const read = await journey.exchange.query(cookie, `{ patient(id: "${id}") { reports(first: 1) { edges { node { id } } } } }`);
      expect(listOf(pick(read.data, 'patient', 'reports', 'edges'))).toHaveLength(1);
      const answer = await downloadRecord(portal, cookie, 'csv', id);
      expect(answer.status).toBe(403);
      expect(answer.content.toString('utf8')).toContain('Only the person whose record it is');
    }
  });
});
