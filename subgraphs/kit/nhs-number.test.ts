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
    ['', 'NHS_NUMBER_LENGTH'],
    ['450557710x', 'NHS_NUMBER_CHARACTERS'],
    ['45O5577104', 'NHS_NUMBER_CHARACTERS'],
    ['４５０５５７７１０４', 'NHS_NUMBER_CHARACTERS'],
    ['""', 'NHS_NUMBER_CHARACTERS'],
    ['4505577105', 'NHS_NUMBER_CHECK_DIGIT'],
    ['5555555555', 'NHS_NUMBER_REPEATED'],
  ])('refuses %s saying what is wrong: %s', (text, code) => {
    expect(parseNhsNumber(text)).toMatchObject({ ok: false, code });
  });

  it('says how many digits there are, and that a letter is none', () => {
    expect(parseNhsNumber('450 557 710')).toMatchObject({ message: expect.stringContaining('this has 9') as unknown });
    expect(parseNhsNumber('45O 557 7104')).toMatchObject({ message: expect.stringContaining('letters') as unknown });
  });

  it('is shown 3-3-4', () => {
    expect(formatNhsNumber('4505577104')).toBe('450 557 7104');
  });

  it.skipIf(!present)(`judges every sample as expected${present ? '' : ' (skipped: sample data not present)'}`, () => {
    const rows = readFileSync(samples, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const codes: Readonly<Record<string, string>> = {
      'wrong check digit': 'NHS_NUMBER_CHECK_DIGIT', 'remainder gives 10: no check digit exists': 'NHS_NUMBER_CHECK_DIGIT',
      'adjacent digits of a valid number swapped': 'NHS_NUMBER_CHECK_DIGIT', '9 digits': 'NHS_NUMBER_LENGTH', '11 digits': 'NHS_NUMBER_LENGTH',
      empty: 'NHS_NUMBER_LENGTH', 'letter O': 'NHS_NUMBER_CHARACTERS',
    };
    const faulty = rows.filter(([, , why = '']) => codes[why] !== undefined);
    const codeOf = (input: string): string => {
      const check = parseNhsNumber(input);
      return check.ok ? 'ok' : check.code;
    };
    expect(faulty.map(([input = '']) => [input, codeOf(input)])).toEqual(faulty.map(([input = '', , why = '']) => [input, codes[why]]));
    const wrong = rows.filter(([input = '', expected = '']) => parseNhsNumber(input).ok !== expected.startsWith('valid'));
    expect(rows.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
