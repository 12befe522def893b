import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, message, patient as pid } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, shown, signInAtTop } from '../setup/browser-journey.ts';
import { postboxOf } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
/** As a hospital sends it, in PID-13, PD1 and NK1. */
const details = (email: string): string =>
  message('ADT^A31', 'RYJ', [`${pid(person)}|||1 Some Street^^Town^^W2 1AA||07700900000^PRN^PH~^NET^Internet^${email}`, 'PD1|||The Sample Surgery^^E84001', 'NK1|1|Kin^Next|SPO^Spouse||07700900111']);
const atHospital = 'whiffle@hospital.example.test';

describe.skipIf(withoutBrowser)('ACC-3 a patient opts out; abuse case 14', () => {
  const clinician = sandboxClinicians.find(({ organisation }) => organisation === 'RYJ')?.name ?? '';
  let here: Page;
  let elsewhere: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(details(atHospital), laboratory(person, { issued: ago(3), tests: [{ code: 'K', name: 'Potassium', value: '4.1' }] }));
    here = await (await journey.newContext()).newPage();
    await signInAtTop(here, journey.address('portal'), 'patient', person, '/record');
    elsewhere = await (await journey.newContext()).newPage();
    await signInAtTop(elsewhere, journey.address('portal'), 'patient', person, '/record');
  });

  const accounts = () => journey.own.sql<{ id: string; closed: string | null; email: string | null }>('cie_identity',
    'select a.id, a.closed_because as closed, a.email from account a join patient p on p.id = a.patient_id where p.nhs_number = $1 order by a.created_at', [person.nhsNumber]);
  const emails = async (): Promise<unknown[]> =>
    (await journey.own.sql<{ email: string | null }>('cie_identity', 'select d.email from demographics d where d.nhs_number = $1', [person.nhsNumber])).map((row) => row.email);

  it('ACC-2 reads on the account page what the hospital holds, since when, and whom to tell when it is wrong', async () => {
    await here.goto(journey.address('portal', '/account'));
    const section = await here.innerText('#details');
    for (const fact of [person.familyName, '1 Some Street', '07700900000', atHospital, 'The Sample Surgery', 'Next Kin', 'From Imperial College Healthcare NHS Trust, on']) expect(section).toContain(fact);
    expect(section).toMatch(/wrong or missing, tell Imperial College Healthcare NHS Trust/);
    expect(await here.content()).not.toContain(person.nhsNumber);
    expect((await new AxeBuilder({ page: here }).analyze()).violations).toEqual([]);
  });

  it('closes nothing when the last sign-in proved somebody else, and says what to do', async () => {
    await journey.own.sql('cie_identity', `insert into account_claim (account_id, nhs_number, birth_date, proved_at)
      select a.id, '9990000018', '1970-01-31', now() from account a join patient p on p.id = a.patient_id where p.nhs_number = $1`, [person.nhsNumber]);
    await here.goto(journey.address('portal', '/account/opt-out'));
    await here.check('input[name=confirm]');
    await here.click('button:has-text("close your account")');
    await here.waitForSelector('text=Prove who you are first');
    expect((await new AxeBuilder({ page: here }).analyze()).violations).toEqual([]);
    expect(await accounts()).toMatchObject([{ closed: null }]);
    await journey.own.sql('cie_identity', 'delete from account_claim where account_id in (select a.id from account a join patient p on p.id = a.patient_id where p.nhs_number = $1)', [person.nhsNumber]);
    await here.goto(journey.address('portal', '/account'));
  });

  it('is told what ends and what stays, and confirms', async () => {
    await here.click('text=Remove your email and close your account');
    await here.waitForURL('**/account/opt-out');
    expect(await shown(here)).toMatch(/stops seeing it.*Nothing that your hospitals have sent is deleted.*register again/s);
    expect((await new AxeBuilder({ page: here }).analyze()).violations).toEqual([]);
    await here.click('button:has-text("close your account")');
    await here.waitForSelector('.nhsuk-error-summary');
    expect(await here.title()).toMatch(/^Error: /);
    expect(await accounts()).toMatchObject([{ closed: null }]);
    await here.check('input[name=confirm]');
    await here.click('button:has-text("close your account")');
    await here.waitForURL('**/account/closed');
    expect(await here.innerText('h1')).toBe('Your account is closed');
    expect((await new AxeBuilder({ page: here }).analyze()).violations).toEqual([]);
  });

  it('is signed out here and in the other browser, at once', async () => {
    await elsewhere.goto(journey.address('portal', '/record?view=documents'));
    expect(await shown(elsewhere)).toContain('You have been signed out');
    await here.goto(journey.address('portal', '/account'));
    expect(here.url()).toContain('/sign-in');
    expect(await accounts()).toMatchObject([{ closed: 'opted-out', email: null }]);
    expect(await emails()).toEqual([null]);
  });

  it('is written to one last time', async () => {
    await postboxOf(journey.exchange).next('somebody@example.net', /account was closed/);
  });

  it('is still seen by staff of their own hospital; a message with an e-mail address changes nothing', async () => {
    await journey.own.deliver(details('again@hospital.example.test'));
    expect(await emails()).toEqual([null]);
    const staff = await (await journey.newContext()).newPage();
    await signInAtTop(staff, journey.address('portal'), 'professional', clinician, '/record');
    await awake(staff);
    await fillPatient(staff, person);
    await staff.click('button:has-text("Find patient")');
    await staff.waitForSelector('.cie-banner__name');
    expect(await shown(staff)).toContain('Urea and electrolytes');
    await staff.locator('.cie-person summary').press('Enter');
    expect(await staff.innerText('.cie-person')).toContain('07700900000');
    expect(await staff.content()).not.toContain('hospital.example.test');
  });

  it('comes back by registering afresh: the agreement again, another account, and the record opens', async () => {
    const again = await (await journey.newContext()).newPage();
    await again.goto(`${journey.address('portal')}/sign-in?return=%2Frecord`);
    await again.click('text=Continue to NHS login');
    for (const [name, value] of Object.entries({ nhsNumber: person.nhsNumber, familyName: person.familyName, birthDate: person.birthDate, email: 'somebody@example.net' })) await again.fill(`input[name=${name}]`, value);
    await again.click('text=Sign in as this person');
    await again.waitForSelector('form[action="/sign-in/agree"]');
    await again.close();
    const back = await (await journey.newContext()).newPage();
    await signInAtTop(back, journey.address('portal'), 'patient', person, '/record');
    expect(await shown(back)).toContain('Urea and electrolytes');
    expect(await accounts()).toMatchObject([{ closed: 'opted-out' }, { closed: null }]);
    expect(await journey.own.sql('cie_identity', 'select returned_at is not null as returned from opt_out o join patient p on p.id = o.patient_id where p.nhs_number = $1', [person.nhsNumber])).toEqual([{ returned: true }]);
    await journey.own.deliver(details('back@hospital.example.test'));
    expect(await emails()).toEqual(['back@hospital.example.test']);
  });
});
