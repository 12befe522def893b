import type { Page } from 'playwright-core';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, message, patient as pid, visit } from '../fixtures/hospital.ts';
import { newNhsNumber, newPerson, type Person } from '../fixtures/people.ts';
import { awake, browserJourney, fillPatient, shown, signInAtTop } from '../setup/browser-journey.ts';
import { untilTrue } from '../setup/inside.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const kept = newPerson();
const retired: Person = { ...kept, nhsNumber: newNhsNumber() };

const historyOf = (person: Person, panel: string): string[] => [
  laboratory(person, { issued: ago(3), panel: [panel.toUpperCase(), panel], tests: [{ code: 'K', value: '4.1' }] }),
  letter(person, { written: ago(2), text: `About ${panel}`, type: ['CN', `Letter about ${panel}`] }),
  visit(person, { start: ago(-5), clinic: `Clinic of ${panel}` }),
];

describe.skipIf(withoutBrowser)('ACC-5 a patient sees two merged records as one, and after the merge is undone their own without a trace', () => {
  let patient: Page;
  // The samples hold merges of strangers, which wait in the exchange that other journeys use as well.
  let began: Date;
  let clinician: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    began = new Date();
    await journey.own.deliver(...historyOf(kept, 'Ferritin'), ...historyOf(retired, 'Magnesium'));
    clinician = await (await journey.newContext()).newPage();
    await signInAtTop(clinician, journey.address('portal'), 'professional', sandboxClinicians.find(({ organisation }) => organisation === 'RYJ')?.name ?? '', '/record');
  });

  const everything = async (): Promise<string> => {
    const pages: string[] = [];
    for (const view of ['results', 'documents', 'appointments']) {
      await patient.goto(journey.address('portal', `/record?view=${view}`));
      pages.push(await shown(patient));
    }
    await patient.goto(journey.address('portal', '/account'));
    return [...pages, await shown(patient)].join('\n');
  };

  const find = async (person: Person): Promise<string> => {
    await clinician.goto(journey.address('portal', '/record'));
    await awake(clinician);
    await fillPatient(clinician, person);
    await clinician.click('button:has-text("Find patient")');
    await clinician.waitForSelector('.cie-banner__name');
    return shown(clinician);
  };

  it('before: each record by itself', async () => {
    expect(await find(kept)).not.toContain('Magnesium');
    expect(await find(retired)).not.toContain('Ferritin');
  });

  it('merged by the hospital (ADT^A40): one record, under one number, whichever was asked for', async () => {
    await journey.own.deliver(message('ADT^A40', 'RYJ', [pid(kept), `MRG|${retired.nhsNumber}^^^NHS^NH`]));
    await untilTrue(async () => (await find(retired)).includes('Ferritin'), 10);
    patient = await (await journey.newContext()).newPage();
    await signInAtTop(patient, journey.address('portal'), 'patient', kept, '/record');
    const both = await everything();
    for (const trace of ['Ferritin', 'Magnesium', 'Letter about Magnesium', 'Clinic of Magnesium']) expect(both).toContain(trace);
    const seen = await find(retired);
    expect(seen).toContain('Ferritin');
    expect(seen).toContain(kept.nhsNumber.replace(/^(...)(...)/, '$1 $2 '));
    expect(seen).not.toContain(retired.nhsNumber.replace(/^(...)(...)/, '$1 $2 '));
  });

  it('undone (ADT^A37): the patient sees their own again, and nothing of the other', async () => {
    await journey.own.deliver(message('ADT^A37', 'RYJ', [pid(kept), pid(retired)]));
    await untilTrue(async () => !(await everything()).includes('Magnesium'), 10);
    const own = await everything();
    for (const trace of ['Ferritin', 'Letter about Ferritin', 'Clinic of Ferritin']) expect(own).toContain(trace);
    expect(await find(retired)).not.toContain('Ferritin');
    const held = await journey.own.sql('cie_gateway', `select 1 from feed_message where state = 'held' and event in ('ADT^A40', 'ADT^A37') and received_at > $1`, [began]);
    expect(held).toEqual([]);
  });

  it('abuse case 59: sent again now that somebody signs in to it, the merge waits for the desk, and the patient sees nothing of the other', async () => {
    await journey.own.deliver(message('ADT^A40', 'RYJ', [pid(kept), `MRG|${retired.nhsNumber}^^^NHS^NH`]));
    const held = `select 1 from feed_message where state = 'held' and event = 'ADT^A40' and received_at > $1`;
    await untilTrue(async () => (await journey.own.sql('cie_gateway', held, [began])).length > 0, 10);
    expect(await everything()).not.toContain('Magnesium');
  });
});
