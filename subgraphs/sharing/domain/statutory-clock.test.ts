import { describe, expect, it } from 'vitest';
import { noExceptions, readHolidayExceptions } from './bank-holidays.ts';
import { lastDayToAnswer, mayExtend } from './statutory-clock.ts';

const from = (day: string): Date => new Date(`${day}T12:00:00Z`);

describe('SAR-1 the statutory clock', () => {
  it.each([
    // The same date of the next month.
    ['2026-11-23', '2026-12-23'],
    // No such date: the last day.
    ['2027-01-29', '2027-03-01'], // 28 February 2027 is a Sunday
    ['2024-01-31', '2024-02-29'],
    ['2025-01-31', '2025-02-28'],
    ['2026-08-31', '2026-09-30'],
    // Weekends and bank holidays: the next working day.
    ['2026-11-25', '2026-12-29'], // Christmas Day on a Friday, Boxing Day held on the Monday
    ['2026-03-03', '2026-04-07'], // Good Friday to Easter Monday
    ['2026-11-01', '2026-12-01'],
    ['2026-12-01', '2027-01-04'], // New Year's Day on a Friday
    ['2026-10-28', '2026-11-30'], // a Saturday
  ])('a request of %s is answered by %s', (day, last) => expect(lastDayToAnswer('self', from(day), false, noExceptions)).toBe(last));

  it('goes by the day in London', () => {
    expect(lastDayToAnswer('self', new Date('2026-06-30T23:30:00Z'), false, noExceptions)).toBe('2026-08-03'); // 1 July there; 1 August is a Saturday
    expect(lastDayToAnswer('self', new Date('2026-06-30T22:30:00Z'), false, noExceptions)).toBe('2026-07-30');
  });

  it('waits for a day that was proclaimed once', () => {
    expect(lastDayToAnswer('self', from('2022-08-19'), false, noExceptions)).toBe('2022-09-19');
    expect(lastDayToAnswer('self', from('2022-08-19'), false, readHolidayExceptions('2022-09-19'))).toBe('2022-09-20');
  });

  it.each([
    ['2026-11-23', '2027-02-23'],
    ['2026-11-30', '2027-03-01'],
    ['2026-01-31', '2026-04-30'],
  ])('an extended request of %s is answered within three months in all, by %s', (day, last) => expect(lastDayToAnswer('written-consent', from(day), true, noExceptions)).toBe(last));

  it('another act counts days for somebody who has died', () => {
    expect(lastDayToAnswer('personal-representative', from('2026-12-04'), false, noExceptions)).toBe('2026-12-25');
  });
});

describe('SAR-1 an extension is told within the first month', () => {
  const request = { basis: 'self', clockFrom: from('2026-10-28'), extendedAt: null } as const;
  it.each([
    ['2026-11-30T23:59:59Z', true],
    ['2026-12-01T00:00:00Z', false],
  ])('at %s: %s', (now, allowed) => expect(mayExtend(request, new Date(now), noExceptions)).toBe(allowed));

  it('once, while time runs, and never for somebody who has died', () => {
    const now = from('2026-11-01');
    expect(mayExtend({ ...request, extendedAt: now }, now, noExceptions)).toBe(false);
    expect(mayExtend({ ...request, clockFrom: null }, now, noExceptions)).toBe(false);
    expect(mayExtend({ ...request, basis: 'personal-representative' }, now, noExceptions)).toBe(false);
  });
});
