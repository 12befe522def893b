import { describe, expect, it } from 'vitest';
import { reviewDueAt, standingOf, type ProxyTerms } from './proxy-standing.ts';

/** A parent's access, verified when the child was 9: nobody has looked at it since. */
const parent: ProxyTerms = {
  basis: 'parental-responsibility', birthDate: '2013-07-10', decided: 'active', labels: [0], endsAt: new Date('2027-09-01T23:00:00Z'),
  reviewedAt: new Date('2022-09-01T10:00:00Z'), consent: 'cannot-decide', suspendedByPatientAt: null, suspendedByDeskAt: null, reason: null,
};
const carer: ProxyTerms = { ...parent, basis: 'written-consent', consent: 'given' };
const at = (text: string): Date => new Date(text);

const active = 'active';
const review = 'suspended ROLE_SUSPENDED_PENDING_REVIEW';
const sixteen = 'suspended AGE_16';

const cases: [name: string, terms: ProxyTerms, now: string, stands: string][] = [
  // London is an hour ahead of UTC in July: the birthday begins at 23:00 UTC of the day before.
  ['a second before the 13th birthday', parent, '2026-07-09T22:59:59Z', active],
  ['abuse case 12: from the first second of the 13th birthday', parent, '2026-07-09T23:00:00Z', review],
  ['abuse case 12: as long as nobody has reviewed', parent, '2027-01-01T00:00:00Z', review],
  ['reviewed with the child’s consent a year before', { ...parent, reviewedAt: at('2025-07-09T23:00:00Z'), consent: 'given' }, '2026-07-10T12:00:00Z', active],
  ['reviewed a second earlier than that', { ...parent, reviewedAt: at('2025-07-09T22:59:59Z'), consent: 'given' }, '2026-07-10T12:00:00Z', review],
  ['reviewed with consent after the birthday', { ...parent, reviewedAt: at('2026-08-01T10:00:00Z'), consent: 'given' }, '2026-08-01T10:00:01Z', active],
  ['a child of twelve who cannot decide, assessed half a year before', { ...parent, reviewedAt: at('2026-01-10T10:00:00Z') }, '2026-07-10T12:00:00Z', review],
  ['a child who cannot decide, assessed 89 days before', { ...parent, reviewedAt: at('2026-04-12T10:00:00Z') }, '2026-07-10T12:00:00Z', active],
  ['a child who said no', { ...parent, reviewedAt: at('2026-08-01T10:00:00Z'), consent: 'refused' }, '2026-08-02T10:00:00Z', review],
  ['reviewed, a second before the 16th birthday', { ...parent, endsAt: at('2030-01-01T00:00:00Z'), reviewedAt: at('2026-08-01T10:00:00Z'), consent: 'given' }, '2029-07-09T22:59:59Z', active],
  ['abuse case 12: from the first second of the 16th birthday', { ...parent, endsAt: at('2030-01-01T00:00:00Z'), reviewedAt: at('2029-08-01T10:00:00Z'), consent: 'given' }, '2029-07-09T23:00:00Z', sixteen],
  ['not reviewed, at 16: for good', parent, '2029-07-09T23:00:00Z', sixteen],
  ['at 16 no end date is needed any more', { ...parent, endsAt: at('2029-07-09T23:00:00Z'), reviewedAt: at('2026-08-01T10:00:00Z'), consent: 'given' }, '2029-07-09T23:00:00Z', sixteen],
  ['the desk’s suspension does not hide that the child is 16', { ...parent, suspendedByDeskAt: at('2026-01-01T00:00:00Z'), reason: 'OTHER' }, '2029-07-10T00:00:00Z', sixteen],

  ['a carer with written consent, at 13', carer, '2026-07-10T12:00:00Z', active],
  ['a carer with written consent, at 16', { ...carer, endsAt: at('2030-01-01T00:00:00Z') }, '2029-07-10T12:00:00Z', active],
  ['an attorney, at 16', { ...carer, basis: 'power-of-attorney', endsAt: at('2030-01-01T00:00:00Z') }, '2029-07-10T12:00:00Z', active],
  ['a deputy of a court, at 13', { ...carer, basis: 'court-appointment' }, '2026-07-10T12:00:00Z', active],
  ['a second before its end', carer, '2027-09-01T22:59:59Z', active],
  ['at its end', carer, '2027-09-01T23:00:00Z', 'ended EXPIRED'],
  ['stopped by the patient', { ...carer, suspendedByPatientAt: at('2026-01-01T00:00:00Z') }, '2026-02-01T00:00:00Z', 'suspended PATIENT_SUSPENDED'],
  ['stopped by the desk', { ...carer, suspendedByDeskAt: at('2026-01-01T00:00:00Z'), reason: 'ROLE_DEACTIVATED_SAFEGUARDING' }, '2026-02-01T00:00:00Z', 'suspended ROLE_DEACTIVATED_SAFEGUARDING'],
  ['stopped by both: the patient’s own comes first', { ...carer, suspendedByPatientAt: at('2026-01-01T00:00:00Z'), suspendedByDeskAt: at('2026-01-01T00:00:00Z'), reason: 'OTHER' }, '2026-02-01T00:00:00Z', 'suspended PATIENT_SUSPENDED'],
  ['asked for, not verified', { ...carer, decided: 'requested', endsAt: null, reviewedAt: null, consent: null }, '2026-02-01T00:00:00Z', 'requested'],
  ['asked for, and the patient objects', { ...carer, decided: 'requested', endsAt: null, suspendedByPatientAt: at('2026-01-01T00:00:00Z') }, '2026-02-01T00:00:00Z', 'suspended PATIENT_SUSPENDED'],
  ['refused', { ...carer, decided: 'refused', reason: 'APPLICATION_REJECTED_COERCION' }, '2026-02-01T00:00:00Z', 'refused APPLICATION_REJECTED_COERCION'],
  ['ended by the desk, whatever else', { ...carer, decided: 'ended', reason: 'OTHER', suspendedByPatientAt: at('2026-01-01T00:00:00Z') }, '2026-02-01T00:00:00Z', 'ended OTHER'],
];

describe('ACC-4 how a proxy stands: review at 13, suspended at 16, until its end', () => {
  it.each(cases)('%s', (_name, terms, now, stands) => {
    const { state, reason } = standingOf(terms, at(now));
    expect([state, reason].filter((each) => each !== null).join(' ')).toBe(stands);
  });

  it('says until when it stands: the birthday that comes first, or its end', () => {
    const until = (terms: ProxyTerms) => standingOf(terms, at('2026-01-01T00:00:00Z')).until?.toISOString();
    expect(until(parent)).toBe('2026-07-09T23:00:00.000Z');
    expect(until({ ...parent, reviewedAt: at('2025-12-01T00:00:00Z'), consent: 'given' })).toBe('2027-09-01T23:00:00.000Z');
    expect(until({ ...parent, endsAt: at('2026-02-01T00:00:00Z') })).toBe('2026-02-01T00:00:00.000Z');
    expect(until(carer)).toBe('2027-09-01T23:00:00.000Z');
  });

  it('knows when a review is due, and for whom none is', () => {
    expect(reviewDueAt(parent)?.toISOString()).toBe('2026-07-09T23:00:00.000Z');
    expect(reviewDueAt({ ...parent, reviewedAt: at('2026-06-01T00:00:00Z') })).toBeNull();
    expect(reviewDueAt(carer)).toBeNull();
  });
});
