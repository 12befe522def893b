import { describe, expect, it } from 'vitest';
import type { AccessLogEntry } from '../../data/fetch-access-log.ts';
import { groupEntries } from './group-entries.ts';

const entry = (id: string, at: string, change: Partial<AccessLogEntry> = {}): AccessLogEntry => ({
  id, at, who: 'A Clinician', person: null, kind: 'PROFESSIONAL', role: null, doors: ['INVITED'], own: false, action: 'READ', areas: ['RESULTS'], reason: null, purpose: null, invitee: null, teams: [], copy: null, from: null, organisation: null, ...change,
});

describe('ACS-6 the patient can read who looked', () => {
  it('joins what one person opened in one visit', () => {
    const [visit, ...others] = groupEntries([
      entry('3', '2026-05-01T10:05:00Z', { areas: ['DOCUMENTS'] }),
      entry('2', '2026-05-01T10:01:00Z'),
      entry('1', '2026-05-01T10:00:00Z', { areas: ['IDENTITY'] }),
    ]);
    expect(others).toEqual([]);
    expect(visit).toMatchObject({ from: '2026-05-01T10:00:00Z', to: '2026-05-01T10:05:00Z', count: 3, areas: ['DOCUMENTS', 'RESULTS', 'IDENTITY'] });
  });

  it('keeps persons, doors, actions and reasons apart', () => {
    const entries = [
      entry('7', '2026-05-01T10:05:00Z', { person: 'a namesake' }),
      entry('6', '2026-05-01T10:05:00Z', { role: 'Nurse' }),
      entry('5', '2026-05-01T10:04:00Z', { who: 'Somebody else' }),
      entry('4', '2026-05-01T10:03:00Z', { doors: ['EMERGENCY'] }),
      entry('3', '2026-05-01T10:02:00Z', { action: 'REFUSED' }),
      entry('2', '2026-05-01T10:01:00Z', { reason: 'other: asked by telephone' }),
      entry('1', '2026-05-01T10:00:00Z'),
      entry('0', '2026-05-01T09:59:00Z', { action: 'CHANGED', purpose: 'RELEASE_RESULT' }),
      entry('-1', '2026-05-01T09:58:00Z', { action: 'CHANGED', purpose: 'EXTEND_DELAY' }),
      entry('-2', '2026-05-01T09:57:00Z', { teams: ['Diabetes team'] }),
      entry('-3', '2026-05-01T09:56:00Z', { from: { place: 'SITE', site: 'A trust' } }),
      entry('-4', '2026-05-01T09:55:00Z', { from: { place: 'SITE', site: 'Another trust' } }),
      entry('-5', '2026-05-01T09:54:00Z', { action: 'INVITED', invitee: 'a@example.net' }),
      entry('-6', '2026-05-01T09:53:00Z', { action: 'INVITED', invitee: 'b@example.net' }),
    ];
    expect(groupEntries(entries)).toHaveLength(14);
  });

  it('leaves each change of sharing in its own place', () => {
    const entries = [
      entry('3', '2026-05-01T10:02:00Z', { action: 'INVITED', invitee: 'a@example.net' }),
      entry('2', '2026-05-01T10:01:00Z', { action: 'INVITATION_REVOKED', invitee: 'a@example.net' }),
      entry('1', '2026-05-01T10:00:00Z', { action: 'INVITED', invitee: 'a@example.net' }),
    ];
    expect(groupEntries(entries).map((visit) => visit.entry.action)).toEqual(['INVITED', 'INVITATION_REVOKED', 'INVITED']);
  });

  it('shows the making of one summary once, whatever it read, and of two as two', () => {
    const one = (id: string, at: string, areas: AccessLogEntry['areas']) => entry(id, at, { action: 'SUMMARY_SHARED', own: true, doors: ['SELF'], areas });
    const visits = groupEntries([
      one('4', '2026-05-01T10:05:01Z', ['RESULTS']), one('3', '2026-05-01T10:01:01Z', ['DOCUMENTS', 'APPOINTMENTS']), one('2', '2026-05-01T10:01:00Z', ['RESULTS']), one('1', '2026-05-01T10:01:00Z', ['IDENTITY']),
    ]);
    expect(visits.map(({ areas, count }) => [areas, count])).toEqual([[['RESULTS'], 1], [['DOCUMENTS', 'APPOINTMENTS', 'RESULTS', 'IDENTITY'], 3]]);
  });

  it('tells a refusal within the hour after somebody’s own emergency from any other', () => {
    const emergency = entry('0', '2026-05-01T10:00:00Z', { action: 'EMERGENCY_ENDED', doors: ['EMERGENCY'], person: 'p' });
    const refused = (at: string, change: Partial<AccessLogEntry> = {}) =>
      groupEntries([entry('1', at, { action: 'REFUSED', doors: [], person: 'p', ...change }), emergency])[0]?.afterEmergency;
    expect(refused('2026-05-01T11:00:00Z')).toBe(true);
    expect(refused('2026-05-01T11:00:01Z')).toBe(false);
    expect(refused('2026-05-01T10:10:00Z', { person: 'another' })).toBe(false);
    expect(refused('2026-05-01T10:10:00Z', { person: null })).toBe(false);
    const before = groupEntries([emergency, entry('-1', '2026-05-01T09:59:00Z', { action: 'REFUSED', doors: [], person: 'p' })]);
    expect(before.map(({ afterEmergency }) => afterEmergency)).toEqual([false, false]);
  });

  it('begins a new visit after half an hour', () => {
    expect(groupEntries([entry('2', '2026-05-01T10:31:00Z'), entry('1', '2026-05-01T10:00:00Z')])).toHaveLength(2);
  });

  it('loses no entry', () => {
    const entries = Array.from({ length: 40 }, (_, index) => entry(String(index), new Date(Date.UTC(2026, 4, 1, 10, 59 - index)).toISOString(), { who: `P${index % 3}` }));
    expect(groupEntries(entries).reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });
});
