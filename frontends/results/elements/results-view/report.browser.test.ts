import { render } from 'lit';
import type { TemplateResult } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '@cie/web-kit/page/area.ts';
import type { Observation, Report } from '../../on-demand/fetch-report.ts';
import type { ReportInList } from '../../data/fetch-reports.ts';
import { reportList } from './report-list.ts';
import { reportView } from './report.ts';
import { trendView } from './trend.ts';

type Culture = Report['cultures'][number];

const page: Page = { name: 'record', path: '/record', framed: false, display: {}, route: { view: 'results' }, reader: null, patient: 'p', now: '2026-11-01T00:00:00Z' };

const test = (changes: Partial<Observation>): Observation => ({
  id: '1', code: 'K', name: 'Serum potassium', plainName: null, about: null, value: '5.6', unit: 'mmol/L', referenceRange: '3.5 - 5.3', flag: 'HIGH', susceptibility: null,
  status: 'FINAL', comments: [], corrected: false, correction: null, previousValue: null, earlier: null, ...changes,
});

const report = (changes: Partial<Report>): Report => ({
  id: 'r', kind: 'LABORATORY', name: 'Urea and electrolytes', plainName: null, about: null, label: 'GENERAL', status: 'FINAL', issuedAt: '2026-10-30T14:30:00Z', issuedAtText: null, collectedAt: null, collectedAtText: null,
  corrected: false, site: null, author: null, text: null, comments: [], ask: { words: '', telephone: null, web: null }, organisation: { name: 'Trust' }, observations: [], cultures: [], attachments: [],
  release: { availableFrom: null, releasedEarly: false, extended: false, mayRelease: false, mayExtend: false, longestExtension: 0 }, ...changes,
});

const culture = (changes: Partial<Culture>): Culture => ({ id: 'c', name: 'Urine culture', organism: 'Escherichia coli', growth: null, status: 'FINAL', comments: [], corrected: false, sensitivities: [], ...changes });

const inList = (observations: ReportInList['observations'], changes: Partial<ReportInList> = {}): ReportInList => ({
  id: 'r', kind: 'LABORATORY', name: 'Urea and electrolytes', plainName: null, status: 'FINAL', issuedAt: '2026-10-30T14:30:00Z', issuedAtText: null, corrected: false, site: null, organisation: { name: 'Trust' }, observations, ...changes,
});

function textOf(view: TemplateResult): string {
  render(view, document.body);
  return document.body.innerText.replaceAll(/\s+/g, ' ');
}

const shown = (changes: Partial<Report>): string => textOf(reportView(report(changes), page));
const listed = (...reports: readonly ReportInList[]): string => textOf(reportList({ reports, next: null, waiting: [] }, page));

afterEach(() => {
  render(null, document.body);
});

describe('RES-1 each test says how far it has come', () => {
  it.each([['PRELIMINARY', 'Early result'], ['PARTIAL', 'More to come'], ['REGISTERED', 'Awaited']] as const)('%s inside a final report', (status, words) => {
    expect(shown({ observations: [test({ status })] })).toMatch(new RegExp(`5\\.6 mmol/L ${words} .*Above the usual range`));
  });

  it.each([['CANCELLED', 'Cancelled'], ['WITHDRAWN', 'Taken back']] as const)('%s: no judgement and no comparison stand beside it, comments do', (status, words) => {
    const text = shown({ observations: [test({ status, value: null, susceptibility: 'RESISTANT', comments: ['Haemolysed.'], earlier: { value: '4.1', at: '2026-10-01T09:00:00Z', atText: null, direction: 'HIGHER' } })] });
    expect(text).toContain(words);
    expect(text).toContain('Haemolysed.');
    for (const judgement of ['Above the usual range', 'Higher than', 'germ', 'Show over time']) expect(text).not.toContain(judgement);
  });

  it('reassures whoever reads that something is outside its range, and nobody else', () => {
    const reassurance = 'often means nothing is wrong';
    expect(shown({ observations: [test({ flag: 'HIGH' }), test({ flag: 'NORMAL' })] })).toContain(reassurance);
    for (const flag of ['NORMAL', null] as const) expect(shown({ observations: [test({ flag })] })).not.toContain(reassurance);
    expect(shown({ observations: [test({ flag: 'HIGH', status: 'WITHDRAWN' })] })).not.toContain(reassurance);
  });

  it('counts only tests that stand', () => {
    const gone = [{ flag: 'HIGH', status: 'CANCELLED' }, { flag: 'LOW', status: 'WITHDRAWN' }] as const;
    expect(listed(inList([...gone, { flag: 'HIGH', status: 'FINAL' }, { flag: 'NORMAL', status: 'FINAL' }]))).toContain('1 of 2 outside the usual range');
    expect(listed(inList([...gone, { flag: 'NORMAL', status: 'CORRECTED' }]))).toContain('In the usual range');
    expect(listed(inList(gone))).not.toContain('range');
  });
});

describe('ING-5 a report is dated as precisely as its sender dated it', () => {
  it('does not make a day midnight', () => {
    const text = shown({ issuedAt: '2026-06-30T23:00:00Z', issuedAtText: '2026-07-01', collectedAt: '2026-05-31T23:00:00Z', collectedAtText: '2026-06' });
    expect(text).toContain('Reported 1 July 2026 Sample');
    expect(text).toContain('Sample taken or scan done June 2026');
    expect(listed(inList([], { issuedAt: '2016-01-01T00:00:00Z', issuedAtText: '2016' }))).toMatch(/electrolytes 2016 · Trust/);
  });

  it('keeps the time where there is one', () => expect(shown({ issuedAtText: '2026-10-30T14:30' })).toContain('30 October 2026 at 2:30pm'));

  it.each([
    ['2016-01-01T00:00:00Z', '2016', 'Higher than in 2016 (4.1)'],
    ['2016-04-30T23:00:00Z', '2016-05', 'Higher than in May 2016 (4.1)'],
    ['2016-05-03T23:00:00Z', '2016-05-04', 'Higher than on 4 May 2016 (4.1)'],
    ['2016-05-04T09:00:00Z', null, 'Higher than on 4 May 2016 (4.1)'],
  ])('compares with %s, %s', (at, atText, words) => expect(shown({ observations: [test({ earlier: { value: '4.1', at, atText, direction: 'HIGHER' } })] })).toContain(words));

  it('keeps a year a year over time, and marks an early result', () => {
    const point = { at: '2016-01-01T00:00:00Z', atText: '2016', value: 4, text: '4.0', flag: null, preliminary: false, reportId: 'r' };
    const text = textOf(trendView([{ name: 'Serum potassium', unit: 'mmol/L', low: null, high: null, points: [point, { ...point, at: '2026-10-30T14:30:00Z', atText: null, text: '5.0', preliminary: true }] }], page));
    expect(text).toMatch(/30 October 2026 .*5\.0 mmol\/L Early result/);
    expect(text).toMatch(/2016 .*4\.0 mmol\/L(?! Early)/);
    expect(text).not.toContain('1 January 2016');
  });
});

describe('RES-1 germs and medicines say how far they have come', () => {
  it('tells the status of the germ, and status, correction and comments of a medicine', () => {
    const medicine = { id: 'm', antibiotic: 'Trimethoprim', interpretation: 'RESISTANT', value: null, unit: null, status: 'PRELIMINARY', corrected: true, comments: ['Repeat to follow.'] } as const;
    expect(shown({ cultures: [culture({ status: 'PRELIMINARY', sensitivities: [medicine] })] })).toMatch(/Escherichia coli Early result .*Trimethoprim .*No \(R\) Early result Corrected Repeat to follow\./);
  });

  it('adds nothing to what is final', () => {
    const medicine = { id: 'm', antibiotic: 'Trimethoprim', interpretation: 'SUSCEPTIBLE', value: null, unit: null, status: 'FINAL', corrected: false, comments: [] } as const;
    render(reportView(report({ cultures: [culture({ sensitivities: [medicine] })] }), page), document.body);
    expect(document.querySelector('.nhsuk-tag')).toBeNull();
  });

  it.each([['SUSCEPTIBLE', 'works against the germ (S)'], ['INCREASED_EXPOSURE', 'at a higher dose (I)'], ['RESISTANT', 'does not work against the germ (R)']] as const)('a medicine judged without a germ: %s', (susceptibility, words) => {
    expect(shown({ observations: [test({ name: 'Amoxicillin', value: null, flag: null, susceptibility })] })).toContain(words);
  });
});
