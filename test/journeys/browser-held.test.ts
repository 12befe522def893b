import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, message, patient } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { browserJourney, follow, shown, signInAtTop } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const portal = (path: string): string => journey.address('portal', path);
const press = (page: Page, text: string): Promise<void> => page.click(`main button:has-text("${text}")`);

let dana: Page;

/** Signs a member of staff of the simulator's list in, on a page of ours, without script: every page of feeds works without. */
async function staffPage(name: string, path: string): Promise<Page> {
  const page = await (await journey.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(portal(`/sign-in?return=${encodeURIComponent(path)}`));
  await page.click('text=I am a health or care professional');
  await page.click(`button:has-text("${name}")`);
  await page.waitForURL(portal(path));
  return page;
}

/** Delivers a message and gives the id under which the inbox keeps it. */
async function deliver(text: string): Promise<string> {
  await journey.own.deliver(text);
  const [row] = await journey.own.sql<{ id: string }>('cie_gateway', 'select id from feed_message where control_id = $1', [text.split('|')[9] ?? '']);
  return row?.id ?? 'none';
}

const stateOf = async (id: string): Promise<string> => (await journey.own.sql<{ state: string }>('cie_gateway', 'select state from feed_message where id = $1', [id]))[0]?.state ?? 'none';

/** Two results of a known person, the second with a status that no table knows. */
async function oddResult(person: Person, organisation = 'RYJ'): Promise<string> {
  await journey.own.deliver(message('ADT^A28', organisation, [patient(person)]));
  return deliver(laboratory(person, { organisation, issued: ago(2), tests: [{ code: 'NA', name: 'Sodium', value: '139' }, { code: 'K', name: 'Potassium', value: '4.1' }] }).replace(/\|F\|\|\|(\d{14}\+0000)$/, '|Q|||$1'));
}

beforeAll(async () => {
  if (withoutBrowser) return;
  dana = await staffPage('Dana Desk', '/feeds/held');
});

describe.skipIf(withoutBrowser)('ING-4 a result with an unknown status', () => {
  const person = newPerson();
  let held: string;

  it('waits, and the desk finds it and sees which field is wrong', async () => {
    held = await oddResult(person);
    expect(await stateOf(held)).toBe('held');
    await dana.goto(portal('/'));
    await dana.click('header a:has-text("Feeds")');
    await dana.click('nav[aria-label="Which messages"] a:has-text("Something cannot be read")');
    await dana.click(`a[href="/feeds/held/${held}"]`);
    expect(await dana.innerText('h1')).toBe('Held message');
    const named = dana.locator('tr.cie-named', { hasText: 'OBX-11' });
    expect(await named.innerText()).toMatch(/Observation Result Status[\s\S]*Q/);
    expect(await shown(dana)).toContain('Opened it');
    // Neither title nor address says whose it is.
    expect(`${await dana.title()} ${dana.url()}`).not.toMatch(new RegExp(`${person.familyName}|${person.nhsNumber}`, 'i'));
  });

  it('is mended by the desk and applied; what came is kept', async () => {
    await dana.locator('tr.cie-named').locator('a:has-text("Mend")').click();
    await dana.fill('#value', 'F');
    await press(dana, 'Save and replay');
    expect(await shown(dana)).toContain('Enter how you know what is right');
    await dana.fill('#why', 'The laboratory confirmed that it is final');
    await press(dana, 'Save and replay');
    await dana.waitForSelector('text=What came of it stands below');
    expect(await shown(dana)).toContain('Applied');
    expect(await shown(dana)).not.toContain(person.familyName);
    expect(await shown(dana)).toContain('OBX-11 in OBX 2 of 2: The laboratory confirmed that it is final');
    await dana.click('a:has-text("The message as it came")');
    expect(await shown(dana)).toContain('OBX-11 in OBX 2 of 2: The laboratory confirmed that it is final');
    expect(await dana.locator('tr.cie-named').innerText()).toContain('Q');
  });

  it('is shown to the patient', async () => {
    const page = await (await journey.newContext()).newPage();
    await signInAtTop(page, portal(''), 'patient', person, '/record');
    await follow(page, 'nav a:has-text("Test results")', 'h1:has-text("Test results")');
    await follow(page, 'a:has-text("Urea and electrolytes")', 'h1:has-text("Urea and electrolytes")');
    expect(await shown(page)).toContain('4.1');
  });
});

describe.skipIf(withoutBrowser)('ING-4 two of the desk at one message', () => {
  it('tells the second what the first has done', async () => {
    const held = await oddResult(newPerson());
    const second = await staffPage('Dana Desk', `/feeds/held/${held}`);
    await dana.goto(portal(`/feeds/held/${held}`));
    await dana.click('a:has-text("Close this message")');
    await dana.fill('#why', 'The laboratory sends it again');
    await press(dana, 'Close message');
    expect(await shown(dana)).toContain('The message is closed');
    await press(second, 'Replay as it is');
    expect(await shown(second)).toContain('Dana Desk has closed this message since you opened it');
    await press(dana, 'Open it again');
    expect(await stateOf(held)).toBe('held');
  });
});

describe.skipIf(withoutBrowser)('ING-1 ING-4 a sender that nobody knew', () => {
  it('is registered by staff, and all that waited for it is replayed at once', async () => {
    const facility = `T${randomUUID().slice(0, 8).toUpperCase()}`;
    const ids: string[] = [];
    for (let each = 0; each < 3; each++) ids.push(await deliver(laboratory(newPerson(), { organisation: facility, issued: ago(1), tests: [{ code: 'K', value: '4.2' }] })));
    await dana.goto(portal(`/feeds/held/${ids[0]}`));
    await dana.click('a:has-text("Add a sender")');
    expect(dana.url()).not.toContain(facility);
    expect(await dana.inputValue('#facility')).toBe(facility);
    await dana.fill('#facility', '');
    await press(dana, 'Save sender');
    expect(await shown(dana)).toContain('The facility must be the text of MSH-4');
    await dana.fill('#name', 'Pathology of the journey');
    await dana.check('text=Imperial College Healthcare NHS Trust');
    await dana.fill('#application', '*');
    await dana.fill('#facility', facility);
    await press(dana, 'Save sender');
    expect(await shown(dana)).toContain('The sender is saved');
    // The feeds read senders again after a second.
    await sleep(1100);
    await dana.goto(portal('/feeds/held?reason=unknown-sender'));
    await dana.click('nav[aria-label="Which messages"] a:has-text("Pathology of the journey")');
    await press(dana, 'Replay all of these');
    await dana.waitForSelector('h1:has-text("What came of the replay")');
    expect((await shown(dana)).replaceAll(/\s+/g, ' ')).toContain('Replayed 3 Applied 3');
    expect(await Promise.all(ids.map(stateOf))).toEqual(['applied', 'applied', 'applied']);
  });
});

describe.skipIf(withoutBrowser)('Abuse case 22: an integration engineer of one trust', () => {
  it('finds what is theirs in the menu, and nothing of another trust', async () => {
    const [own, other] = [await oddResult(newPerson(), 'RQM'), await oddResult(newPerson(), 'RYJ')];
    const engineer = await staffPage('Ignatius Cable', '/');
    await engineer.click('header a:has-text("Feeds")');
    expect(await engineer.locator(`a[href="/feeds/held/${own}"]`).count()).toBe(1);
    expect(await engineer.locator(`a[href="/feeds/held/${other}"]`).count()).toBe(0);
    await engineer.click('nav[aria-label="Feeds"] a:has-text("Senders")');
    expect(await shown(engineer)).not.toContain('Imperial');
    for (const path of [`/feeds/held/${other}`, `/feeds/held/${other}/mend?at=3.11`, '/feeds/senders/AAAAAAAAAAAAAAAA', '/desk']) {
      expect((await engineer.goto(portal(path)))?.status()).toBe(404);
    }
  });
});

describe.skipIf(withoutBrowser)('EMB-3 pages of feeds have no fault that axe finds', () => {
  it('on narrow and wide screens', async () => {
    const held = await oddResult(newPerson());
    const page = await (await journey.newContext()).newPage();
    await signInAtTopStaff(page);
    const look = async (path: string, name: string): Promise<void> => {
      await page.goto(portal(path));
      expect(await faultsOf(page, name)).toEqual([]);
    };
    await look('/feeds/held', 'held');
    await look(`/feeds/held/${held}`, 'held-message');
    await page.goto(portal(`/feeds/held/${held}/mend?at=6.11`));
    await press(page, 'Save and replay');
    expect(await faultsOf(page, 'held-mend')).toEqual([]);
    await page.goto(portal('/feeds/senders/new'));
    await press(page, 'Save sender');
    expect(await faultsOf(page, 'sender')).toEqual([]);
    await look('/feeds/delays', 'delays');
    await look('/feeds/delays/new', 'delay');
  }, 240_000);

  async function signInAtTopStaff(page: Page): Promise<void> {
    await page.goto(portal('/sign-in?return=%2Ffeeds%2Fheld'));
    await page.click('text=I am a health or care professional');
    await page.click('button:has-text("Dana Desk")');
    await page.waitForURL(portal('/feeds/held'));
  }
});
