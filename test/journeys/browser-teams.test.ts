import type { Page } from 'playwright-core';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, shown, signInAtTop } from '../setup/browser-journey.ts';
import { faultsOf } from '../setup/desk-journey.ts';
import { postboxOf } from '../setup/inbox-messages.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const letters = randomUUID().replaceAll(/[^a-f]/g, '').slice(0, 6);
const person = newPerson();
const team = { name: `Wobble${letters} team, Ealing Hospital`, about: 'Wobbling knees', mailbox: `wobble-${letters}@r1k.example.net` };
const doctor = { name: `Dr Ottoline Wobble${letters}`, email: `ottoline.${letters}@r1k.example.net`, organisation: 'R1K', role: 'Physiotherapist' };

describe.skipIf(withoutBrowser)('ACS-3 the desk adds a team, the patient invites it, its member reads, and the patient stops it', () => {
  let desk: Page;
  let patient: Page;
  let clinician: Page;
  const newPage = async (): Promise<Page> => (await journey.newContext()).newPage();

  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(laboratory(person, { issued: ago(40), tests: [{ code: 'K', name: 'Potassium', value: '4.1' }], panel: ['UE', `Test of ${letters}`] }));
    clinician = await newPage();
    await clinician.goto(journey.address('portal', '/sign-in?return=/record'));
    await clinician.click('text=I am a health or care professional');
    await clinician.fill('input[name=name]', doctor.name);
    await clinician.fill('input[name=email]', doctor.email);
    await clinician.selectOption('select[name=organisation]', doctor.organisation);
    await clinician.fill('input[name=role]', doctor.role);
    await clinician.click('text=Sign in as this person');
    await clinician.waitForURL(journey.address('portal', '/record'));
    await awake(clinician);
  });

  const find = async (): Promise<void> => {
    await clinician.goto(journey.address('portal', '/record'));
    await awake(clinician);
    await fillPatient(clinician, person);
    await clinician.click('button:has-text("Find patient")');
  };

  it('the clinician finds no record that opens', async () => {
    await find();
    await clinician.waitForSelector('text=No record opens with these details');
  });

  it('the desk adds the team and the clinician to it, each confirmed', async () => {
    desk = await newPage();
    await signInAtTop(desk, journey.address('portal'), 'professional', 'Dana Desk', '/record');
    await desk.goto(journey.address('portal', '/desk'));
    await desk.click('a:text-is("Teams")');
    await desk.click('text=Add a team');
    await desk.click('button:text-is("Add team")');
    expect(await desk.innerText('.nhsuk-error-summary')).toContain('Confirm that you have made sure of this');
    for (const [name, value] of Object.entries({ organisation: 'R1K', ...team, how: 'Rang the ward' })) await desk.fill(`#${name}`, value);
    await desk.check('#confirmed-0');
    expect(await faultsOf(desk, 'team-new')).toEqual([]);
    await desk.click('button:text-is("Add team")');
    await desk.waitForSelector('text=The team was added.');
    await desk.fill('#text', `wobble${letters}`);
    await desk.click('button:text-is("Find")');
    await desk.click(`button:has-text("Add"):has-text("${doctor.name}")`);
    await desk.fill('#how', 'Rang the ward');
    await desk.check('#confirmed-0');
    await desk.click('button:text-is("Add to the team")');
    await desk.waitForSelector('text=This person belongs to the team now');
    expect(await desk.innerText('main')).toMatch(new RegExp(`Members \\(1\\)[^]*${doctor.name}[^]*Added a member: ${doctor.name}[^]*Dana Desk[^]*Rang the ward`));
    expect(await faultsOf(desk, 'team')).toEqual([]);
  });

  it('the patient finds the team by what it treats, and invites it', async () => {
    patient = await newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', person, '/sharing');
    await patient.click('button:text-is("Search")');
    await patient.waitForSelector('text=Enter at least 3 letters of a name');
    await patient.fill('#search', `nobody${letters}`);
    await patient.click('button:text-is("Search")');
    await patient.waitForSelector('text=Nothing found.');
    await patient.fill('#search', `wobble${letters}`);
    await patient.click('button:text-is("Search")');
    await patient.waitForSelector(`text=${team.about}`);
    expect(await shown(patient)).toMatch(new RegExp(`2 found, teams first\\.[^]*${team.name}[^]*${doctor.name}[^]*${doctor.role}`));
    expect(await faultsOf(patient, 'sharing-found')).toEqual([]);
    await patient.click(`button:has-text("Choose"):has-text("${team.name}")`);
    await patient.waitForSelector(`text=You are inviting ${team.name}`);
    expect(await patient.evaluate(() => document.activeElement?.textContent)).toContain(team.name);
    expect(await patient.locator('#email').count()).toBe(0);
    await patient.click('button:text-is("Invite")');
    await patient.waitForSelector(`text=${team.name} has been invited.`);
    expect(await shown(patient)).toContain('Not opened yet');
  });

  it('MSG-1 the team’s mailbox is told, without a name', async () => {
    const text = await postboxOf(journey.exchange).next(team.mailbox, /^([^]*shared a record with you all[^]*)$/);
    expect(text).not.toMatch(new RegExp(`${person.familyName}|${person.givenName}|Wobble`, 'i'));
  });

  it('its member reads, and the patient sees who, by which team', async () => {
    await find();
    await clinician.waitForSelector(`text=Test of ${letters}`);
    await patient.goto(journey.address('portal', '/sharing'));
    await awake(patient);
    expect(await shown(patient)).toContain('Can see your record');
    await patient.goto(journey.address('portal', '/access-log'));
    expect(await shown(patient)).toMatch(new RegExp(`${doctor.name}[^]*${team.name}`));
  });

  it('the patient stops it; the next request of the member shows nothing, and it stands among the earlier ones', async () => {
    await patient.goto(journey.address('portal', '/sharing'));
    await awake(patient);
    await patient.click(`button:text-is("Stop sharing with ${team.name}")`);
    await patient.waitForSelector(`text=Sharing with ${team.name} has stopped`);
    await clinician.reload();
    expect(await shown(clinician)).not.toMatch(new RegExp(`${person.familyName}|Test of ${letters}`));
    await patient.click('text=1 earlier invitation');
    expect(await shown(patient)).toMatch(new RegExp(`${team.name}[^]*Could see: General health[^]*stopped`));
    expect(await faultsOf(patient, 'sharing-history')).toEqual([]);
  });

  it('EMB-1 a frame shows no control that changes sharing', async () => {
    await patient.goto(journey.address('portal', '/embed/sharing'));
    expect(await patient.locator('form[data-act]').count()).toBe(0);
  });
});
