import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, registration } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, fillPatient, frameOn, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
// Of a trust that supplied nothing about them: without an invitation no door opens.
const { name, email } = sandboxClinicians.find(({ organisation }) => organisation === 'R1K') ?? { name: '', email: '' };

describe.skipIf(withoutBrowser)('ACS-6 the patient reads who looked, keeps a copy and checks it', () => {
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    folder = mkdtempSync(join(tmpdir(), 'cie-copy-'));
    await journey.own.deliver(registration(person), laboratory(person, { panel: ['GLU', 'Glucose'], issued: ago(1), tests: [{ code: 'GLU', name: 'Glucose', value: '5.4' }] }));
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    await journey.exchange.query(cookie, 'mutation ($email: EmailAddress!) { invite(input: { email: $email, labels: [GENERAL] }) { id } }', { email });

    const intranet = await (await journey.newContext()).newPage();
    await intranet.goto(journey.address('intranet'));
    const frame = await frameOn(intranet);
    await signInInFrame(intranet, frame, 'professional', name);
    await fillPatient(frame, person);
    await frame.click('button:has-text("Find patient")');
    await frame.waitForSelector('text=This person has invited you');

    page = await (await journey.newContext({ viewport: { width: 320, height: 800 } })).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/access-log');
  });
  afterAll(() => {
    if (!withoutBrowser) rmSync(folder, { recursive: true });
  });

  const looks = (): Promise<string[]> => page.locator('.cie-list__item').allInnerTexts();
  const show = async (subject: string): Promise<void> => {
    await page.selectOption('#log-kind', { label: subject });
    await page.click('button:text-is("Show these")');
    await page.waitForURL(/kind=/);
  };

  it('in sentences: who, what, by which door, and from where', async () => {
    const text = (await looks()).filter((each) => each.startsWith(name)).join('\n');
    expect(text).toMatch(/Looked at .*test results.* because you invited them/);
    expect(text).toContain('On the website “Chelsea and Westminster intranet”');
    expect((await looks()).join('\n')).toMatch(new RegExp(`You\\s+Invited ${email}`));
  });

  it('only one person, or only one kind of entry', async () => {
    await show(`${name}, London North West University Healthcare NHS Trust`);
    const one = await looks();
    expect(one.length).toBeGreaterThan(0);
    expect(one.filter((each) => !each.startsWith(name))).toEqual([]);
    expect(await page.locator('#log-kind option:checked').innerText()).toContain(name);
    await show('Changes of who may see your record');
    expect((await looks()).filter((each) => !/Invited|Opened your record for the first time/.test(each))).toEqual([]);
    await show('People who were refused');
    expect(await shown(page)).toContain('Nothing to show');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  it('downloads the list, and checks it with a page that works from the disk without a network (abuse case 24)', async () => {
    await page.click('text=Download this list');
    await page.waitForSelector('h1:has-text("Download and check this list")');
    const save = async (link: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(link)]);
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      return path;
    };
    const copy = await save('button:text-is("Download your list")');
    const checker = await save('text=Download the page that checks lists');

    const alone = await (await journey.newContext({ offline: true })).newPage();
    await alone.goto(pathToFileURL(checker).href);
    await alone.setInputFiles('input', copy);
    await alone.waitForSelector('output.good:has-text("Nothing was changed")');
    const edited = join(folder, 'edited.json');
    writeFileSync(edited, readFileSync(copy, 'utf8').replace(name, 'Nobody'));
    await alone.setInputFiles('input', edited);
    await alone.waitForSelector('output.bad:has-text("This list was changed")');
    // It could send what it reads nowhere, were there a network.
    const policy = await alone.getAttribute('meta[http-equiv=content-security-policy]', 'content');
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);

    await page.goto(journey.address('portal', '/access-log'));
    expect((await looks()).join('\n')).toMatch(/You\s+Downloaded a copy of this list/);
  });

  it('nobody else is given a copy; the means to check one are for everybody', async () => {
    const clinician = await journey.own.signIn({ as: 'clinician', organisation: 'R1K' });
    const ask = (path: string, init: RequestInit = {}) => fetch(journey.address('portal', path), { redirect: 'manual', ...init });
    const form = { method: 'POST', headers: { cookie: clinician, origin: journey.address('portal'), 'content-type': 'application/x-www-form-urlencoded' }, body: '' };
    expect((await ask('/access-log/download', form)).status).toBe(404);
    expect((await ask('/access-log/download', { ...form, headers: { ...form.headers, origin: 'https://elsewhere.example' } })).status).toBe(404);
    expect((await ask('/access-log/copy', { headers: { cookie: clinician } })).status).toBe(404);
    const patient = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    expect((await ask('/access-log/download', { ...form, headers: { ...form.headers, cookie: patient, origin: 'https://elsewhere.example' } })).status).toBe(403);
    for (const path of ['/access-log/keys', '/access-log/check-access-log.html', '/access-log/verify-log.mjs']) expect([path, (await ask(path)).status]).toEqual([path, 200]);
  });
});
