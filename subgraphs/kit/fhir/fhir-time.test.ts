import { describe, expect, it } from 'vitest';
import { parseFhirTime } from './fhir-time.ts';

describe('ING-5 FHIR times keep their precision', () => {
  it.each([
    ['2016', 'year', '2016', '2016-01-01T00:00:00Z'],
    ['2016-05', 'month', '2016-05', '2016-04-30T23:00:00Z'],
    ['2016-05-01', 'day', '2016-05-01', '2016-04-30T23:00:00Z'],
    ['2016-12-01T14:06:00Z', 'second', '2016-12-01T14:06:00', '2016-12-01T14:06:00Z'],
    // Local time is shown in summer too, whatever the offset it was sent with.
    ['2016-07-01T14:06:00Z', 'second', '2016-07-01T15:06:00', '2016-07-01T14:06:00Z'],
    ['2016-07-01T14:06:00.123+05:30', 'second', '2016-07-01T09:36:00', '2016-07-01T08:36:00Z'],
    ['2016-07-01T14:06', 'minute', '2016-07-01T14:06', '2016-07-01T13:06:00Z'],
    // The hour that comes twice when the clock goes back.
    ['2026-10-25T01:30:00+01:00', 'second', '2026-10-25T01:30:00', '2026-10-25T00:30:00Z'],
    ['2026-10-25T01:30:00+00:00', 'second', '2026-10-25T01:30:00', '2026-10-25T01:30:00Z'],
  ])('%s is a %s', (text, precision, shown, instant) => {
    expect(parseFhirTime(text)).toMatchObject({ precision, text: shown, instant: new Date(instant) });
  });

  it.each([null, '', '20160501', '2016-13', '2016-02-30', '2016-05-01T25:00:00Z', '2016-05-01T10:00:00+99:00', 'yesterday', '2016-5-1'])('%j is no time', (text) => {
    expect(parseFhirTime(text)).toBeNull();
  });

  it('a time without an offset is of the sender\'s zone', () => {
    expect(parseFhirTime('2016-07-01T14:06:00', '+03:00')?.instant).toEqual(new Date('2016-07-01T11:06:00Z'));
    expect(parseFhirTime('2016-07-01T14:06:00', '+03:00')?.text).toBe('2016-07-01T12:06:00');
  });
});
