import { describe, expect, it } from 'vitest';
import type { AccessLogEntry } from '../../data/fetch-access-log.ts';
import { rights, what, whence, why } from './say-visit.ts';

const visit = (change: Partial<AccessLogEntry>) => {
  const entry: AccessLogEntry = {
    id: '1', at: '2026-05-01T10:00:00Z', who: 'Dr Patel', person: null, kind: 'PROFESSIONAL', role: null, doors: ['INVITED'], own: false, action: 'READ', areas: ['RESULTS'], reason: null, purpose: null,
    invitee: null, teams: [], copy: null, from: null, organisation: null, ...change,
  };
  return { entry, areas: entry.areas, from: entry.at, to: entry.at, count: 1, afterEmergency: false };
};

describe('ACS-6 the page says in a sentence what somebody did, by which door and why', () => {
  it.each([
    [{ teams: ['Diabetes team'] }, 'Looked at test results because you invited Diabetes team'],
    [{ copy: 'CHECKED' as const }, 'Looked at test results because they were asked to check a copy before it is given out'],
    [{ copy: 'GIVEN' as const, action: 'DOWNLOADED' as const }, 'Downloaded test results because their request for a copy was agreed to'],
    [{ areas: ['IDENTITY', 'RESULTS', 'DOCUMENTS'] as const }, 'Looked at personal details, test results and documents because you invited them'],
    [{ doors: ['OWN_ORGANISATION', 'INVITED'] as const }, 'Looked at test results because their hospital group cares for you and you invited them'],
    [{ doors: ['PROXY'] as const, action: 'DOWNLOADED' as const }, 'Downloaded test results because they act for you'],
    [{ doors: ['EMERGENCY'] as const, areas: [] }, 'Looked at your record because they said that it was an emergency'],
    [{ doors: [], action: 'REFUSED' as const }, 'Tried to open your record and was refused'],
    [{ own: true, doors: ['SELF'] as const }, 'Looked at test results'],
    [{ doors: ['SELF'] as const }, 'Looked at test results because they were signed in as the owner of it, or of a record joined to it'],
    [{ own: true, doors: ['SELF'] as const, action: 'VIEWED_AS' as const, reason: 'Diabetes team' }, 'Looked at test results as Diabetes team would see it'],
    [{ own: true, doors: ['SELF'] as const, action: 'SUMMARY_SHARED' as const, areas: ['IDENTITY', 'DOCUMENTS'] as const }, 'Made a summary to give to somebody, of personal details and documents'],
    [{ own: true, doors: ['SELF'] as const, action: 'INVITED' as const, invitee: 'ben@example.net' }, 'Invited ben@example.net'],
    [{ own: true, doors: ['SELF'] as const, action: 'INVITATION_REVOKED' as const }, 'Stopped sharing with somebody'],
    [{ doors: ['EMERGENCY'] as const, action: 'EMERGENCY_ANSWERED' as const, reason: 'justified' }, 'Checked an emergency access, and found that there was good reason for it'],
    [{ own: true, doors: ['SELF'] as const, action: 'CHANGED' as const, purpose: 'MOVE_REPORT' as const }, 'Changed the privacy of a test result'],
  ])('%j', (change, said) => expect(what(visit(change))).toBe(said));

  it('gives a reason once, with its category in words', () => {
    expect(why(visit({ reason: 'unconscious: Found at home' }).entry)).toBe('The patient was unconscious. Reason given: Found at home');
    expect(why(visit({ reason: 'Asked by telephone: twice' }).entry)).toBe('Reason given: Asked by telephone: twice');
    expect(why(visit({ action: 'VIEWED_AS', reason: 'Diabetes team' }).entry)).toBeNull();
  });

  it('does not call a reason what nobody gave as one', () => {
    expect(why(visit({ action: 'SUMMARY_OPENED', reason: 'They said themselves who they are; nobody has checked it' }).entry)).toBe('They said themselves who they are. Nobody has checked it.');
    expect(why(visit({ action: 'REFUSED', reason: 'A wrong date of birth for a summary: try 1 of 5' }).entry)).toBe('A wrong date of birth for a summary: try 1 of 5');
  });

  it('names the right it was done by: whoever opened a summary was not invited', () => {
    expect(rights(visit({ action: 'SUMMARY_OPENED' }).entry)).toEqual(['With a code you gave']);
    expect(rights(visit({}).entry)).toEqual(['You invited them']);
    expect(rights(visit({ own: true, doors: ['SELF'] }).entry)).toEqual([]);
  });

  it('says of a refusal that it came after the emergency', () => {
    expect(what({ ...visit({ action: 'REFUSED', doors: [] }), afterEmergency: true })).toBe('Tried to open your record after the emergency access had ended, and was refused');
  });

  it('says from where', () => {
    expect(whence(visit({ from: { place: 'SITE', site: 'A trust' } }).entry)).toBe('On the website “A trust”');
    expect(whence(visit({ from: { place: 'SITE', site: null } }).entry)).toBe('On a hospital’s website');
    expect(whence(visit({ from: { place: 'LAUNCH', site: null } }).entry)).toBe('From their hospital’s own system');
    expect(whence(visit({}).entry)).toBeNull();
  });
});
