import { AxeBuilder } from '@axe-core/playwright';
import { outsideAddress } from '@cie/local/addresses.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { awake, browserJourney, fillPatient, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, and what is wider than the screen, on a telephone and on a desk. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    for (const { id, nodes } of violations) found.push(`${width} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) found.push(`${width}: ${scroll} wide`);
  }
  return found;
}

async function newPage(): Promise<Page> {
  const context: BrowserContext = await journey.newContext();
  return context.newPage();
}

/** At the professionals' simulator: picks the button with this text. */
async function pickAtCis2(page: Page, text: string, path = '/record'): Promise<void> {
  await page.goto(journey.address('portal', `/sign-in?return=${encodeURIComponent(path)}`));
  await page.click('text=I am a health or care professional');
  await page.click(`button:has-text("${text}")`);
}

const heading = (page: Page): Promise<string> => page.innerText('h1');
const system = (): string => outsideAddress(journey.exchange.port, 'patientRecordSystem');

describe.skipIf(withoutBrowser)('REG-6 professionals sign in with NHS CIS2', () => {
  it('with one role: straight in', async () => {
    const page = await newPage();
    await signInAtTop(page, journey.address('portal'), 'professional', 'Dr Philippa Merriweather', '/record');
    expect(await heading(page)).toBe('Find a patient');
  });

  it('with several roles: chooses one, and works in it', async () => {
    const page = await newPage();
    await pickAtCis2(page, 'leave the choice to the exchange');
    expect(await heading(page)).toBe('Choose your role');
    expect(await faults(page)).toEqual([]);
    await page.click('button:has-text("Continue")');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose the role that you are working in now');
    expect(await faults(page)).toEqual([]);
    await page.check('text=Specialty Doctor');
    await page.click('button:has-text("Continue")');
    await page.waitForURL(journey.address('portal', '/record'));
    // In Chelsea and Westminster's name she sees what that trust supplied.
    await awake(page);
    await fillPatient(page, { nhsNumber: '9992047283', birthDate: '1978-11-02' });
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('text=Your organisation, or one that shares its record system, cares for this person');
  });

  it('with a role chosen at CIS2: is not asked again', async () => {
    const page = await newPage();
    await pickAtCis2(page, 'chooses here: Consultant, Imperial');
    await page.waitForURL(journey.address('portal', '/record'));
    expect(await heading(page)).toBe('Find a patient');
  });
});

describe.skipIf(withoutBrowser)('REG-6 a general practitioner asks for access; abuse case 20: and leaves', () => {
  const name = 'Dr Barnaby Foxglove';
  let practitioner: Page;
  let desk: Page;

  it('tells the desk where she works, and is not signed in', async () => {
    practitioner = await newPage();
    await pickAtCis2(practitioner, name);
    expect(await heading(practitioner)).toBe('Ask for access');
    expect(await practitioner.inputValue('#organisation')).toBe('E87999');
    expect(await practitioner.inputValue('#organisationName')).toBe('The Foxglove Practice');
    expect(await faults(practitioner)).toEqual([]);
    await practitioner.click('button:has-text("Ask for access")');
    expect(await practitioner.innerText('.nhsuk-error-summary')).toContain('Say who can confirm that you work there');
    expect(await faults(practitioner)).toEqual([]);
    await practitioner.fill('#why', 'Hospital results of the patients of our practice');
    await practitioner.fill('#confirmer', 'Ms Manager, practice manager, 020 7946 0000');
    await practitioner.click('button:has-text("Ask for access")');
    expect(await heading(practitioner)).toBe('We have your request');
    expect(await faults(practitioner)).toEqual([]);
    await practitioner.goto(journey.address('portal', '/record'));
    expect(await heading(practitioner)).toBe('Sign in to see a health record');
  });

  it('is approved by the desk with organisation and role, and told by e-mail', async () => {
    desk = await newPage();
    await signInAtTop(desk, journey.address('portal'), 'professional', 'Dana Desk');
    await desk.goto(journey.address('portal', '/desk?kind=professional-request'));
    await desk.click(`tr:has-text("${name}") a`);
    await desk.click('text=Approve with organisation and role');
    expect(await desk.inputValue('#organisation')).toBe('E87999');
    await desk.fill('#how', 'Rang Ms Manager through the number of the NHS website');
    await desk.check('#confirmed-0');
    await desk.click('button:has-text("Approve")');
    await desk.waitForURL(/done=approved/);
    const inbox = await newPage();
    await expect.poll(async () => {
      await inbox.goto(journey.exchange.addresses['inbox'] ?? '');
      return inbox.content();
    }, { timeout: 10_000 }).toContain('barnaby.foxglove@practice.example.net');
  });

  it('signs in, and works in the role that was bound', async () => {
    await pickAtCis2(practitioner, name);
    await practitioner.waitForURL(journey.address('portal', '/record'));
    expect(await heading(practitioner)).toBe('Find a patient');
    const [account] = await journey.own.sql<{ organisation: string; role: string }>('cie_identity', 'select organisation, role from account where name = $1 and closed_at is null', [name]);
    expect(account).toEqual({ organisation: 'E87999', role: 'General Practitioner, The Foxglove Practice' });
  });

  it('abuse case 20: the desk ends the access, and the live session is refused on the next request', async () => {
    await desk.goto(journey.address('portal', '/desk/professionals'));
    await desk.fill('#text', name);
    await desk.click('button:has-text("Find")');
    await desk.click('button:has-text("End access")');
    await desk.fill('#reason', 'Left the practice');
    await desk.fill('#how', 'Ms Manager wrote from her address at the practice');
    await desk.check('#confirmed-0');
    expect(await faults(desk)).toEqual([]);
    await desk.click('button:has-text("End access")');
    await desk.waitForURL(/done=ended/);
    await practitioner.goto(journey.address('portal', '/record'));
    expect(await heading(practitioner)).toBe('You have been signed out');
  });

  it('abuse case 20: is not signed in again, and is told what to do', async () => {
    await pickAtCis2(practitioner, name);
    expect(await heading(practitioner)).toBe('Your access has ended');
    expect(await shown(practitioner)).toContain('If you work somewhere else now, or this is a mistake, ask for access again.');
    expect(await faults(practitioner)).toEqual([]);
    await practitioner.goto(journey.address('portal', '/record'));
    expect(await heading(practitioner)).toBe('You have been signed out');
  });
});

describe.skipIf(withoutBrowser)("REG-6 a trust's own sign-in", () => {
  it('is offered by name, and binds to that trust', async () => {
    const page = await newPage();
    await page.goto(journey.address('portal', '/sign-in?return=/record'));
    expect(await faults(page)).toEqual([]);
    await page.click('a:has-text("The Hillingdon Hospitals NHS Foundation Trust")');
    expect(await page.innerText('h1')).toContain('The Hillingdon Hospitals');
    await page.click('button:has-text("Dr Cornelius Ravensworth")');
    await page.waitForURL(journey.address('portal', '/record'));
    expect(await page.innerText('header')).toContain('Dr Cornelius Ravensworth');
    const [account] = await journey.own.sql<{ organisation: string; role: string }>('cie_identity', `select organisation, role from account where name = 'Dr Cornelius Ravensworth'`);
    expect(account).toEqual({ organisation: 'RAS', role: 'Registrar' });
  });
});

describe.skipIf(withoutBrowser)('REG-6 a launch from the patient-record system of a trust', () => {
  async function openChart(page: Page, patient: string): Promise<void> {
    await page.goto(journey.address('intranet'));
    await page.click('a:has-text("Patient-record system")');
    await page.click(`a:has-text("${patient}")`);
    await page.click('button:has-text("Open in the Care Information Exchange")');
  }

  it('lands on the patient whose chart is open', async () => {
    const page = await newPage();
    await openChart(page, 'Osric Pennyfeather');
    await page.waitForURL(/\/record\?patient=[0-9a-f-]{36}$/);
    expect(await page.innerText('.cie-banner')).toMatch(/Mr Osric Pennyfeather[\s\S]*999 204 7283/);
    expect(await page.innerText('header')).toContain('Dr Leopold Ashgrove');
    expect(await shown(page)).toContain('Thyroid');
    expect(await faults(page)).toEqual([]);
    const [entry] = await journey.own.sql<{ body: string }>('cie_sharing', `select body from access_log where body::jsonb ->> 'who' = 'Dr Leopold Ashgrove' and body::jsonb ->> 'action' = 'read' order by at desc limit 1`);
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({ doors: ['own-organisation'], organisation: 'RQM', role: 'Consultant' });
  });

  it('is for that patient and no other', async () => {
    const page = await newPage();
    await openChart(page, 'Osric Pennyfeather');
    await page.waitForURL(/\/record\?patient=/);
    // Marigold is in the care of the same trust: his own sign-in would find her.
    const [marigold] = await journey.own.sql<{ id: string }>('cie_identity', `select id from patient where nhs_number = '9991001131'`);
    await page.goto(journey.address('portal', `/record?patient=${marigold?.id ?? ''}`));
    expect(await shown(page)).toContain('There is nothing to show here');
    expect(await page.content()).not.toContain('Thistlewood');
    // The menu leads back to him, and to no search.
    await page.goto(journey.address('portal', '/account'));
    expect(await page.innerText('nav')).not.toMatch(/Find a patient|Emergency access|Invite/);
    await page.click('nav a:has-text("Patient record")');
    await page.waitForSelector('text=Pennyfeather');
    expect(await page.locator('button:has-text("Find patient")').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
  });

  it('shows the way to emergency access when no door opens, and that is for the same patient', async () => {
    const page = await newPage();
    await openChart(page, 'Bertram Quillfeather');
    await page.waitForURL(journey.address('portal', '/launch/no-record'));
    expect(await heading(page)).toBe('No record opens for this patient');
    expect(await shown(page)).not.toContain('Quillfeather');
    expect(await faults(page)).toEqual([]);
    await page.click('text=Open a record in an emergency');
    await awake(page);
    const state = async (person: { nhsNumber: string; birthDate: string }): Promise<void> => {
      await fillPatient(page, person);
      await page.check('#category-1');
      await page.fill('#reason', 'Collapsed in the waiting room, cannot speak');
      await page.click('button:has-text("Open the record")');
    };
    await state({ nhsNumber: '9991001131', birthDate: '1951-03-14' });
    await page.waitForSelector('text=for that patient alone');
    await state({ nhsNumber: '9994182625', birthDate: '1939-12-30' });
    await page.waitForSelector('.cie-banner--emergency');
    await page.click('text=End emergency access now');
    await page.waitForSelector('text=Emergency access has ended.');
  });

  it('refuses a launch a second time, and the way back a second time', async () => {
    const page = await newPage();
    const addresses: string[] = [];
    page.on('request', (request) => request.isNavigationRequest() && addresses.push(request.url()));
    await openChart(page, 'Osric Pennyfeather');
    await page.waitForURL(/\/record\?patient=/);
    await page.context().clearCookies({ name: '__Host-cie-session' });
    for (const part of ['/launch?', '/sign-in/return/launch-chelwest?']) {
      await page.goto(addresses.find((each) => each.startsWith(journey.address('portal', part))) ?? 'about:blank');
      expect(await heading(page)).toBe('The patient’s record could not be opened');
    }
    expect(await faults(page)).toEqual([]);
    await page.goto(journey.address('portal', '/record'));
    expect(await heading(page)).toBe('Sign in to see a health record');
  });

  it('refuses a system that is not registered', async () => {
    const page = await newPage();
    for (const iss of [`${system()}/other`, 'https://evil.example/fhir']) {
      await page.goto(journey.address('portal', `/launch?launch=x&iss=${encodeURIComponent(iss)}`));
      expect(await heading(page)).toBe('This system cannot open the exchange');
    }
    expect(await faults(page)).toEqual([]);
  });
});

describe.skipIf(withoutBrowser)('abuse case 21: a clinician walks through NHS numbers in the browser', () => {
  it('is stopped calmly after ten, told when to go on, and the privacy officer hears of it', async () => {
    const page = await newPage();
    await page.goto(journey.address('portal', '/sign-in?return=/record'));
    await page.click('text=I am a health or care professional');
    // Somebody whom no other test knows, so that nobody else is stopped.
    const forms = page.locator('form');
    await forms.locator('input[name=name]').fill('Dr Walker Throughnumbers');
    await forms.locator('input[name=email]').fill('walker@ryj.example.net');
    await page.click('text=Sign in as this person');
    await page.waitForURL(journey.address('portal', '/record'));
    await awake(page);
    for (let day = 1; day <= 10; day++) {
      await fillPatient(page, { nhsNumber: '9990000018', birthDate: `1931-01-${String(day)}` });
      await page.click('button:has-text("Find patient")');
      await page.waitForSelector('text=No record opens with these details');
      await page.waitForSelector('.cie-view:not([aria-busy])');
    }
    await page.click('button:has-text("Find patient")');
    await page.waitForSelector('text=searching is paused until');
    expect(await page.innerText('[role=status]:focus')).toContain('You cannot search now');
    // Nothing that was typed is wrong.
    expect(await page.locator('.nhsuk-error-summary, [aria-invalid]').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    const inbox = await newPage();
    await expect.poll(async () => {
      await inbox.goto(journey.exchange.addresses['inbox'] ?? '');
      return inbox.content();
    }, { timeout: 10_000 }).toContain('privacy-officer@exchange.example.net');
  });
});
