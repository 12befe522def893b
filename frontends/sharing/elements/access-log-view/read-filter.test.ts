import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, monthsSince } from './read-filter.ts';

describe('ACS-6 the patient chooses what to see of the log', () => {
  it('a month, by the clocks of London', () => {
    expect(filterOf({ when: '2026-01' })).toEqual({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });
    expect(filterOf({ when: '2026-03' })).toEqual({ from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00+01:00' });
    expect(filterOf({ when: '2026-10' })).toEqual({ from: '2026-10-01T00:00:00+01:00', to: '2026-11-01T00:00:00Z' });
    expect(filterOf({ when: '2026-12' })).toEqual({ from: '2026-12-01T00:00:00Z', to: '2027-01-01T00:00:00Z' });
  });

  it('a subject or a person; and everything where the address says nothing that we know', () => {
    expect(filterOf({ kind: 'refusals' })).toEqual({ about: 'REFUSALS' });
    expect(filterOf({ kind: 'person-abc' })).toEqual({ person: 'abc' });
    expect(filterOf({ kind: 'log', when: '2026-13' })).toEqual({});
    expect(isFiltered({ kind: 'toString', when: '' })).toBe(false);
    expect(isFiltered({ kind: 'others' })).toBe(true);
  });

  it('every month since the first entry, the latest first', () => {
    expect(monthsSince('2025-11-30T23:30:00Z', '2026-02-03T10:00:00Z')).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
    // Half past midnight in London.
    expect(monthsSince('2026-04-30T23:30:00Z', '2026-05-03T10:00:00Z')).toEqual(['2026-05']);
    expect(monthsSince(null, '2026-05-03T10:00:00Z')).toEqual(['2026-05']);
  });
});
