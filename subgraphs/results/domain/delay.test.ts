import { describe, expect, it } from 'vitest';
import { delayOf, releaseTime, type DelayRule } from './delay.ts';
import { ReportKind } from './report.ts';

const { laboratory, radiology } = ReportKind;
const rule = (organisation: string, kind: DelayRule['kind'], testCode: string, days: number, showNotice = true): DelayRule => ({ organisation, kind, testCode, days, showNotice });

const rules = [
  rule('*', radiology, '*', 28),
  rule('RQM', radiology, '*', 14),
  rule('RQM', radiology, 'DXA', 0),
  rule('RYJ', laboratory, 'CA125', 28),
  rule('RYJ', laboratory, 'HTT', 42, false),
];

describe('RES-3 delay of a report', () => {
  it.each([
    ['every radiology report', 'RYJ', radiology, ['CTHEAD'], { days: 28, showNotice: true }],
    ["an organisation's own rule before the one for all", 'RQM', radiology, ['CTHEAD'], { days: 14, showNotice: true }],
    ['a named examination before all', 'RQM', radiology, ['DXA'], { days: 0, showNotice: true }],
    ['a laboratory test that is not listed', 'RYJ', laboratory, ['K'], { days: 0, showNotice: true }],
    ['a listed test among others', 'RYJ', laboratory, ['TUM', 'K', 'CA125'], { days: 28, showNotice: true }],
    ['a listed test in other letters', 'RYJ', laboratory, ['ca125'], { days: 28, showNotice: true }],
    ['a test that another organisation lists', 'RAS', laboratory, ['CA125'], { days: 0, showNotice: true }],
    ['the longest of several, silent when one is', 'RYJ', laboratory, ['CA125', 'HTT'], { days: 42, showNotice: false }],
  ] as const)('%s', (_name, organisation, kind, codes, expected) => {
    expect(delayOf(rules, { organisation, kind, codes })).toEqual(expected);
  });

  it('counts days of 24 hours from the issue', () => {
    const issued = new Date('2026-03-20T12:00:00Z');
    expect(releaseTime(issued, { days: 28, showNotice: true })).toEqual(new Date('2026-04-17T12:00:00Z'));
    expect(releaseTime(issued, { days: 0, showNotice: true })).toBeNull();
  });
});
