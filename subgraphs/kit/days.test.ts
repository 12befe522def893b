import { describe, expect, it } from 'vitest';
import { ageAt, birthdayAt, isDay } from './days.ts';

const at = (text: string): Date => new Date(text);

describe('ACC-4 age, as London counts it', () => {
  it.each([
    ['2012-02-29', 13, '2025-03-01T00:00:00.000Z'],
    ['2012-02-29', 16, '2028-02-29T00:00:00.000Z'],
    ['2084-02-29', 16, '2100-03-01T00:00:00.000Z'],
    ['2013-07-10', 13, '2026-07-09T23:00:00.000Z'],
    ['2013-03-29', 13, '2026-03-29T00:00:00.000Z'],
    ['2012-10-25', 14, '2026-10-24T23:00:00.000Z'],
    ['2013-12-31', 13, '2026-12-31T00:00:00.000Z'],
  ])('born %s is %d from %s on', (birthDate, age, moment) => {
    expect(birthdayAt(birthDate, age).toISOString()).toBe(moment);
    expect(ageAt(birthDate, at(moment))).toBe(age);
    expect(ageAt(birthDate, new Date(Date.parse(moment) - 1))).toBe(age - 1);
  });

  it('is never below nought', () => expect(ageAt('2026-12-31', at('2026-11-22T12:00:00Z'))).toBe(0));
});

describe('REG-4 16 or over', () => {
  it.each([
    ['2010-11-23', '2026-11-22T23:59:59Z', 15],
    ['2010-11-23', '2026-11-23T00:00:00Z', 16],
    // Summer time: the day begins an hour earlier in London.
    ['2010-07-01', '2026-06-30T23:00:00Z', 16],
    ['2010-07-01', '2026-06-30T22:59:59Z', 15],
    // No 29 February in 2026 and 2030.
    ['2008-02-29', '2026-02-28T12:00:00Z', 17],
    ['2008-02-29', '2026-03-01T12:00:00Z', 18],
    ['2008-02-29', '2028-02-29T12:00:00Z', 20],
  ])('born %s is on %s %d years old', (birthDate, now, age) => {
    expect(ageAt(birthDate, new Date(now))).toBe(age);
  });
});

describe('a day', () => {
  it.each(['2026-02-28', '2024-02-29', '1900-01-01'])('%s is one', (text) => expect(isDay(text)).toBe(true));
  it.each(['2026-02-29', '2026-02-30', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00', '+002026-01-01', 'today', ''])('"%s" is none', (text) => expect(isDay(text)).toBe(false));
});
