import { dateOf } from '@cie/web-kit/controls/typed.ts';
import { describe, expect, it } from 'vitest';
import { birthDateProblem, isUnder16 } from './date-problem.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('REG-5 a wrong date says what is wrong with it', () => {
  it.each<[day: string, month: string, year: string, problem: string | null]>([
    ['31', '3', '1980', null],
    ['31', 'March', '1980', null],
    ['', '', '', 'Enter your date of birth, for example 31 3 1980'],
    ['31', '', '1980', 'Enter your date of birth with a month'],
    ['', '3', '', 'Enter your date of birth with a day and a year'],
    ['31', '3', '80', 'The year must have 4 numbers'],
    ['31', '3', '19801', 'The year must have 4 numbers'],
    ['31', '2', '1980', 'Enter a real date'],
    ['31', 'Quickly', '1980', 'Enter a real date'],
    ['24', '11', '2026', 'Enter your date of birth: it must be a day in the past'],
    ['1', '1', '1899', 'Enter your date of birth: the year must be 1900 or later'],
  ])('%s %s %s', (day, month, year, problem) => {
    const typed = { day, month, year };
    expect(birthDateProblem({ typed, date: dateOf(typed) }, 'your date of birth', now)).toBe(problem);
  });

  it('counts to the 16th birthday, in London', () => {
    expect([isUnder16('2010-11-24', now), isUnder16('2010-11-23', now), isUnder16('1980-03-31', now)]).toEqual([true, false, false]);
    expect(isUnder16('2010-07-02', new Date('2026-07-01T23:30:00Z'))).toBe(false);
  });
});
