import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, radiology } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, shown, signInAtTop } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { postboxOf } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const [year = '', month = '', day = ''] = person.birthDate.split('-');
const doctor = { name: 'Dr Robin Far, emergency department', place: 'General Infirmary, Leeds' };

describe.skipIf(withoutBrowser)('ACS-3 a patient gives a summary to a hospital elsewhere, which opens it once', () => {
  let patient: Page;
  let elsewhere: Page;
  let code: string;
  let link: string;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(person, { issued: ago(40), tests: [{ code: 'FER', name: 'Ferritin', value: '30.5', unit: 'ug/L', range: '15 - 300' }], panel: ['FER', 'Iron stores'] }),
      laboratory(person, { issued: ago(30), tests: [{ code: 'FER', name: 'Ferritin', value: '41.50', unit: 'ug/L', range: '15 - 300' }], panel: ['FER', 'Iron stores'] }),
      laboratory(person, { issued: ago(15), specialty: '711', tests: [{ code: 'MOOD', name: 'Mood score', value: '4' }], panel: ['MQ', 'Mood questionnaire'] }),
      radiology(person, { issued: ago(2), name: 'Scan that waits', text: 'Shadow on the left.' }),
      letter(person, { written: ago(25), text: 'Seen in clinic and well.' }),
    );
    patient = await (await journey.newContext()).newPage();
    elsewhere = await (await journey.newContext()).newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', person);
    await patient.goto(journey.address('portal', '/share-summary'));
  });

  const make = async (): Promise<void> => {
    await patient.goto(journey.address('portal', '/share-summary'));
    await patient.click('button:has-text("Make the code")');
    code = await patient.innerText('.cie-code');
    link = (await patient.textContent('.cie-link-text')) ?? '';
  };
  const say = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    await elsewhere.waitForSelector('#day');
    for (const [name, value] of Object.entries({ day, month, year, ...doctor, ...fields })) await elsewhere.fill(`#${name}`, value);
    await elsewhere.click('button:has-text("Open the summary")');
  };

  it('makes a code, on any screen', async () => {
    await make();
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await shown(patient)).toContain('It is shown only this once');
    expect(await faultsOf(patient, 'made')).toEqual([]);
  });

  it('abuse case 40: a wrong date of birth opens nothing, and says no more than that', async () => {
    await elsewhere.goto(journey.address('portal', '/open-summary'));
    await say({ code, year: '1929' });
    await elsewhere.click('.nhsuk-error-summary a:has-text("This code and date of birth open no summary")');
    expect(await shown(elsewhere)).not.toContain('Ferritin');
    expect(await faultsOf(elsewhere, 'open-problem')).toEqual([]);
  });

  it('opens to who has both: the newest of what the patient chose, and nothing that waits or is private (RES-3, RES-5)', async () => {
    await say({ code });
    await elsewhere.waitForSelector('text=This page is shown once');
    const text = await shown(elsewhere);
    for (const part of [person.familyName, 'Ferritin', '41.50 ug/L', 'Seen in clinic and well.']) expect(text).toContain(part);
    expect(text).not.toMatch(/30\.5|Mood|Scan that waits|Shadow/);
    expect(await faultsOf(elsewhere, 'opened')).toEqual([]);
  });

  it('abuse case 63: shows nothing to who goes back, or tries the code again', async () => {
    await elsewhere.goto(journey.address('portal', '/open-summary'));
    // The browser kept nothing, and would have to send the form again.
    await expect(elsewhere.goBack()).rejects.toThrow('ERR_CACHE_MISS');
    elsewhere = await elsewhere.context().newPage();
    await elsewhere.goto(journey.address('portal', '/open-summary'));
    await say({ code });
    await elsewhere.waitForSelector('.nhsuk-error-summary');
    expect(await elsewhere.content()).not.toContain('Ferritin');
  });

  it('tells the patient at once, in a message that says nothing of it, and who they said they were', async () => {
    const message = await postboxOf(journey.exchange).next('somebody@example.net', /(Your health summary was opened[^]*)/);
    expect(message).not.toMatch(new RegExp(`Robin|Leeds|Ferritin|${person.familyName}|${code}`));
    await patient.goto(journey.address('portal', '/share-summary'));
    const text = await shown(patient);
    expect(text).toContain(`${doctor.name}, ${doctor.place}`);
    expect(text).toContain('Nobody has checked it');
    expect(await faultsOf(patient, 'given')).toEqual([]);
    const log = await journey.own.sql<{ action: string; who: string }>(
      'cie_sharing', "select body::jsonb ->> 'action' as action, body::jsonb ->> 'who' as who from access_log where body::jsonb ->> 'who' like $1 order by at, seq", [`${doctor.name}%`],
    );
    expect(log.map(({ action }) => action)).toEqual(['refused', 'summary-opened', 'refused']);
  });

  it('opens from the picture too, without the link staying in the address, until it is stopped', async () => {
    await make();
    await elsewhere.goto('about:blank');
    await elsewhere.goto(`${journey.address('portal', '/open-summary')}#${link}`);
    await elsewhere.waitForSelector('text=The code came with the link or picture');
    expect(elsewhere.url()).toBe(journey.address('portal', '/open-summary'));
    expect(await elsewhere.isVisible('#code')).toBe(false);
    await patient.goto(journey.address('portal', '/share-summary'));
    await patient.click('button:has-text("Stop")');
    await patient.waitForSelector('text=That summary can be opened no more');
    await say({});
    await elsewhere.waitForSelector('.nhsuk-error-summary');
    await make();
    await elsewhere.goto('about:blank');
    await elsewhere.goto(`${journey.address('portal', '/open-summary')}#${link}`);
    await say({});
    await elsewhere.waitForSelector('text=This page is shown once');
    expect(await shown(elsewhere)).toContain('41.50 ug/L');
  });
});
