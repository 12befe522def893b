import { describe, expect, it } from 'vitest';
import type { AskGraph } from '../export/record.ts';
import { sampleAllergy, sampleCondition, sampleDetails, sampleLetter, sampleMeasurement, sampleMedication, sampleObservation, samplePlan, sampleReport } from '../export/testing/sample-record.ts';
import { newestTests } from './newest-tests.ts';
import { longestText, readSummary } from './read-summary.ts';
import { summaryPage } from './summary-page.ts';
import { words } from './words.ts';

const connection = <Item>(items: readonly Item[]) => ({ edges: items.map((node) => ({ node })), pageInfo: { hasNextPage: true, endCursor: 'more' } });

/** A record that answers each operation, and says what it was asked. */
function graph(changes: Readonly<Record<string, unknown>> = {}) {
  const asked: [string, unknown][] = [];
  const answers: Readonly<Record<string, unknown>> = {
    DownloadDetails: { doors: ['SELF'], demographics: sampleDetails },
    DownloadCare: { medications: [sampleMedication()], allergies: [sampleAllergy()], conditions: [sampleCondition()], carePlans: [samplePlan()] },
    DownloadReports: { reports: connection([sampleReport()]) },
    DownloadMeasurements: { measurements: connection([sampleMeasurement()]) },
    DownloadDocuments: { documents: connection([sampleLetter()]) },
    ...changes,
  };
  // Each answer above has the form of its operation.
  const ask = (async (name: string, variables: unknown) => {
    asked.push([name, variables]);
    return answers[name];
  }) as unknown as AskGraph;
  return { ask, asked };
}

describe('ACS-3 what a summary holds', () => {
  it('is one page of each kind, the newest, and never more', async () => {
    const { ask, asked } = graph();
    await readSummary('patient', ask);
    expect(asked).toEqual([
      ['DownloadDetails', { patient: 'patient' }],
      ['DownloadCare', { patient: 'patient' }],
      ['DownloadReports', { patient: 'patient', kind: 'LABORATORY', first: 30, after: null }],
      ['DownloadReports', { patient: 'patient', kind: 'RADIOLOGY', first: 10, after: null }],
      ['DownloadMeasurements', { patient: 'patient', first: 20, after: null }],
      ['DownloadDocuments', { patient: 'patient', first: 5, after: null }],
    ]);
  });

  it('cuts long texts at their limit, and says that it did', async () => {
    const text = (length: number) => sampleLetter({ text: 'x'.repeat(length) });
    const { documents } = await readSummary('patient', graph({ DownloadDocuments: { documents: connection([text(longestText), text(longestText + 1)]) } }).ask);
    expect(documents.map((each) => each.text?.length)).toEqual([longestText, longestText + '\n[…]'.length]);
    expect(documents[1]?.text).toMatch(/\[…\]$/);
  });

  it('has no files, address, telephone, email or next of kin', async () => {
    const attachments = [{ id: 'a', title: 'scan.pdf', mediaType: 'application/pdf', size: 5 }];
    const { details, laboratory } = await readSummary('patient', graph({ DownloadReports: { reports: connection([sampleReport({ attachments })]) } }).ask);
    expect(details).toMatchObject({ nhsNumber: sampleDetails.nhsNumber, birthDate: sampleDetails.birthDate, address: null, phone: null, email: null, nextOfKin: [] });
    expect(laboratory[0]?.attachments).toEqual([]);
  });

  it.each(['DownloadReports', 'DownloadMeasurements', 'DownloadDocuments'])('is not made when a part is missing from %s: it must not look empty', async (name) => {
    const { ask } = graph({ [name]: { reports: null, measurements: null, documents: null } });
    await expect(readSummary('patient', ask)).rejects.toMatchObject({ code: 'DOWNLOAD_INCOMPLETE' });
  });
});

describe('ACS-3 the summary as a page', () => {
  const page = async (changes: Readonly<Record<string, unknown>> = {}) => summaryPage(await readSummary('patient', graph(changes).ask), new Date('2026-11-23T12:00:00Z')).text.replaceAll(/<!--[^>]*-->/g, '');

  it('says whose it is, what could do harm first, and what it leaves out', async () => {
    const text = await page();
    const order = ['Sample Person', 'Penicillin', 'Ramipril 5 mg', 'Hypertension', 'Asthma plan', 'Haemoglobin', '128/82', 'Discharge summary'].map((each) => text.indexOf(each));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(text).toContain(words.summary.leftOut);
  });

  it('RES-5: says the same of what it leaves out when it holds nothing', async () => {
    const nothing = { reports: connection([]), measurements: connection([]), documents: connection([]) };
    const text = await page({ DownloadCare: { medications: [], allergies: [], conditions: [], carePlans: [] }, DownloadReports: nothing, DownloadMeasurements: nothing, DownloadDocuments: nothing });
    expect(text).toContain(words.summary.leftOut);
    expect(text).toContain(words.summary.noAllergies);
    expect(text.split(words.summary.none)).toHaveLength(8);
  });

  it('abuse case 60: shows markup that a hospital sent as text', async () => {
    const nasty = '<script>alert(1)</script>';
    const text = await page({
      DownloadReports: { reports: connection([sampleReport({ name: nasty, text: nasty, comments: [nasty] })]) },
      DownloadDocuments: { documents: connection([sampleLetter({ title: nasty, text: nasty, author: nasty })]) },
      DownloadDetails: { doors: [], demographics: { ...sampleDetails, familyName: nasty } },
    });
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
  });
});

describe('ACS-3 the newest value of each test', () => {
  const report = (changes: Parameters<typeof sampleObservation>[0], more: Parameters<typeof sampleReport>[0] = {}) => sampleReport({ observations: [sampleObservation(changes)], ...more });
  const shown = (...reports: readonly ReturnType<typeof report>[]) => newestTests(reports).map(({ test }) => `${test.value} ${test.unit}`);

  it('is the first of a test, its laboratory and its unit: different units are never joined (RES-2)', () => {
    expect(shown(report({ value: '5' }), report({ value: '4' }), report({ value: '0.5', unit: 'g/dL' }), report({ value: '7', code: 'WBC' }))).toEqual(['5 g/L', '0.5 g/dL', '7 g/L']);
    expect(shown(report({ value: '5' }), report({ value: '6' }, { organisation: { odsCode: 'RQM', name: 'Another' } }))).toEqual(['5 g/L', '6 g/L']);
  });

  it('passes over what was taken back, cancelled or has no value', () => {
    expect(shown(report({ value: '9', status: 'WITHDRAWN' }), report({ value: '8', status: 'CANCELLED' }), report({ value: null }), report({ value: '4' }))).toEqual(['4 g/L']);
  });
});
