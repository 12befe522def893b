import { describe, expect, it } from 'vitest';
import { preciseDay, preciseMoment } from './precise.ts';

describe('ING-5 what a hospital dated is shown as precisely as it was dated', () => {
  it.each([
    ['2016-01-01T00:00:00Z', '2016', '2016', '2016'],
    ['2016-04-30T23:00:00Z', '2016-05', 'May 2016', 'May 2016'],
    ['2016-05-03T23:00:00Z', '2016-05-04', '4 May 2016', '4 May 2016'],
    // The text may be the clock of the sender or that of London: the instant decides.
    ['2026-07-01T12:00:00Z', '2026-07-01T12:00', '1 July 2026', '1 July 2026 at 1pm'],
    ['2026-01-01T14:30:00Z', null, '1 January 2026', '1 January 2026 at 2:30pm'],
    [null, '2016-05-04T10:00', '4 May 2016', '4 May 2016'],
    [null, '2016', '2016', '2016'],
    [null, null, null, null],
  ])('%s as %s', (at, text, onDay, atTime) => {
    expect(preciseDay(at, text)).toBe(onDay);
    expect(preciseMoment(at, text)).toBe(atTime);
  });
});
