import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, message, newOrder, patient } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { awake, browserJourney, follow, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/page-faults.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const stamp = (date: Date): string => `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;

interface Sent {
  readonly event?: string;
  readonly source?: string;
  readonly parent?: string;
  readonly title: string;
  readonly text: string;
  readonly days: number;
  /** TXA-17. */
  readonly completion?: string;
  readonly more?: readonly string[];
}

/** A document message; `days` ago is both its date and when it was sent. */
function document(whose: Person, { event = 'T02', source = newOrder(), parent = '', title, text, days, completion = 'AU', more = [] }: Sent): string {
  const sent = stamp(ago(days));
  const [head = '', ...rest] = message(`MDM^${event}`, 'RYJ', [
    patient(whose),
    'PV1|1|O|Antenatal clinic^^^Queen Charlotte\'s & Chelsea Hospital'.replace('&', '\\T\\'),
    `TXA|1|CN^Clinic letter|TX|${sent}||${sent}||${sent}|A1^Fairweather^Oluchi^^^Ms|||${source}|${parent}||||${completion}||AV||||||${title}`,
    ...(text === '' ? [] : [`OBX|1|TX|CN^Clinic letter||${text}||||||F`]),
    ...more,
  ]).split('\r');
  return [head.split('|').map((field, index) => (index === 6 ? sent : field)).join('|'), ...rest].join('\r');
}

const plan = newOrder();
const [wrong, right] = [newOrder(), newOrder()];

describe.skipIf(withoutBrowser)('a patient with documents, on a page of the exchange', () => {
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(person, { issued: ago(20), tests: [{ code: 'HB', name: 'Haemoglobin', value: '118' }] }),
      document(person, { title: 'Dating scan', text: 'One baby.', days: 90, more: [`OBX|2|DT|11778-8^Delivery date Estimated^LN||${stamp(ago(-100)).slice(0, 8)}||||||F`] }),
      document(person, { source: plan, title: 'Birth plan', text: 'At home.', days: 30 }),
      document(person, { event: 'T08', source: plan, title: 'Birth plan', text: 'In the midwife-led unit.', days: 10 }),
      document(person, { title: 'Letter in draft', text: 'Not read by its author.', days: 40, completion: 'DO' }),
      document(person, { source: wrong, title: 'Letter with a mistake', text: 'Wrong.', days: 9 }),
      document(person, { event: 'T10', source: right, parent: wrong, title: 'Letter put right', text: 'Right.', days: 8 }),
    );
    const context = await journey.newContext();
    page = await context.newPage();
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record?view=documents');
  });

  const list = async (): Promise<void> => follow(page, 'a:has-text("All letters and documents")', 'h1:has-text("Letters and documents")');

  it('DOC-1 shows the newest version, and the one before it where it is asked for', async () => {
    await follow(page, 'a:has-text("Birth plan")', 'h2:has-text("Versions")');
    expect(await shown(page)).toContain('In the midwife-led unit.');
    await follow(page, 'a:has-text("Version 1")', 'text=This is version 1 of 2.');
    expect(await shown(page)).toContain('At home.');
    await follow(page, 'a:has-text("Newest version")', 'text=In the midwife-led unit.');
    await list();
  });

  it('DOC-1 a replaced document leads to the one that takes its place, and back', async () => {
    await follow(page, 'a:has-text("Letter with a mistake")', 'text=A newer document takes its place:');
    await follow(page, 'a:has-text("Letter put right")', 'text=It takes the place of:');
    expect(await shown(page)).toContain('Right.');
    await list();
  });

  it('DOC-1 says of a letter that its author has not signed it, wherever it stands', async () => {
    expect(await page.innerText('li:has-text("Letter in draft")')).toContain('Not signed yet');
    expect(await page.innerText('li:has-text("Birth plan")')).not.toContain('Not signed yet');
    await follow(page, 'a:has-text("Letter in draft")', 'text=Not read by its author.');
    expect(await page.innerText('h1 + p')).toBe('Not signed yet');
    await list();
  });

  it('DOC-1 saves a version under a name that says what it is', async () => {
    await follow(page, 'a:has-text("Birth plan")', 'cie-document-file button');
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('cie-document-file button')]);
    expect(saved.suggestedFilename()).toMatch(/^Birth plan \d{4}-\d\d-\d\d\.txt$/);
    expect(readFileSync(await saved.path(), 'utf8')).toBe('In the midwife-led unit.');
    await list();
  });

  it('DOC-3 gathers the documents, appointments and results of a pregnancy', async () => {
    await follow(page, 'a:has-text("Maternity folder")', 'h1:has-text("Maternity folder")');
    const text = await shown(page);
    for (const part of ['Baby expected', 'Before the birth', 'Dating scan', 'Birth plan', 'Appointments', 'Test results of this time', 'Urea and electrolytes']) expect(text).toContain(part);
    expect(await faultsOf(page)).toEqual([]);
    await list();
  });

  it('DOC-2 tells what is wrong with a file before it is sent', async () => {
    await follow(page, 'a:has-text("Add a document")', 'cie-document-upload form');
    await page.click('button:has-text("Add document")');
    expect(await page.innerText('[role=alert]')).toMatch(/Choose the file\s+Write a title/);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('DOC-2 says of a page named PDF that it cannot be added', async () => {
    await page.setInputFiles('#file', { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html><script>steal()</script>') });
    await page.fill('#title', 'Letter from abroad');
    await page.check('input[value=LETTER]');
    await page.click('button:has-text("Add document")');
    await page.waitForSelector('[role=alert]:has-text("This kind of file cannot be added")');
  });

  it('DOC-2 adds a PDF, which is a document when it was checked', async () => {
    complaints.splice(0); // the browser notes the answer 400 of before
    await page.setInputFiles('#file', { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nmade up\n%%EOF\n') });
    await page.click('button:has-text("Add document")');
    await page.waitForSelector('text=It is being checked now');
    await expect.poll(async () => (await journey.own.sql('cie_documents', "select 1 from document where title = 'Letter from abroad' and status = 'current' and organisation = 'PATIENT'")).length, { timeout: 15_000 }).toBe(1);
    await list();
    await follow(page, 'a:has-text("Letter from abroad")', 'text=Added by');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('DOC-1 opens it in a tab of its own, in the browser’s viewer', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.click('button:has-text("Open")')]);
    await tab.waitForURL(/\/files\/[\w-]{43}$/);
    await tab.close();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('DOC-2 whoever added it takes it back; nobody reads it any more', async () => {
    await page.click('button:has-text("Take it back")');
    await page.waitForSelector('text=The document was taken back.');
    await awake(page);
    await follow(page, 'a:has-text("Letter from abroad")', 'text=Its author took this document back');
    expect(await page.locator('cie-document-file').count()).toBe(0);
    await list();
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(withoutBrowser)('DOC-1 the same in a widget on the page of a hospital', () => {
  it('saves a file with the session of the frame, and adds nothing there', async () => {
    const context = await journey.newContext({ viewport: { width: 400, height: 800 } });
    const page = await context.newPage();
    await page.goto(journey.address('publicSite'));
    const frame = await frameOn(page);
    await signInInFrame(page, frame, 'patient', person);
    await follow(frame, 'nav a:has-text("Documents")', 'h1:has-text("Letters and documents")');
    expect(await frame.getAttribute('a:has-text("Add a document")', 'target')).toBe('_blank');
    await follow(frame, 'a:has-text("Birth plan")', 'cie-document-file button');
    const [saved] = await Promise.all([page.waitForEvent('download'), frame.click('cie-document-file button')]);
    expect(readFileSync(await saved.path(), 'utf8')).toBe('In the midwife-led unit.');
    expect(await frame.locator('button:has-text("Open")').count()).toBe(0);
  });
});
