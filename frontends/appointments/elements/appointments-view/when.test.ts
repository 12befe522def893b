import { describe, expect, it } from 'vitest';
import { momentText } from './when.ts';

describe('ING-5 an appointment is shown as precisely as the hospital gave it', () => {
  it.each([
    ['2026-07-01T08:00:00Z', '2026-07-01T09:00', 'Wednesday 1 July 2026 at 9am'],
    ['2026-06-30T23:00:00Z', '2026-07-01', 'Wednesday 1 July 2026'],
    ['2026-06-30T23:00:00Z', '2026-07', 'July 2026'],
    ['2026-01-01T00:00:00Z', '2026', '2026'],
    ['2026-12-24T09:30:00Z', null, 'Thursday 24 December 2026 at 9:30am'],
  ])('%s as %s', (at, text, shown) => {
    expect(momentText(at, text)).toBe(shown);
  });
});
