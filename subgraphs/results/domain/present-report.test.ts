import { describe, expect, it } from 'vitest';
import { storedObservation } from '../testing/filed-report.ts';
import { presentReport } from './present-report.ts';
import { ReportKind } from './report.ts';

const line = (position: number, value: string, more = {}) =>
  storedObservation({ id: `o${position}`, position, value, type: 'TX', code: 'MC', subId: String(position), unit: null, referenceRange: null, ...more });

describe('RES-1 text results', () => {
  it('tells a radiology report as one text, in the order sent, and keeps measurements apart', () => {
    const content = presentReport(ReportKind.radiology, [line(2, 'Second.', { code: 'IMP' }), line(1, 'First.'), storedObservation({ id: 'o3', position: 3 })]);
    expect(content.text).toBe('First.\nSecond.');
    expect(content.observations.map(({ id }) => id)).toEqual(['o3']);
  });

  it('joins numbered lines of one laboratory text, with what a corrected line replaced', () => {
    const content = presentReport(ReportKind.laboratory, [line(1, 'No growth'), line(2, 'after 5 days', { corrected: true, previousValue: 'after 2 days' })]);
    expect(content.text).toBeNull();
    expect(content.observations).toMatchObject([{ id: 'o1', value: 'No growth\nafter 5 days', previousValue: 'No growth\nafter 2 days', corrected: true }]);
  });

  it('does not join numbers of one code', () => {
    const numbers = [storedObservation({ id: 'a', subId: '1' }), storedObservation({ id: 'b', subId: '2', position: 2 })];
    expect(presentReport(ReportKind.laboratory, numbers).observations).toHaveLength(2);
  });
});
