import { describe, expect, it } from 'vitest';
import { refusalOf, searchLimits } from './limit-searches.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
/** Misses at even distance, newest first. */
const misses = (count: number, newest: number, apart: number): Date[] => Array.from({ length: count }, (_each, index) => ago(newest + index * apart));

describe('abuse case 21: how many searches without a result', () => {
  it('allows ten in ten minutes and thirty in a day', () => {
    expect(searchLimits).toEqual([{ misses: 10, minutes: 10 }, { misses: 30, minutes: 1440 }]);
    expect(refusalOf([], now)).toBeNull();
    expect(refusalOf(misses(9, 0, 0.1), now)).toBeNull();
    expect(refusalOf(misses(10, 0, 0.1), now)).toEqual({ until: new Date('2026-11-23T12:09:06Z'), limit: searchLimits[0] });
    expect(refusalOf(misses(29, 1, 20), now)).toBeNull();
    expect(refusalOf(misses(30, 1, 20), now)).toEqual({ until: new Date('2026-11-24T02:19:00Z'), limit: searchLimits[1] });
  });

  it('allows again exactly when the oldest of ten, or of thirty, has left the time', () => {
    expect(refusalOf(misses(10, 0, 10 / 9), now)).toBeNull();
    expect(refusalOf(misses(10, 0, 9.99 / 9), now)).toMatchObject({ limit: { misses: 10 } });
    expect(refusalOf(misses(30, 0, 1440 / 29), now)).toBeNull();
    expect(refusalOf(misses(30, 0, 1439.9 / 29), now)).toMatchObject({ limit: { misses: 30 } });
  });

  it('names the limit that lasts longest', () => {
    expect(refusalOf(misses(40, 0, 0.1), now)).toMatchObject({ limit: { misses: 30 } });
  });
});
