import type { Viewer } from '@cie/kit/access-context.ts';
import { changePurposes, type ChangePurpose } from '@cie/kit/changes.ts';
import { allLabels, doors, type Door } from '@cie/kit/names.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { describe, expect, it } from 'vitest';
import { decideChanges } from './decide-changes.ts';
import type { MemberOpening } from './open-record.ts';

const patient: Viewer = testViewer;
const clinician: Viewer = { ...testViewer, kind: 'professional', patientId: null, proofing: null, organisation: 'RAS' };
const opening = (door: Door): MemberOpening => ({ patientId: 'p', door, labels: allLabels, organisations: 'every', delayed: false, until: null });

/** By purpose and viewer: the doors through which it may be done, and what may be written. */
const table: Readonly<Record<ChangePurpose, { patient: readonly [readonly Door[], unknown]; clinician: readonly [readonly Door[], unknown] }>> = {
  'record-measurement': { patient: [['self', 'proxy'], ['PATIENT']], clinician: [[], null] },
  'enter-care-item': { patient: [['self', 'proxy'], ['PATIENT']], clinician: [[], null] },
  'upload-document': { patient: [['self', 'proxy'], ['PATIENT']], clinician: [['invited', 'own-organisation'], ['RAS']] },
  'request-appointment-change': { patient: [['self', 'proxy'], 'every'], clinician: [[], null] },
  'release-result': { patient: [[], null], clinician: [['invited', 'own-organisation'], ['RQM', 'RAS']] },
  'extend-delay': { patient: [[], null], clinician: [['invited', 'own-organisation'], ['RQM', 'RAS']] },
};

// From the house's own list, so that a new purpose without a row in the table fails here.
const purposes = Object.keys(changePurposes) as ChangePurpose[]; // keys of the object itself

const cases = purposes.flatMap((purpose) =>
  (['patient', 'clinician'] as const).flatMap((who) => doors.map((door) => [purpose, who, door, table[purpose][who][0].includes(door)] as const)));

describe('ACS-2 who may change what, by purpose, viewer and door', () => {
  it.each(cases)('%s, %s by the door %s: %s', (purpose, who, door, allowed) => {
    const found = decideChanges(who === 'patient' ? patient : clinician, purpose, [opening(door)]);
    const [, writes] = table[purpose][who];
    expect(found.map((each) => [each.door, sorted(each.writes)])).toEqual(allowed ? [[door, sorted(writes)]] : []);
  });

  it('lets nobody change a record that is closed to them, nor anybody who has not signed in', () => {
    expect(decideChanges(patient, 'record-measurement', [])).toEqual([]);
    expect(decideChanges(null, 'record-measurement', [opening('self')])).toEqual([]);
  });

  it('lets no professional without an organisation write', () => {
    expect(decideChanges({ ...clinician, organisation: null }, 'upload-document', [opening('invited')])).toEqual([]);
  });
});

const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(String).toSorted((a, b) => a.localeCompare(b)) : list);
