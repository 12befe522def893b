import { describe, expect, it } from 'vitest';
import { parseHl7Day, parseHl7Time } from './hl7-time.ts';

describe('ING-5 times keep their precision', () => {
  it.each([
    ['2016', 'year', '2016', '2016-01-01T00:00:00.000Z'],
    ['201605', 'month', '2016-05', '2016-04-30T23:00:00.000Z'],
    ['20160102', 'day', '2016-01-02', '2016-01-02T00:00:00.000Z'],
    ['20160000', 'year', '2016', '2016-01-01T00:00:00.000Z'],
    ['20160100', 'month', '2016-01', '2016-01-01T00:00:00.000Z'],
    ['2016010214', 'minute', '2016-01-02T14:00', '2016-01-02T14:00:00.000Z'],
    ['201607021406', 'minute', '2016-07-02T14:06', '2016-07-02T13:06:00.000Z'],
    ['20160702140643', 'second', '2016-07-02T14:06:43', '2016-07-02T13:06:43.000Z'],
    ['20160702140643.1234', 'second', '2016-07-02T14:06:43', '2016-07-02T13:06:43.000Z'],
    ['19890118000000', 'day', '1989-01-18', '1989-01-18T00:00:00.000Z'],
    ['20190514102527+0200', 'second', '2019-05-14T09:25:27', '2019-05-14T08:25:27.000Z'],
    ['20250102153045-0500', 'second', '2025-01-02T20:30:45', '2025-01-02T20:30:45.000Z'],
    // In summer the zone of computers is an hour behind the clocks of people.
    ['20260701120000+0000', 'second', '2026-07-01T13:00:00', '2026-07-01T12:00:00.000Z'],
    ['202607012330+0000', 'minute', '2026-07-02T00:30', '2026-07-01T23:30:00.000Z'],
    ['20260701000000+0000', 'day', '2026-07-01', '2026-07-01T00:00:00.000Z'],
    // The hour that does not exist when summer time begins is read as the hour after.
    ['20260329013000', 'second', '2026-03-29T01:30:00', '2026-03-29T01:30:00.000Z'],
  ])('%s', (sent, precision, text, instant) => {
    expect(parseHl7Time(sent)).toEqual({ precision, text, repeated: null, instant: new Date(instant) });
  });

  it.each(['', '00000000', '0', 'yesterday', '20161301', '20160230', '2016010224', '20160102-9900', '2020071010300700', '201601021'])('%j is no time', (sent) => {
    expect(parseHl7Time(sent)).toBeNull();
  });
});

describe('ING-5 times are written as clocks in London show them, days as they were sent', () => {
  it.each([
    ['20260701120000', 'UTC', '2026-07-01T13:00:00'],
    ['202612012330', '-05:00', '2026-12-02T04:30'],
    ['20260701', '+14:00', '2026-07-01'],
    ['201605', '-11:00', '2016-05'],
  ])('%s of a sender in %s', (sent, zone, text) => {
    expect(parseHl7Time(sent, zone)?.text).toBe(text);
  });

  it.each([
    ['19700614', '1970-06-14'],
    ['197006142330+0000', '1970-06-14'],
    ['19700614003000+1400', '1970-06-14'],
    ['1970', '1970'],
    ['', null],
    ['19701301', null],
  ])('a day that is no moment stays on its date: %j', (sent, day) => {
    expect(parseHl7Day(sent)).toBe(day);
  });
});

describe('ING-5 the hour that clocks read twice in autumn', () => {
  it.each([
    ['20261025005959', null],
    ['202610250130', '2026-10-25T01:30:00Z'],
    ['20261025013000+0100', null],
    ['20261025', null],
    ['20261025020000', null],
  ])('%s', (sent, repeated) => {
    expect(parseHl7Time(sent)?.repeated).toEqual(repeated === null ? null : new Date(repeated));
  });
});
