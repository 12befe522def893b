import { describe, expect, it } from 'vitest';
import { isSince, positionAfter } from './between.ts';

describe('DOC-3 days of a list, in London', () => {
  it.each([['2026-01-31', '2026-02-01T00:00:00.000Z'], ['2026-07-01', '2026-07-01T23:00:00.000Z']])('after %s is %s', (day, at) => expect(positionAfter(day).at.toISOString()).toBe(at));
  it.each<[string | undefined, string, boolean]>([
    ['2026-07-01', '2026-06-30T23:00:00.000Z', true], ['2026-07-01', '2026-06-30T22:59:59.999Z', false], [undefined, '1900-01-01T00:00:00.000Z', true],
  ])('since %s: %s %j', (day, at, since) => expect(isSince(day, new Date(at))).toBe(since));
});
