import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, radiology } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, frameOn, identify, shown, signInAtTop, signInInFrame } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();

/** Old enough to sign in, young enough to have a parent act for them. */
function teenager(): Person {
  const birthDate = Temporal.Now.plainDateISO('Europe/London').subtract({ years: 14, days: 40 }).toString();
  return { ...newPerson(), birthDate };
}

const parent = newPerson();
const young = teenager();
const parentName = `${parent.givenName} ${parent.familyName}`;
const youngName = `${young.givenName} ${young.familyName}`;
/** What a proxy must not see of this record: what waits, and what the desk and the child left out. */
const hidden = ['Scan that waits', 'no fracture of the wrist', 'Mood questionnaire'];

describe.skipIf(withoutBrowser)('ACC-4 a parent asks to act for a child, the desk verifies, and the child suspends it', () => {
  let mother: Page;
  let desk: Page;
  let child: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(parent, { issued: ago(40), tests: [{ code: 'K', name: 'Potassium of the parent', value: '4.1' }], panel: ['UE', 'Test of the parent'] }),
      laboratory(young, { issued: ago(30), tests: [{ code: 'FER', name: 'Ferritin', value: '41' }], panel: ['FER', 'Iron stores'] }),
      laboratory(young, { issued: ago(20), specialty: '711', tests: [{ code: 'MOOD', name: 'Mood score', value: '4' }], panel: ['MQ', 'Mood questionnaire'] }),
      radiology(young, { issued: ago(2), name: 'Scan that waits', text: 'Conclusion: no fracture of the wrist.' }),
      letter(young, { written: ago(25), text: 'Growing well.' }),
    );
    mother = await (await journey.newContext()).newPage();
    await signInAtTop(mother, journey.address('portal'), 'patient', parent);
  });

  it('asks on a page of its own, and is told what is wrong with what she filled in', async () => {
    await mother.click('a:has-text("Sharing")');
    await awake(mother);
    expect(await shown(mother)).toContain('Nobody acts for you.');
    await mother.click('main a:has-text("Act for somebody else")');
    await awake(mother);
    await mother.click('button:has-text("Send the request")');
    await mother.waitForSelector('text=Choose what allows you to act for them');
    // Written consent is for people of 13 or over: said beside the question, whoever the number belongs to.
    await fillPatient(mother, { ...young, birthDate: Temporal.Now.plainDateISO('Europe/London').subtract({ years: 10 }).toString() });
    await mother.check('#basis-1');
    await mother.fill('#evidence', 'A signed letter of consent');
    await mother.click('button:has-text("Send the request")');
    await mother.waitForSelector('#basis-problem:has-text("For a child under 13")');
    await fillPatient(mother, young);
    await mother.fill('#relationship', 'my eldest');
    await mother.check('#basis-0');
    await mother.fill('#evidence', 'Full birth certificate, my passport');
    await mother.click('button:has-text("Send the request")');
    await mother.waitForSelector('text=We have received your request.');
    expect(await shown(mother)).toMatch(/my eldest[^]*With the support desk/);
    await mother.reload();
    await awake(mother);
    await fillPatient(mother, young);
    await mother.fill('#relationship', 'my eldest child');
    await mother.check('#basis-0');
    await mother.fill('#evidence', 'Full birth certificate, my passport');
    await mother.click('button:has-text("Send the request")');
    await mother.waitForSelector('text=my eldest child');
    expect((await shown(mother)).match(/With the support desk/g)).toHaveLength(1);
  });

  it('a request opens nothing, and there is nothing to switch to', async () => {
    await mother.goto(journey.address('portal', '/record?view=records'));
    expect(await shown(mother)).not.toContain(young.familyName);
    await mother.goto(journey.address('portal', '/record'));
    expect(await shown(mother)).not.toContain('Switch record');
  });

  it('the desk checks the evidence, hears the child, and opens one part of the record', async () => {
    desk = await (await journey.newContext()).newPage();
    await desk.goto(journey.address('portal', '/sign-in?return=/desk'));
    await identify(desk, 'professional', 'Dana Desk');
    await desk.waitForURL(`${journey.address('portal')}/desk`);
    await desk.goto(journey.address('portal', '/desk/proxies'));
    await desk.click(`a:has-text("${parentName}")`);
    expect(await shown(desk)).toContain('Full birth certificate, my passport');
    await desk.click('a:has-text("Verify and open the record")');
    await desk.uncheck('#labels-0');
    await desk.click('button:has-text("Open the record")');
    await desk.waitForSelector('.nhsuk-error-summary');
    expect(await desk.locator('.nhsuk-error-summary li').allInnerTexts()).toHaveLength(4);
    const sixteen = Temporal.PlainDate.from(young.birthDate).add({ years: 16 }).subtract({ days: 1 });
    const lastDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${sixteen.toString()}T00:00:00Z`));
    expect(await shown(desk)).toContain(`it runs until the end of ${lastDay}`);
    await desk.check('#labels-0');
    await desk.fill('#evidence', 'Birth certificate and passport, seen by video');
    await desk.check('input[name=consent][value=given]');
    await desk.fill('#consentBy', 'Dana Desk, alone with the child');
    await desk.click('button:has-text("Open the record")');
    await desk.waitForSelector('text=So is the patient, if we hold an email address of theirs.');
    expect(await shown(desk)).toMatch(new RegExp(`Until\\s+the end of ${lastDay}`));
  });

  it('ACS-2 the parent switches to the child’s record: whose it is and as what she looks is always in view', async () => {
    await mother.goto(journey.address('portal', '/record'));
    await awake(mother);
    expect(await shown(mother)).toContain('You are looking at your own record.');
    expect(await shown(mother)).toContain('Test of the parent');
    await mother.click('a:has-text("Switch record")');
    await mother.waitForSelector('h1:has-text("Choose a record")');
    expect(await shown(mother)).toMatch(new RegExp(`${parentName}\\s+Your own record[^]*${youngName}\\s+as their parent or guardian`));
    await mother.click(`a:has-text("${youngName}")`);
    await mother.waitForSelector('text=You are looking at the record of');
    await awake(mother);
    expect(await mother.innerText('.cie-banner')).toMatch(new RegExp(`${youngName}\\s+as their parent or guardian, until the end of`));
    expect(await mother.title()).toContain('Health record of somebody else');
    expect(await shown(mother)).toContain('Iron stores');
    expect(await shown(mother)).not.toContain('Test of the parent');
    for (const section of ['Documents', 'Appointments']) {
      await mother.click(`nav a:has-text("${section}")`);
      await mother.waitForSelector(`h1:has-text("${section === 'Documents' ? 'documents' : section}")`);
      expect(await mother.innerText('.cie-banner')).toContain(youngName);
    }
  });

  it('RES-5 abuse case 9: what waits and what was left out is nowhere on the parent’s pages', async () => {
    for (const path of ['/record?view=results', '/record?view=documents', '/record?view=appointments']) {
      await mother.goto(`${mother.url().split('?')[0]}${path.slice('/record'.length)}&patient=${new URL(mother.url()).searchParams.get('patient')}`);
      const html = await mother.content();
      for (const each of hidden) expect(html).not.toContain(each);
    }
    await mother.goto(`${mother.url().replace('view=appointments', 'view=results')}`);
    expect(await shown(mother)).toMatch(/A report from .+ is waiting\. You can read it from/);
  });

  it('goes back to her own record by one link', async () => {
    await awake(mother);
    await mother.click('a:has-text("Back to your own record")');
    await mother.waitForSelector('text=You are looking at your own record.');
    expect(await mother.title()).toContain('Your health record');
    expect(await shown(mother)).toContain('Test of the parent');
    expect(await shown(mother)).not.toContain('Iron stores');
  });

  it('switches within a frame on a trust’s page as well', async () => {
    const site = await (await journey.newContext()).newPage();
    await site.goto(journey.address('publicSite'));
    const frame = await frameOn(site);
    await signInInFrame(site, frame, 'patient', parent);
    await awake(frame);
    expect(await shown(frame)).toContain('You are looking at your own record.');
    await frame.click('a:has-text("Switch record")');
    await frame.waitForSelector('h1:has-text("Choose a record")');
    await frame.locator(`a:has-text("${youngName}")`).press('Enter');
    await frame.waitForSelector('text=Iron stores');
    expect(await frame.innerText('.cie-banner')).toMatch(/You are looking at the record of\s+/);
    await site.context().close();
  });

  it('the child sees who acts for them and stops it; the parent’s next request shows nothing (abuse case 10)', async () => {
    await mother.click('a:has-text("Switch record")');
    await mother.waitForSelector('h1:has-text("Choose a record")');
    await mother.click(`a:has-text("${youngName}")`);
    await mother.waitForSelector('text=Iron stores');

    child = await (await journey.newContext()).newPage();
    await signInAtTop(child, journey.address('portal'), 'patient', young, '/sharing');
    expect(await shown(child)).toMatch(new RegExp(`${parentName}\\s+As your parent or guardian[^]*Can see your record`));
    await child.click(`button:has-text("Stop ${parentName} acting for you")`);
    await child.waitForSelector(`text=${parentName} can no longer open your record.`);
    expect(await shown(child)).toContain('You have stopped this.');

    await mother.click('nav a:has-text("Documents")');
    await mother.waitForSelector('text=There is nothing to show here');
    expect(await shown(mother)).not.toMatch(new RegExp(`${young.familyName}|Iron stores|Growing well`));
    await mother.goto(mother.url());
    expect(await mother.content()).not.toMatch(new RegExp(`${young.familyName}|Iron stores|Growing well`));
    await mother.goto(journey.address('portal', '/act-for'));
    expect(await shown(mother)).toMatch(/my eldest[^]*Paused/);
    expect(await shown(mother)).not.toContain('Choose a record to look at');
  });

  it('ACS-6 the child reads in the access log who asked, who decided, and who looked', async () => {
    await child.goto(journey.address('portal', '/access-log'));
    const entries = (await child.locator('.cie-list__item').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    const of = (who: string) => entries.filter((text) => text.startsWith(who)).join('\n');
    expect(of(parentName)).toContain('Asked to act for you');
    expect(of(parentName)).toMatch(/Looked at .*test results.*Acts on your behalf/);
    expect(of(parentName)).toContain('Tried to open your record and was refused');
    expect(of('Dana Desk')).toContain('Let somebody act for you');
    expect(of('You')).toContain('Stopped somebody acting for you');
  });

  it('MSG-1 both sides were told by messages that name nobody', async () => {
    const inbox = async (): Promise<string> => (await fetch(String(journey.exchange.addresses['inbox']))).text();
    await expect.poll(inbox, { timeout: 15_000 }).toContain('Looking after a record is paused');
    const list = await inbox();
    for (const subject of ['A request to look after a record', 'Somebody can now look after a record']) expect(list).toContain(subject);
    for (const name of [parent.familyName, young.familyName, 'Dana Desk']) expect(list).not.toContain(name);
  });
});
