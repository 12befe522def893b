import { describe, expect, it } from 'vitest';
import { readCsv } from './testing/read-csv.ts';
import { keepingSink, sampleCulture, sampleMeasurement, sampleObservation, sampleReport, sampleSource, type SampleRecord } from './testing/sample-record.ts';
import { words } from './words.ts';
import { writeCsv } from './write-csv.ts';

async function rowsOf(record: SampleRecord): Promise<readonly Readonly<Record<string, string>>[]> {
  const sink = keepingSink();
  await writeCsv(sampleSource(record), sink);
  const text = sink.content().toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [head = [], ...rows] = readCsv(text.slice(1));
  expect(rows.every((row) => row.length === head.length)).toBe(true);
  return rows.map((row) => Object.fromEntries(row.map((value, index) => [head[index] ?? '', value])));
}

const { columns } = words;

describe('REC-1 results as comma-separated values', () => {
  it('keeps value, unit and range apart and as they were sent; units are never joined (RES-2)', async () => {
    const rows = await rowsOf({
      reports: [sampleReport({ observations: [sampleObservation(), sampleObservation({ value: '0.40', unit: 'g/dL', referenceRange: '[ < 4.5]' }), sampleObservation({ value: '<15', unit: null, referenceRange: null, flag: null })] })],
    });
    expect(rows.map((row) => [row[columns.result], row[columns.unit], row[columns.range], row[columns.flag]])).toEqual([
      ['4.00', 'g/L', '115 - 165', 'Below the usual range'], ['0.40', 'g/dL', '[ < 4.5]', 'Below the usual range'], ['<15', '', '', ''],
    ]);
  });

  it('writes times with London\'s offset, and dates no more precisely than they came (ING-5)', async () => {
    const [summer, year] = await rowsOf({ reports: [sampleReport(), sampleReport({ issuedAtText: '2016', collectedAtText: '2016-05', observations: [sampleObservation({ observedAtText: '2016-05' })] })] });
    expect([summer?.[columns.taken], summer?.[columns.reported]]).toEqual(['2026-03-31T09:30:00+01:00', '2026-03-31T13:00:00+01:00']);
    expect([year?.[columns.taken], year?.[columns.reported]]).toEqual(['2016-05', '2016']);
  });

  it('has a line for a report of words, for a germ and for each medicine that was tried', async () => {
    const rows = await rowsOf({
      reports: [sampleReport({ name: 'Urine', observations: [], cultures: [sampleCulture()] }), sampleReport({ kind: 'RADIOLOGY', name: 'CT chest', text: 'Nothing\nfound, "clear".', observations: [] })],
    });
    expect(rows.map((row) => [row[columns.test], row[columns.result], row[columns.unit], row[columns.text]])).toEqual([
      ['Urine culture', 'Escherichia coli, Heavy growth', '', ''], ['Escherichia coli: Nitrofurantoin', 'Works', '', ''], ['Escherichia coli: Trimethoprim', '>16', 'mg/L', ''],
      ['Escherichia coli: Cefalexin', '8.0', 'mg/L', ''], ['', '', '', 'Nothing\nfound, "clear".'],
    ]);
  });

  it('says of each germ and medicine how far it has come, and what the laboratory remarks (RES-1)', async () => {
    const culture = sampleCulture();
    const rows = await rowsOf({ reports: [sampleReport({ observations: [], cultures: [{ ...culture, status: 'PARTIAL' }] })] });
    expect(rows.map((row) => [row[columns.flag], row[columns.status], row[columns.comments], row[columns.corrected]])).toEqual([
      ['', 'More to come', 'Treat if unwell', 'No'], [words.judged.SUSCEPTIBLE, 'Final', '', 'No'], [words.judged.RESISTANT, 'Early result', 'Resistance was found twice', 'No'],
      [words.judged.INCREASED_EXPOSURE, 'Corrected', '', 'Yes'],
    ]);
  });

  it('keeps the judgement of a medicine that stands in no culture, and no judgement of what was cancelled or taken back', async () => {
    const judged = (changes: Parameters<typeof sampleObservation>[0]) => sampleObservation({ name: 'Trimethoprim', value: null, unit: null, flag: null, susceptibility: 'RESISTANT', ...changes });
    const gone = [sampleObservation({ status: 'CANCELLED', flag: 'HIGH' }), sampleObservation({ status: 'WITHDRAWN', value: null, flag: 'HIGH' }), judged({ status: 'CANCELLED' })];
    const rows = await rowsOf({ reports: [sampleReport({ observations: [judged({}), ...gone] })] });
    expect(rows.map((row) => [row[columns.flag], row[columns.status]])).toEqual([[words.judged.RESISTANT, 'Final'], ['', 'Cancelled'], ['', 'Taken back'], ['', 'Cancelled']]);
  });

  it('holds nothing that people measured at home (RES-6)', async () => {
    expect(await rowsOf({ measurements: [sampleMeasurement()] })).toEqual([]);
  });

  it('lets no spreadsheet run what a hospital wrote', async () => {
    const evil = '=HYPERLINK("http://evil.example","x")';
    const [row] = await rowsOf({ reports: [sampleReport({ name: evil, comments: [evil], author: evil, observations: [sampleObservation({ name: evil, value: evil, unit: evil })] })] });
    expect(Object.values(row ?? {}).filter((value) => value.startsWith('='))).toEqual([]);
    expect(row?.[columns.result]).toBe(`'${evil}`);
  });
});
