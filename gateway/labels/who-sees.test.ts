import { describe, expect, it } from 'vitest';
import { readersByCare, readersOf, type SharingFacts } from './who-sees.ts';

const invited = (name: string | null, more: Partial<SharingFacts['invitations'][number]> = {}): SharingFacts['invitations'][number] => ({
  id: name ?? 'nameless', name, email: null, labels: ['GENERAL', 'SEXUAL_HEALTH'], state: 'ACCEPTED', goneAt: null, ...more,
});

describe('ACS-1 who will see an item under a label', () => {
  it('is whoever was invited to it or acts for the patient, as long as that holds', () => {
    const facts: SharingFacts = {
      invitations: [
        invited('Diabetes team'), invited(null, { email: 'aunt@example.net', state: 'PENDING' }), invited('Diabetes team', { state: 'PENDING' }),
        invited('Taken back', { state: 'REVOKED' }), invited('Over', { state: 'ENDED' }), invited('Left', { goneAt: '2026-01-01T00:00:00Z' }), invited('General only', { labels: ['GENERAL'] }),
      ],
      proxies: [
        { name: 'Ada Test', labels: ['SEXUAL_HEALTH'], state: 'ACTIVE' }, { name: 'Stopped', labels: ['SEXUAL_HEALTH'], state: 'SUSPENDED' }, { name: 'Other part', labels: ['GENERAL'], state: 'ACTIVE' },
      ],
      readers: [],
    };
    expect(readersOf('SEXUAL_HEALTH', facts)).toEqual(['Ada Test (acts for you)', 'aunt@example.net', 'Diabetes team']);
    expect(readersOf('SOCIAL_CARE', facts)).toEqual([]);
  });

  it('and, under a label that they were not invited to, whose own record-sharing group supplied it (ACS-4)', () => {
    const staff = (id: string, odsCode: string | null, ownGroup = true) => ({ ids: [`proxy-${id}`, `invitation-${id}`], ownGroup, organisation: odsCode === null ? null : { odsCode } });
    const facts: SharingFacts = {
      invitations: [
        invited('Dr Own'), invited('Dr Group'), invited('Dr Elsewhere'), invited('No care'), invited('Aunt'),
        invited('Dr Left', { goneAt: '2026-01-01T00:00:00Z' }), invited('Dr Invited', { labels: ['SOCIAL_CARE'] }),
      ],
      proxies: [],
      // RAS shares its records with RQM, RYJ does not.
      readers: [staff('Dr Own', 'RQM'), staff('Dr Group', 'RAS'), staff('Dr Elsewhere', 'RYJ'), staff('No care', 'RQM', false), staff('Aunt', null), staff('Dr Left', 'RQM'), staff('Dr Invited', 'RQM')],
    };
    expect(readersByCare('SOCIAL_CARE', 'RQM', facts)).toEqual(['Dr Group', 'Dr Own']);
    expect(readersByCare('MENTAL_HEALTH', 'RQM', facts)).toEqual(['Dr Group', 'Dr Invited', 'Dr Own']);
    expect(readersByCare('SOCIAL_CARE', 'RYJ', facts)).toEqual(['Dr Elsewhere']);
    expect(readersByCare('SOCIAL_CARE', null, facts)).toEqual([]);
  });
});
