import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { postboxOf } from '../setup/inbox-messages.ts';
import { faultsOf } from '../setup/page-faults.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const portal = (path: string): string => journey.address('portal', path);
const appointmentsPage = '/record?view=appointments';

/** Whole minutes, as a hospital books. */
function inDays(days: number): Date {
  return new Date(Math.round(ago(-days).getTime() / 60_000) * 60_000);
}

const next = inDays(20);
const soon = inDays(1);
const sexualHealth = inDays(30);
const elsewhere = inDays(80);

/** As a calendar that knows nothing of us reads it. */
function eventsOf(text: string): ICAL.Event[] {
  // A text with one calendar is parsed into one component, in the form of jCal (RFC 7265).
  return new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
}

/** The entry of the timeline that names a clinic. */
const entryOf = (page: Page, clinic: string) => page.locator('.cie-appointment', { hasText: clinic });

async function openTimeline(page: Page): Promise<void> {
  await page.goto(portal(appointmentsPage));
  await awake(page);
}

async function makeFeed(page: Page, { clinicNames = false, labels = [] as readonly string[] } = {}): Promise<string> {
  await page.goto(portal('/calendar'));
  await page.fill('#name', `feed ${labels.length}`);
  if (clinicNames) await page.check('input[value=clinic]');
  for (const label of labels) await page.check(`input[value=${label}]`);
  await page.click('text=Make an address');
  return page.inputValue('#address');
}

describe.skipIf(withoutBrowser)('APT-1 a patient’s appointments, all hospitals on one timeline', () => {
  let page: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      visit(person, { start: ago(40), clinic: 'Eye clinic' }),
      visit(person, { start: elsewhere, clinic: 'Hand clinic', organisation: 'R1K' }),
      visit(person, { start: next, clinic: 'Foot clinic', organisation: 'RQM' }),
      visit(person, { start: sexualHealth, clinic: 'Sexual health clinic' }),
      visit(person, { start: soon, clinic: 'Skin clinic', organisation: 'RAS' }),
    );
    page = await (await journey.newContext({ acceptDownloads: true })).newPage();
    await signInAtTop(page, portal(''), 'patient', person, appointmentsPage);
  });

  it('next first, then later by month, then past, where the hospital has not said who came', async () => {
    const entries = await page.locator('.cie-appointment').allInnerTexts();
    expect(entries.map((text) => /(\w[\w ]+ clinic)/.exec(text.replace(/.*Clinic\n/s, ''))?.[1])).toEqual(['Skin clinic', 'Foot clinic', 'Sexual health clinic', 'Hand clinic', 'Eye clinic']);
    const headings = await page.locator('main h2, main h3').allInnerTexts();
    expect(headings.filter((text) => ['Next', 'Later', 'Past'].includes(text))).toEqual(['Next', 'Later', 'Past']);
    expect(headings).toContain(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', month: 'long', year: 'numeric' }).format(next));
    expect(entries.at(-1)).toContain('The hospital has not said whether you attended.');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('says why a change cannot be asked for here: too soon, over, or a hospital that takes no requests', async () => {
    expect(await entryOf(page, 'Skin clinic').innerText()).toContain('less than 48 hours away');
    expect(await entryOf(page, 'Hand clinic').innerText()).toContain('This hospital takes no requests from here.');
    expect(await page.locator('.cie-appointment', { has: page.locator('button') }).allInnerTexts()).toHaveLength(2);
  });

  it('one appointment as a calendar file, which another program reads', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), entryOf(page, 'Foot clinic').locator('text=Add to your calendar').click()]);
    expect(download.suggestedFilename()).toMatch(/^appointment-\d{4}-\d{2}-\d{2}\.ics$/);
    const [event, ...others] = eventsOf(readFileSync(await download.path(), 'utf8'));
    expect(others).toEqual([]);
    expect(event?.summary).toBe('Foot clinic');
    expect(event?.startDate.toJSDate()).toEqual(next);
    expect(event?.endDate.toJSDate()).toEqual(new Date(next.getTime() + 1_800_000));
  });

  it('a calendar file of somebody else’s record, of none, and without a session is not given out (abuse cases 1, 2)', async () => {
    const href = (await entryOf(page, 'Foot clinic').locator('a[href$=".ics"]').getAttribute('href')) ?? '';
    const [, , , record = '', file = ''] = href.split('/');
    const stranger = newPerson();
    await journey.own.deliver(visit(stranger, { start: next, clinic: 'Not yours' }));
    const [theirs] = await journey.own.sql<{ id: string; patient_id: string }>('cie_appointments', "select id, patient_id from appointment where clinic = 'Not yours' order by created_at desc limit 1");
    const refused = [
      `/calendar/appointment/${theirs?.patient_id}/${theirs?.id}.ics`, `/calendar/appointment/${record}/${theirs?.id}.ics`,
      `/calendar/appointment/00000000-0000-4000-8000-000000000000/${file}`, `/calendar/appointment/${record}/x.ics`,
    ];
    for (const path of refused) expect((await page.request.get(portal(path))).status()).toBe(404);
    expect((await fetch(portal(href))).status).toBe(401);
    expect((await page.request.get(portal(href), { headers: { 'sec-fetch-site': 'cross-site' } })).status()).toBe(403);
    expect((await page.request.get(portal(href))).status()).toBe(200);
  });

  it('a private feed shows general words, nothing of another label, and can be asked for again cheaply', async () => {
    const address = await makeFeed(page);
    expect(address).toMatch(/\/calendar\/feed\/[\w-]{43}\.ics$/);
    expect(await faultsOf(page)).toEqual([]);
    const answer = await fetch(address);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const events = eventsOf(text);
    expect(events.map(({ summary }) => summary)).toEqual(['Hospital appointment', 'Hospital appointment', 'Hospital appointment']);
    expect(events.map(({ startDate }) => startDate.toJSDate())).toEqual([soon, next, elsewhere]);
    expect(text).not.toMatch(/clinic|check-up/i);
    const version = answer.headers.get('etag') ?? '';
    expect((await fetch(address, { headers: { 'if-none-match': version } })).status).toBe(304);
    expect((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    // Only its hash is kept.
    const token = address.slice(-47, -4);
    const [row] = await journey.own.sql<{ row: string }>('cie_gateway', 'select to_jsonb(f)::text as row from calendar_feed f order by created_at desc limit 1');
    expect(row?.row).not.toContain(token);
  });

  it('shows clinics and other labels only where its owner chose them', async () => {
    const events = eventsOf(await (await fetch(await makeFeed(page, { clinicNames: true, labels: ['sexual-health'] }))).text());
    expect(events.map(({ summary }) => summary)).toEqual(['Skin clinic', 'Foot clinic', 'Sexual health clinic', 'Hand clinic']);
  });

  it('each fetch is in the access log, by the patient’s own door', async () => {
    await page.goto(portal('/access-log'));
    expect(await shown(page)).toMatch(/You\s+Your calendar looked at appointments/);
  });

  it('a feed that is stopped is dead at once, and so is an address that nobody made', async () => {
    const address = await makeFeed(page, { labels: ['social-care'] });
    expect((await fetch(address)).status).toBe(200);
    await page.locator('.cie-sign-in', { hasText: 'social care' }).locator('button').click();
    await page.waitForSelector('text=That address does not work any more.');
    for (const gone of [address, `${address.slice(0, -10)}aaaaaa.ics`, portal('/calendar/feed/x.ics')]) expect((await fetch(gone)).status).toBe(404);
  });

  it('asks the booking team to cancel; the hospital confirms, and the status changes', async () => {
    await openTimeline(page);
    await entryOf(page, 'Foot clinic').locator('button:has-text("Ask to change or cancel")').click();
    await page.waitForSelector('text=What do you want to ask for?');
    expect(await faultsOf(page)).toEqual([]);
    await page.click('text=Send to the booking team');
    await page.waitForSelector('#kind-problem');
    await page.check('text=To cancel the appointment');
    await page.fill('#reason', 'I will be away | on holiday');
    await page.fill('#phone', '020 7946 0000');
    await page.click('text=Send to the booking team');
    await page.waitForSelector('text=Your request is on its way to the booking team.');
    const entry = entryOf(page, 'Foot clinic');
    expect(await entry.innerText()).toMatch(/Asked to cancel on[^]*Until it answers, the appointment stands/);
    expect(await entry.locator('button').count()).toBe(0);
    await expect.poll(async () => {
      await openTimeline(page);
      return entryOf(page, 'Foot clinic').innerText();
    }, { timeout: 30_000, interval: 1000 }).toContain('Cancelled');
    expect(await entryOf(page, 'Foot clinic').locator('button').count()).toBe(0);
    // MSG-1: that there is news, and nothing of what it is about.
    const letter = await postboxOf(journey.exchange).next('somebody@example.net', /(News about something you asked for[^]*)/);
    expect(letter).not.toMatch(/foot|clinic|hospital|cancel/i);
  });

  it('asks for another time, and is told where the hospital has moved it from', async () => {
    await entryOf(page, 'Sexual health clinic').locator('button').click();
    await page.check('text=Another time');
    await page.click('text=Send to the booking team');
    await page.waitForSelector('#wishes-problem');
    await page.fill('#wishes', 'Any Tuesday after 2pm');
    await page.click('text=Send to the booking team');
    await page.waitForSelector('text=Your request is on its way to the booking team.');
    await expect.poll(async () => {
      await openTimeline(page);
      return entryOf(page, 'Sexual health clinic').innerText();
    }, { timeout: 30_000, interval: 1000 }).toMatch(/Moved from[^]*The hospital has given it another time/);
  });

  it('the log of the gateway holds neither addresses of feeds nor what the patient wrote (abuse case 62)', () => {
    const printed = readFileSync(journey.exchange.printed, 'utf8');
    expect(printed).not.toMatch(/calendar\/feed\/[\w-]{20}/);
    expect(printed).not.toMatch(/on holiday|any tuesday/i);
  });

  it('in a frame on a trust’s page nothing is asked for: it leads to a page of ours; the calendar file comes all the same', async () => {
    const host = await (await journey.newContext({ acceptDownloads: true, viewport: { width: 390, height: 800 } })).newPage();
    await host.goto(journey.address('publicSite'));
    const frame = await frameOn(host);
    await signInInFrame(host, frame, 'patient', person);
    await frame.locator('nav a:has-text("Appointments")').press('Enter');
    await frame.waitForSelector('h1:has-text("Appointments")');
    await awake(frame);
    expect(await frame.locator('.cie-appointment form').count()).toBe(0);
    expect(await frame.locator('a:has-text("Ask to change or cancel")').first().getAttribute('href')).toBe('/record?view=appointments');
    const [download] = await Promise.all([host.waitForEvent('download'), frame.locator('.cie-appointment', { hasText: 'Hand clinic' }).locator('a[href$=".ics"]').click()]);
    expect(eventsOf(readFileSync(await download.path(), 'utf8')).map(({ summary }) => summary)).toEqual(['Hand clinic']);
    await host.context().close();
  });

  it('who leaves the exchange leaves no feed behind', async () => {
    const address = await makeFeed(page, { labels: ['mental-health'] });
    expect((await fetch(address)).status).toBe(200);
    await page.goto(portal('/account/opt-out'));
    await page.check('input[name=confirm]');
    await page.click('main form button');
    await page.waitForURL(portal('/account/closed'));
    expect((await fetch(address)).status).toBe(404);
    const left = await journey.own.sql('cie_gateway', "select 1 from calendar_feed where person ->> 'name' like $1", [`%${person.familyName}%`]);
    expect(left).toEqual([]);
  });
});
