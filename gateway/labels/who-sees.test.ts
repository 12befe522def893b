import { describe, expect, it } from 'vitest';
import { readersOf, type SharingFacts } from './who-sees.ts';

const invited = (name: string | null, more: Partial<SharingFacts['invitations'][number]> = {}): SharingFacts['invitations'][number] => ({
  name, email: null, labels: ['GENERAL', 'SEXUAL_HEALTH'], state: 'ACCEPTED', goneAt: null, ...more,
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
    };
    expect(readersOf('SEXUAL_HEALTH', facts)).toEqual(['Ada Test (acts for you)', 'aunt@example.net', 'Diabetes team']);
    expect(readersOf('SOCIAL_CARE', facts)).toEqual([]);
  });
});
