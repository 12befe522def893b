import { describe, expect, it } from 'vitest';
import { day, dayAndTime, time, weekday } from './dates.ts';

describe('EMB-3 dates are shown in London time', () => {
  it.each([
    ['2026-12-12T00:30:00Z', '12 December 2026 at 12:30am'],
    ['2026-06-30T23:30:00Z', '1 July 2026 at 12:30am'],
    ['2026-06-30T11:00:00Z', '30 June 2026 at midday'],
    ['2026-01-05T14:00:00Z', '5 January 2026 at 2pm'],
    ['2026-01-05T09:05:00Z', '5 January 2026 at 9:05am'],
  ])('%s is %s', (iso, shown) => expect(dayAndTime(iso)).toBe(shown));

  it('keeps a date without a time on its day', () => {
    expect(day('2026-03-29')).toBe('29 March 2026');
    expect(weekday('2026-03-29')).toBe('Sunday 29 March 2026');
  });

  it('names midnight', () => expect(time('2026-01-05T00:00:00Z')).toBe('midnight'));
});
