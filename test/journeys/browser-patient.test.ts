import { readFileSync } from 'node:fs';
import { pick } from '@cie/kit/testing/pick.ts';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { listOf } from '../setup/answers.ts';
import { awake, browserJourney, follow, frameOn, shown, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { expectedTest, showAll, shownTests, shownTitles, shownTrend } from '../setup/read-widget.ts';

const journey = browserJourney();
const marigold = { name: 'Marigold Thistlewood', nhsNumber: '9991001131' };

interface Report {
  readonly id: string;
  readonly name: string;
  readonly observations: readonly Parameters<typeof expectedTest>[0][];
}

const question = `{ me { patient {
  reports(first: 100) { edges { node { id name observations { name value unit referenceRange flag } } } }
  trend(code: "CREA") { unit points { text } }
  waitingReports { availableFrom organisation { name } }
  documents(first: 50) { edges { node { title type } } }
  upcoming: appointments(first: 50, when: UPCOMING) { edges { node { clinic status } } }
  past: appointments(first: 50, when: PAST) { edges { node { clinic status } } }
} } }`;

describe.skipIf(withoutBrowser)('a patient in a widget on the public site of a hospital', () => {
  let context: BrowserContext;
  let page: Page;
  let frame: Frame;
  /** What the graph answers to the same person's script. */
  let record: unknown;
  const complaints: string[] = [];
  const nodes = (name: string): readonly unknown[] => listOf(pick(record, name, 'edges')).map((edge) => pick(edge, 'node'));
  // The question above asks for exactly these fields.
  const reports = () => nodes('reports') as readonly Report[];

  beforeAll(async () => {
    if (withoutBrowser) return;
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: marigold.nhsNumber });
    record = pick((await journey.exchange.query(cookie, question)).data, 'me', 'patient');
    context = await journey.newContext();
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Reflect.set(window, 'shifts', shifts);
      // `value` is of layout-shift entries (Layout Instability API), which TypeScript's library does not have.
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(Number(Reflect.get(entry, 'value'))))).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(journey.address('publicSite'));
    frame = await frameOn(page);
  });

  const go = (choice: string, heading: string): Promise<void> => follow(frame, `nav a:has-text("${choice}")`, `h1:has-text("${heading}")`);
  const open = (link: string, marker: string): Promise<void> => follow(frame, link, marker);

  it('EMB-1 EMB-4 the page holds a signed-out frame of another origin, under a policy that lets in nothing else', async () => {
    expect(new URL(page.url()).hostname).not.toBe(new URL(frame.url()).hostname);
    const policy = (await page.request.get(journey.address('publicSite'))).headers()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(await shown(frame)).toContain('Sign in to see a health record');
    expect(await shown(frame)).not.toContain('Your health record');
  });

  it('EMB-2 signs in from the frame; the session is kept for this website alone', async () => {
    await signInInFrame(page, frame, 'patient', marigold.name);
    await frame.evaluate(() => localStorage.setItem('probe', 'kept apart'));
    const [session, ...others] = (await context.cookies()).filter(({ name }) => name === '__Host-cie-session');
    expect(others).toEqual([]);
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None' });
    expect(session?.partitionKey).toContain('127.0.0.1');

    const top = await context.newPage();
    await top.goto(journey.address('portal', '/record'));
    expect(await shown(top)).toContain('Sign in to see a health record');
    // Were it to read the frame's storage, partitioning would be off and this test worth nothing.
    expect(await top.evaluate(() => localStorage.getItem('probe'))).toBeNull();
    await top.close();
  });

  it('EMB-4 while the frame loaded and was signed in nothing on the hospital’s page jumped: its height was reserved', async () => {
    const shifts = await page.evaluate<number[]>('window.shifts');
    expect(shifts.reduce((sum, each) => sum + each, 0)).toBeLessThan(0.05);
  });

  it('RES-1 lists every report the graph answers, in its order', async () => {
    await awake(frame);
    await showAll(frame);
    expect(reports().length).toBeGreaterThan(40);
    expect(await shownTitles(frame)).toEqual(reports().map(({ name }) => name));
  });

  it('RES-3 says that a report waits and from when, and nothing of what it is', async () => {
    const [waiting] = listOf(pick(record, 'waitingReports'));
    const from = new Date(String(pick(waiting, 'availableFrom'))).toLocaleDateString('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric' });
    expect(await shown(frame)).toContain(`A report from ${String(pick(waiting, 'organisation', 'name'))} is waiting. You can read it from ${from}.`);
    expect(await shown(frame)).not.toContain('Ultrasound');
  });

  it('RES-1 shows value, unit, range and flag of each test as the graph answers them', async () => {
    const newest = [...Map.groupBy(reports().filter(({ observations }) => observations.length > 0), ({ name }) => name).values()].flatMap((same) => same.slice(0, 1));
    expect(newest.length).toBeGreaterThan(3);
    for (const { id, observations } of newest) {
      await open(`a[href*="report=${id}"]`, 'text=Tests in this report');
      expect(await shownTests(frame)).toEqual(observations.map(expectedTest));
      await open('a:has-text("All test results")', '.cie-choices');
      await showAll(frame);
    }
  });

  it('RES-2 draws one test over time, and the same values as a table', async () => {
    await open('a:has-text("Urea and electrolytes")', 'text=Tests in this report');
    await open('tr:has-text("Creatinine") a', 'cie-trend-chart svg');
    const [trend] = listOf(pick(record, 'trend'));
    const values = listOf(pick(trend, 'points')).map((point) => `${String(pick(point, 'text'))} ${String(pick(trend, 'unit'))}`);
    expect(values.length).toBeGreaterThan(10);
    expect(await shownTrend(frame)).toEqual(values.toReversed());
    expect(await frame.locator('.cie-chart__point').count()).toBe(values.length);
  });

  it('DOC-1 reads a letter, and downloads the PDF of another under the frame’s policy', async () => {
    await go('Documents', 'Letters and documents');
    expect(await shownTitles(frame)).toEqual(nodes('documents').map((each) => pick(each, 'title') ?? pick(each, 'type')));
    await open('a:has-text("Discharge summary")', 'cie-document-file button');
    const downloading = page.waitForEvent('download');
    await frame.click('cie-document-file button');
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^Discharge summary \d{4}-\d{2}-\d{2}\.pdf$/);
    expect(readFileSync(await file.path()).subarray(0, 5).toString()).toBe('%PDF-');
    await open('a:has-text("All letters and documents")', '.cie-list');
    await open('a:has-text("Clinic letter")', 'text=continue ramipril');
  });

  it('APT-1 shows what is coming up and what has been', async () => {
    await go('Appointments', 'Appointments');
    const clinics = await frame.locator('.cie-appointment').allInnerTexts();
    const expected = [...nodes('upcoming'), ...nodes('past')];
    expect(expected.length).toBeGreaterThan(1);
    expect(clinics).toHaveLength(expected.length);
    for (const [index, each] of expected.entries()) expect(clinics[index]).toContain(String(pick(each, 'clinic')));
  });

  it('ACS-6 shows who has looked, and offers no change of sharing in a frame', async () => {
    await go('Sharing', 'Sharing');
    await open('a:has-text("Who has looked")', 'h1:has-text("Who has looked at your record")');
    expect(await shown(frame)).toMatch(/You\s+Looked at .*test results/);
    expect(await frame.locator('form').count()).toBe(0);
  });

  it('EMB-2 after signing out, the way back shows nothing (abuse case 63)', async () => {
    await frame.click('text=Sign out');
    await frame.waitForSelector('text=Sign in to see a health record');
    for (let step = 0; step < 3; step++) {
      await page.evaluate(() => history.back());
      await page.waitForTimeout(250);
      const seen = await shown(await frameOn(page));
      for (const { name } of reports()) expect(seen).not.toContain(name);
      expect(seen).not.toContain('Thistlewood');
    }
    expect((await context.cookies()).filter(({ name }) => name === '__Host-cie-session')).toEqual([]);
  });

  it('EMB-2 no policy was broken on the way', async () => {
    expect(complaints).toEqual([]);
    await context.close();
  });
});
