import { describe, expect, it } from 'vitest';
import { storedObservation } from '../testing/filed-report.ts';
import { trendsOf } from './trend.ts';

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

  it('leaves withdrawn results out', () => {
    expect(trendsOf([storedObservation({ value: null })])).toEqual([]);
  });
});
