import { describe, expect, it } from 'vitest';
import { isEligible } from './eligibility.ts';

const at = (organisation: string, time: string) => ({ organisation, at: new Date(time) });

describe('REG-3 eligibility', () => {
  it.each([
    ['nothing', [], false],
    ['the last moment of 2017', [at('RYJ', '2017-12-31T23:59:59.999Z')], false],
    ['the first moment of 2018 in London', [at('RYJ', '2018-01-01T00:00:00Z')], true],
    ['Imperial', [at('RYJ', '2021-05-01T10:00:00Z')], true],
    ['Chelsea and Westminster', [at('RQM', '2021-05-01T10:00:00Z')], true],
    ['Hillingdon', [at('RAS', '2021-05-01T10:00:00Z')], true],
    ['London North West alone', [at('R1K', '2021-05-01T10:00:00Z')], false],
    ['London North West now, Imperial before 2018', [at('R1K', '2026-05-01T10:00:00Z'), at('RYJ', '2016-05-01T10:00:00Z')], false],
    ['London North West now, Imperial since 2018', [at('R1K', '2026-05-01T10:00:00Z'), at('RYJ', '2018-05-01T10:00:00Z')], true],
    ['an organisation that nobody knows', [at('ZZZ', '2021-05-01T10:00:00Z')], false],
    ['an appointment next year', [at('RQM', '2027-05-01T10:00:00Z')], true],
    ['a summer night that is the next day in London', [at('RYJ', '2017-06-30T23:30:00Z')], false],
  ])('%s', (_what, treatments, expected) => {
    expect(isEligible(treatments)).toBe(expected);
  });
});
