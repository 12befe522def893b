import { randomUUID } from 'node:crypto';
import { pick } from '@cie/kit/testing/pick.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { concept, decimal, fhirPatient, identifier, toEntry, transaction } from '../fixtures/fhir.ts';
import { newPerson } from '../fixtures/people.ts';
import { browserJourney, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();
const [patient, test] = [randomUUID(), randomUUID()];
const subject = toEntry(patient);
const start = new Date(Date.now() + 20 * 86_400_000);

/** What a hospital that speaks FHIR sends of somebody new. */
const bundle = transaction([
  { ...fhirPatient(person), id: patient },
  { resourceType: 'Observation', id: test, identifier: identifier(), status: 'final', code: concept('FOL', 'Folate'), subject, valueQuantity: { value: decimal('4.00'), unit: 'ug/L' }, referenceRange: [{ low: { value: decimal('3.10') }, high: { value: decimal('20.50') } }], note: [{ text: '<img src=x onerror=alert(1)>Fasting sample' }] },
  { resourceType: 'DiagnosticReport', identifier: identifier(), status: 'final', code: concept('FOLP', 'Folate panel'), subject, issued: new Date(Date.now() - 86_400_000).toISOString(), result: [toEntry(test)] },
  { resourceType: 'DocumentReference', identifier: identifier(), status: 'current', type: { text: 'Clinic letter' }, description: 'Letter about folate', subject, date: '2026', content: [{ attachment: { contentType: 'text/html', data: Buffer.from('<p>Dear reader</p><script>document.title="gone"</script><p>All is well.</p>').toString('base64') } }] },
  { resourceType: 'Appointment', identifier: identifier(), status: 'booked', start: start.toISOString(), end: new Date(start.getTime() + 1_200_000).toISOString(), serviceType: [{ text: 'Haematology review' }], participant: [{ actor: subject, status: 'accepted' }] },
  { resourceType: 'MedicationStatement', identifier: identifier(), status: 'active', subject, medicationCodeableConcept: { text: 'Folic acid 5 mg tablets' }, dosage: [{ text: 'One tablet a day' }], effectivePeriod: { start: '2016' } },
]);

describe.skipIf(withoutBrowser)('ING-3 a FHIR bundle that a hospital sends', () => {
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (withoutBrowser) return;
    const answer = await fetch(`${journey.address('portal')}/fhir`, { method: 'POST', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': 'RAS' }, body: JSON.stringify(bundle) });
    if (answer.status !== 200) throw new Error(`the bundle was answered ${answer.status}`);
    await journey.own.drained();
    context = await journey.newContext();
    page = await context.newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', { nhsNumber: person.nhsNumber, familyName: person.familyName, birthDate: person.birthDate }, '/record');
  });

  const open = async (path: string): Promise<string> => {
    await page.goto(`${journey.address('portal')}${path}`);
    return await shown(page);
  };

  it('RES-1 shows the result with its digits, unit, range and remark, and no markup of the sender', async () => {
    const list = await open('/record?view=results');
    expect(list).toContain('Folate panel');
    await page.click('a:has-text("Folate panel")');
    await page.waitForSelector('text=4.00');
    const report = await shown(page);
    for (const words of ['4.00', 'ug/L', '3.10 - 20.50', 'Fasting sample']) expect(report).toContain(words);
    expect(await page.locator('main img[src=x]').count()).toBe(0);
  });

  it('DOC-1 ING-5 shows the letter as words, with the year that it is dated', async () => {
    expect(await open('/record?view=documents')).toContain('Letter about folate');
    await page.click('a:has-text("Letter about folate")');
    await page.waitForSelector('text=All is well.');
    const letter = await shown(page);
    expect(letter).toContain('Dear reader');
    expect(letter).toContain('2026');
    expect(await page.title()).not.toBe('gone');
  });

  it('APT-1 shows the appointment', async () => {
    expect(await open('/record?view=appointments')).toContain('Haematology review');
  });

  it('CAR-1 the medicine is in the record as its sender put it', async () => {
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    const { data } = await journey.exchange.query(cookie, '{ me { patient { medications { name dosage startedOn status organisation { odsCode } } } } }');
    expect(pick(data, 'me', 'patient', 'medications')).toEqual([{ name: 'Folic acid 5 mg tablets', dosage: 'One tablet a day', startedOn: '2016', status: 'ACTIVE', organisation: { odsCode: 'RAS' } }]);
  });

  it('does not show the record of one person to another whose sender names the same address', async () => {
    const other = newPerson();
    const answer = await fetch(`${journey.address('portal')}/fhir/Observation`, { method: 'POST', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': 'RYJ' }, body: JSON.stringify({ resourceType: 'Observation', status: 'final', code: { text: 'Other' }, subject, valueString: `of ${other.familyName}` }) });
    expect(answer.status).toBe(201);
    await journey.own.drained();
    const results = await open('/record?view=results');
    expect(results).toContain('Folate panel');
    expect(results).not.toContain('Other');
  });
});
