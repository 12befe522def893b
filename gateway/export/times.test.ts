import { describe, expect, it } from 'vitest';
import { fhirDate, writtenDay, writtenWhen } from './times.ts';

describe('REC-1, ING-5 dates in a file: as vague as they were sent, times as clocks in London show them', () => {
  it.each([
    // What a sender of +0000 calls midday is one o'clock on a summer's day in London, whichever zone its text is of.
    ['2026-07-01T12:00:00', '2026-07-01T12:00:00Z', '1 July 2026 at 1pm', '1 July 2026', '2026-07-01T13:00:00+01:00'],
    ['2026-07-01T13:00:00', '2026-07-01T12:00:00Z', '1 July 2026 at 1pm', '1 July 2026', '2026-07-01T13:00:00+01:00'],
    ['2026-07-01T23:30:00', '2026-07-01T23:30:00Z', '2 July 2026 at 12:30am', '2 July 2026', '2026-07-02T00:30:00+01:00'],
    ['2026-12-01T12:30', '2026-12-01T12:30:00Z', '1 December 2026 at 12:30pm', '1 December 2026', '2026-12-01T12:30:00+00:00'],
    [null, '2026-07-01T12:00:00Z', '1 July 2026 at 1pm', '1 July 2026', '2026-07-01T13:00:00+01:00'],
    ['2026-07-01', '2026-06-30T23:00:00Z', '1 July 2026', '1 July 2026', '2026-07-01'],
    ['2026-05', '2026-04-30T23:00:00Z', 'May 2026', 'May 2026', '2026-05'],
    ['2016', '2016-01-01T00:00:00Z', '2016', '2016', '2016'],
    // Items of care have their text alone: without an offset it is London's.
    ['2026-07-01T13:00:00', null, '1 July 2026 at 1pm', null, '2026-07-01T13:00:00+01:00'],
    [null, null, null, null, null],
  ])('%s of %s', (text, instant, when, day, fhir) => {
    expect([writtenWhen(text, instant), writtenDay(text, instant), fhirDate(text, instant)]).toEqual([when, day, fhir]);
  });
});
