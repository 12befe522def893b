import { describe, expect, it } from 'vitest';
import { minutesLeft } from './minutes-left.ts';

describe('ACS-5 emergency access says how long it lasts', () => {
  const until = '2026-05-01T10:30:00Z';
  it.each([
    ['2026-05-01T10:00:00Z', 30],
    ['2026-05-01T10:29:01Z', 1],
    ['2026-05-01T10:30:00Z', 0],
    ['2026-05-01T11:00:00Z', 0],
  ])('at %s', (now, minutes) => expect(minutesLeft(until, Date.parse(now))).toBe(minutes));
});
