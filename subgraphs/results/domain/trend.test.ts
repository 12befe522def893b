import { describe, expect, it } from 'vitest';
import { storedObservation as stored } from '../testing/filed-report.ts';
import { ResultStatus } from './report.ts';
import { trendsOf, type TrendResult } from './trend.ts';

const storedObservation = ({ organisation = 'RYJ', ...more }: Partial<TrendResult>): TrendResult => ({ ...stored(more), organisation });
const day = (number: number) => new Date(Date.UTC(2026, 3, number));

describe('RES-2 trends', () => {
  it('orders the results of one unit, oldest first, with the latest band and the text as sent', () => {
    const trends = trendsOf([
      storedObservation({ value: '4.10', observedAt: day(3), low: 3.6, high: 5.2 }),
      storedObservation({ value: '<3', observedAt: day(1) }),
      storedObservation({ value: '5', observedAt: day(4), low: null, high: null }),
    ]);
    expect(trends).toMatchObject([
      { unit: 'mmol/L', low: 3.6, high: 5.2, points: [{ value: null, text: '<3' }, { value: 4.1, text: '4.10' }, { value: 5, text: '5' }] },
    ]);
  });

  it('never joins units or code systems', () => {
    const trends = trendsOf([
      storedObservation({ unit: 'mmol/L', observedAt: day(1) }),
      storedObservation({ unit: 'mg/dL', observedAt: day(2) }),
      storedObservation({ unit: 'mg/dL', codeSystem: 'other', observedAt: day(3) }),
    ]);
    expect(trends.map(({ unit, points }) => [unit, points.length])).toEqual([['mg/dL', 1], ['mg/dL', 1], ['mmol/L', 1]]);
  });

  it.each([
    ['L', [1, 1]],
    ['', [1, 1]],
    ['LN', [2]],
    ['http://loinc.org', [2]],
    ['http://snomed.info/sct', [2]],
  ])('joins two organisations only by a code that means one test everywhere: %j', (codeSystem, points) => {
    const trends = trendsOf([storedObservation({ codeSystem, observedAt: day(1) }), storedObservation({ codeSystem, organisation: 'RQM', observedAt: day(2) })]);
    expect(trends.map((each) => each.points.length)).toEqual(points);
  });

  it.each([
    ['withdrawn', { value: null, status: ResultStatus.withdrawn }],
    ['withdrawn with its value', { status: ResultStatus.withdrawn }],
    ['cancelled', { value: '9.9', status: ResultStatus.cancelled }],
  ])('leaves a %s result out', (_name, result) => {
    expect(trendsOf([storedObservation({ value: '4.1' }), storedObservation(result)]).map(({ points }) => points.map(({ text }) => text))).toEqual([['4.1']]);
  });

  it('marks results that may still change, and tells times as far as they were given (ING-5)', () => {
    const [trend] = trendsOf([
      storedObservation({ status: ResultStatus.preliminary, observedAt: day(2), observedAtText: '2026-04-02' }),
      storedObservation({ status: ResultStatus.corrected, observedAt: day(1), observedAtText: '2026' }),
    ]);
    expect(trend?.points.map(({ preliminary, atText }) => [preliminary, atText])).toEqual([[false, '2026'], [true, '2026-04-02']]);
  });
});
