import { describe, expect, it } from 'vitest';
import { dateTime, day, nhsNumber, organisation, waiting } from './shown.ts';

describe('REG-5 what the desk reads', () => {
  it.each([
    ['2026-11-23T09:59:30Z', 'less than a minute'],
    ['2026-11-23T09:59:00Z', '1 minute'],
    ['2026-11-23T09:01:00Z', '59 minutes'],
    ['2026-11-23T09:00:00Z', '1 hour'],
    ['2026-11-21T10:00:01Z', '47 hours'],
    ['2026-11-21T10:00:00Z', '2 days'],
    ['2026-10-23T10:00:00Z', '31 days'],
    // A clock that is ahead.
    ['2026-11-23T10:05:00Z', 'less than a minute'],
  ])('waiting since %s is %s', (since, words) => {
    expect(waiting(since, new Date('2026-11-23T10:00:00Z'))).toBe(words);
  });

  it('shows times of London, days in words, and texts that are neither as they are', () => {
    expect(dateTime('2026-07-01T08:05:00Z')).toBe('1 July 2026 at 09:05');
    expect(dateTime('soon')).toBe('soon');
    expect(day('1970-01-31')).toBe('31 January 1970');
    expect(day('<b>')).toBe('<b>');
  });

  it('names an organisation with its code, and one without a name by its code once', () => {
    expect(organisation('RYJ')).toBe('Imperial College Healthcare NHS Trust (RYJ)');
    expect(organisation(' E85001 ')).toBe('E85001');
  });

  it('ACC-1 shows NHS numbers 3-3-4, and what is none as text', () => {
    expect(nhsNumber('9990004005').text).toContain('999 000 4005');
    expect(nhsNumber('<script>').text).toBe('&lt;script&gt;');
  });
});
