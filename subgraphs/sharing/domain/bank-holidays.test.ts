import { describe, expect, it } from 'vitest';
import { bankHolidays, isWorkingDay, noExceptions, readHolidayExceptions } from './bank-holidays.ts';

/** What was proclaimed once: VE day 2020, the platinum jubilee and the funeral of 2022, the coronation of 2023. */
const proclaimed = readHolidayExceptions('-2020-05-04, 2020-05-08, -2022-05-30, 2022-06-02, 2022-06-03, 2022-09-19, 2023-05-08');

/** As published on www.gov.uk/bank-holidays for England and Wales. */
const published: Readonly<Record<number, string>> = {
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
};

describe('SAR-1 bank holidays of England', () => {
  it.each(Object.entries(published))('are the published ones in %s', (year, days) => {
    expect(bankHolidays(Number(year), proclaimed)).toEqual(days.split(' ').map((each) => `${year}-${each}`));
  });

  it('follow the rule alone where nothing was proclaimed', () => {
    expect(bankHolidays(2020, noExceptions)).toContain('2020-05-04');
    expect(bankHolidays(2022, noExceptions)).not.toContain('2022-09-19');
  });

  it.each([
    ['2026-12-24', true], ['2026-12-25', false], ['2026-12-26', false], ['2026-12-27', false], ['2026-12-28', false], ['2026-12-29', true],
  ])('offices on %s: %s', (day, works) => expect(isWorkingDay(day, noExceptions)).toBe(works));

  it.each(['2022-13-01', 'Monday', '2022-09-19;2022-09-20', '2023-02-29'])('a setting of %s is refused', (text) => {
    expect(() => readHolidayExceptions(text)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });

  it('a setting that is left out proclaims nothing', () => expect(readHolidayExceptions(undefined)).toEqual(noExceptions));
});
