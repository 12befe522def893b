import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNhsNumber, parseNhsNumber } from './nhs-number.ts';

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'nhs-number/nhs-numbers.csv');
const present = existsSync(samples);

describe('ACC-1 NHS number', () => {
  it('accepts blanks and hyphens and stores bare digits', () => {
    expect(parseNhsNumber('450 557 7104')).toEqual({ ok: true, value: '4505577104' });
    expect(parseNhsNumber(' 450-557-7104 ')).toEqual({ ok: true, value: '4505577104' });
  });

  it.each([
    ['450557710', 'NHS_NUMBER_LENGTH'],
    ['45055771040', 'NHS_NUMBER_LENGTH'],
    ['450557710x', 'NHS_NUMBER_LENGTH'],
    ['4505577105', 'NHS_NUMBER_CHECK_DIGIT'],
    ['5555555555', 'NHS_NUMBER_REPEATED'],
  ])('refuses %s saying what is wrong: %s', (text, code) => {
    expect(parseNhsNumber(text)).toMatchObject({ ok: false, code });
  });

  it('is shown 3-3-4', () => {
    expect(formatNhsNumber('4505577104')).toBe('450 557 7104');
  });

  it.skipIf(!present)(`judges every sample as expected${present ? '' : ' (skipped: sample data not present)'}`, () => {
    const rows = readFileSync(samples, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const wrong = rows.filter(([input = '', expected = '']) => parseNhsNumber(input).ok !== expected.startsWith('valid'));
    expect(rows.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
