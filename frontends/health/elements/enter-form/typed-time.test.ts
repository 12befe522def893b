import { describe, expect, it } from 'vitest';
import { londonParts, momentOf, preciseDateOf, timeOf } from './typed-time.ts';

describe('RES-6 when something was measured, as people type it', () => {
  it.each([
    ['8:30am', '08:30'], ['8.30 PM', '20:30'], ['14:30', '14:30'], ['0:05', '00:05'], ['2pm', '14:00'], ['12am', '00:00'], ['12pm', '12:00'], ['midday', '12:00'], ['Midnight', '00:00'],
    ['24:00', null], ['13pm', null], ['0am', null], ['8:60', null], ['8', null], ['', null], ['soon', null], ['8:3', null],
  ])('%s', (typed, time) => expect(timeOf(typed)).toBe(time));

  it('is a time in London, in summer and in winter', () => {
    expect(momentOf('2026-07-01', '08:30')).toBe('2026-07-01T07:30:00.000Z');
    expect(momentOf('2026-01-01', '08:30')).toBe('2026-01-01T08:30:00.000Z');
    expect(londonParts('2026-07-01T07:30:00Z')).toEqual({ date: '2026-07-01', time: '08:30' });
  });

  it('knows the hour that spring skips and the one that autumn repeats', () => {
    expect(momentOf('2026-03-29', '01:30')).toBeNull();
    expect(momentOf('2026-10-25', '01:30')).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('ING-5 a date as far as somebody knows it', () => {
  it.each([
    ['2019', '2019'], ['May 2019', '2019-05'], ['5/2019', '2019-05'], ['4 May 2019', '2019-05-04'], ['4/5/2019', '2019-05-04'], ['04.05.2019', '2019-05-04'],
    ['31 June 2019', null], ['13/2019', null], ['19', null], ['', null], ['last year', null], ['1 2 3 2019', null],
  ])('%s', (typed, date) => expect(preciseDateOf(typed)).toBe(date));
});
