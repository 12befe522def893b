import { describe, expect, it } from 'vitest';
import { readStaffDuties } from './staff-duties.ts';

const dana = { issuer: 'https://cis2.example', subject: 's-1', duties: ['support-desk'] };
const read = (value: unknown) => readStaffDuties({ CIE_DUTIES: JSON.stringify(value) });

describe('REG-6 duties of staff come from the operator', () => {
  it('gives them to exactly this subject of exactly this provider', () => {
    const dutiesOf = read([dana, { ...dana, duties: ['records-team', 'support-desk'] }]);
    expect(dutiesOf('https://cis2.example', 's-1')).toEqual(['support-desk', 'records-team']);
    expect(dutiesOf('https://cis2.example', 's-2')).toEqual([]);
    expect(dutiesOf('https://trust.example', 's-1')).toEqual([]);
    expect(read([])('https://cis2.example', 's-1')).toEqual([]);
  });

  it.each([
    ['an unknown duty', [{ ...dana, duties: ['administrator'] }]],
    ['duties that are no list', [{ ...dana, duties: 'support-desk' }]],
    ['no issuer', [{ ...dana, issuer: '' }]],
    ['no subject', [{ issuer: 'https://cis2.example', duties: [] }]],
    ['no list', dana],
    ['an empty entry', [null]],
  ])('refuses to start with %s', (_what, value) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });

  it('refuses to start with a typing error, or without the setting', () => {
    expect(() => readStaffDuties({ CIE_DUTIES: '[{' })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
    expect(() => readStaffDuties({})).toThrow(expect.objectContaining({ code: 'SETTING_MISSING' }));
  });
});
