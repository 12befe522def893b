import { describe, expect, it } from 'vitest';
import { words } from '../language/nhs-number.en.ts';
import { checkNhsNumber } from './nhs-number.ts';

describe('ACC-1 a typed NHS number is judged before it is sent anywhere', () => {
  it.each([
    ['', words.missing],
    ['999 000 001', words.length(9)],
    ['999 000 00189', words.length(11)],
    ['99900O0018', words.characters],
    ['999.000.0018', words.characters],
    ['9990000019', words.checkDigit],
    ['9990000108', words.checkDigit],
    ['4444444444', words.repeated],
  ])('%j: %s', (text, problem) => {
    expect(checkNhsNumber(text)).toEqual({ ok: false, problem });
  });

  it('takes it with spaces and hyphens, and keeps it bare', () => {
    for (const text of ['9990000018', '999 000 0018', ' 999-000-0018 ', '999\u00a0000\u00a00018']) expect(checkNhsNumber(text)).toEqual({ ok: true, value: '9990000018' });
  });
});
