import { describe, expect, it } from 'vitest';
import type { Appointment } from '../../data/fetch-appointments.ts';
import { byMonth, groupTimeline } from './group-timeline.ts';

const appointment = (id: string, start: string | null, status: Appointment['status'] = 'BOOKED'): Appointment => ({
  id, start, startText: null, end: null, status, movedFrom: null, movedFromText: null, clinic: null, clinician: null, place: null, site: null, reason: null, instructions: null,
  organisation: { name: 'A hospital' }, ask: { words: '', telephone: null, web: null }, request: null, noRequest: null,
});
const list = (...appointments: Appointment[]) => ({ appointments, next: null });

describe('APT-1 one timeline', () => {
  it('next is the first that takes place; what was cancelled before it stays in its order', () => {
    const [cancelled, first, second] = [appointment('1', '2026-07-01T08:00:00Z', 'CANCELLED'), appointment('2', '2026-07-02T08:00:00Z'), appointment('3', '2026-07-03T08:00:00Z')];
    const past = [appointment('0', '2026-01-01T08:00:00Z', 'ATTENDED')];
    expect(groupTimeline({ upcoming: list(cancelled, first, second), past: list(...past) })).toEqual({ next: first, later: [cancelled, second], past });
  });

  it('there is no next one when all are cancelled, or none is there', () => {
    const cancelled = appointment('1', '2026-07-01T08:00:00Z', 'CANCELLED');
    expect(groupTimeline({ upcoming: list(cancelled), past: list() })).toEqual({ next: null, later: [cancelled], past: [] });
    expect(groupTimeline({ upcoming: list(), past: list() }).next).toBeNull();
  });

  it('months are those of London, in the order given', () => {
    const grouped = byMonth([
      // Half past midnight on 1 July in London, still June in UTC.
      appointment('1', '2026-06-30T23:30:00Z'), appointment('2', '2026-07-31T10:00:00Z'), appointment('3', '2027-07-01T10:00:00Z'), appointment('4', null),
    ]);
    expect([...grouped].map(([month, entries]) => [month, entries.map(({ id }) => id)])).toEqual([['July 2026', ['1', '2']], ['July 2027', ['3']], ['', ['4']]]);
  });
});
