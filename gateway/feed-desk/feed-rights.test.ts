import { describe, expect, it } from 'vitest';
import type { Duty, Viewer } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { feedRightsOf, looksAfter } from './feed-rights.ts';

const staff = (organisation: string | null, duties: readonly Duty[], more: Partial<Viewer> = {}): Viewer =>
  ({ ...testViewer, kind: 'professional', patientId: null, proofing: null, organisation, duties, ...more });
const every = { held: 'every', settings: 'every' };

describe('Abuse case 22: who looks after feeds', () => {
  it.each<[who: string, viewer: Viewer | null, rights: unknown]>([
    ['nobody who is signed out', null, null],
    ['no patient', { ...testViewer, duties: ['integration'], organisation: 'QRV' }, null],
    ['no clinician', staff('RYJ', []), null],
    ['the desk: what waits, no settings', staff('QRV', ['support-desk']), { held: 'every', settings: null }],
    ['an integration engineer of the exchange: everything', staff('QRV', ['integration']), every],
    ['both duties', staff('QRV', ['support-desk', 'integration']), every],
    ['an integration engineer of a trust: that trust', staff('RYJ', ['integration']), { held: { organisation: 'RYJ' }, settings: { organisation: 'RYJ' } }],
    ['a trust’s person with the desk’s duty: nothing', staff('RYJ', ['support-desk']), null],
    ['the desk’s duty widens nothing for a trust', staff('RYJ', ['support-desk', 'integration']), { held: { organisation: 'RYJ' }, settings: { organisation: 'RYJ' } }],
    ['another duty: nothing', staff('QRV', ['records-team', 'privacy-officer']), null],
    ['nobody without an organisation', staff(null, ['integration']), null],
    ['no session that was launched for one patient', staff('QRV', ['integration'], { onlyPatientId: 'p' }), null],
  ])('%s', (_who, viewer, rights) => {
    expect(feedRightsOf(viewer)).toEqual(rights);
  });

  it('looks after no other organisation', () => {
    expect(looksAfter({ organisation: 'RYJ' }, 'RQM')).toBe(false);
    expect(looksAfter({ organisation: 'RYJ' }, 'RYJ')).toBe(true);
    expect(looksAfter('every', 'RQM')).toBe(true);
    expect(looksAfter(null, 'RYJ')).toBe(false);
  });
});
