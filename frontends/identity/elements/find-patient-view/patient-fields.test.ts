import { describe, expect, it } from 'vitest';
import { checkPatient } from './patient-fields.ts';

const born = { day: '31', month: '3', year: '1980' };

describe('ACC-1 a mistyped NHS number gets a message that says what is wrong', () => {
  it('accepts spaces and hyphens', () => {
    expect(checkPatient({ number: '999 000-0018', ...born })).toEqual({ ok: true, nhsNumber: '9990000018', birthDate: '1980-03-31' });
  });

  it.each(['999000001', '9990000019', '4444444444', 'abc'])('refuses %s', (number) => {
    const checked = checkPatient({ number, ...born });
    expect(checked.ok ? [] : checked.problems.map(([field]) => field)).toEqual(['number']);
  });

  it.each(['3', '03', 'March', 'mar', 'MAR.'])('takes the month as people write it: %s', (month) => {
    expect(checkPatient({ number: '9990000018', ...born, month })).toMatchObject({ ok: true, birthDate: '1980-03-31' });
  });

  it.each([['31', '2', '1980'], ['0', '1', '1980'], ['1', '13', '1980'], ['1', 'ma', '1980'], ['1', 'Marche', '1980'], ['31', 'Feb', '1980'], ['1', '1', '80']])('refuses the day %s %s %s', (day, month, year) => {
    const checked = checkPatient({ number: '9990000018', day, month, year });
    expect(checked.ok ? [] : checked.problems.map(([field]) => field)).toEqual(['day']);
  });
});
