import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { checkNhsNumber } from '@cie/web-kit/controls/nhs-number.ts';
import { describe, expect, it } from 'vitest';

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'nhs-number/nhs-numbers.csv');
const present = existsSync(samples);
const missing = present ? '' : ' (skipped: sample data not present)';

describe('ACC-1 browser and exchange judge an NHS number alike', () => {
  it.skipIf(!present)(`every sample as expected${missing}`, () => {
    const rows = readFileSync(samples, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(([input = '', expected = '']) => checkNhsNumber(input).ok !== expected.startsWith('valid'))).toEqual([]);
  });

  it('and each number of a run of made-up ones', () => {
    for (let number = 9_990_000_000; number < 9_990_003_000; number += 1) {
      const [there, here] = [parseNhsNumber(String(number)), checkNhsNumber(String(number))];
      expect([number, here.ok]).toEqual([number, there.ok]);
    }
  });
});
