import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { changeRecord } from '@cie/kit/testing/change-record.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { TestRoom } from './results-room.ts';

/** A professional of this organisation, with an account of their own. */
export function professionalOf(organisation: string): Viewer {
  return { ...testViewer, kind: 'professional', accountId: randomUUID(), name: 'Dr Wilhelmina Ash', role: 'Consultant', organisation, proofing: null };
}

/** HL7's way to write a time this many days before the real today: the database compares with its own clock. */
export const realDaysAgo = (days: number): string => `${new Date(Date.now() - days * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;

/** A scan that waits: issued two days ago. */
export const waitingScan = { issuedAt: realDaysAgo(2), section: 'RAD', service: 'CXR^Chest X-ray^L', lines: ['OBX|1|TX|CXR^Chest X-ray^L||Lungs clear.||||||F'] };

export type ReleaseField = 'releaseReport' | 'extendDelay';
const purposes = { releaseReport: 'release-result', extendDelay: 'extend-delay' } as const;

export const releaseFields = 'release { releasedEarly extended mayRelease mayExtend decisions { kind who role organisation { odsCode } reason } }';

/** A professional before a record, as sharing lets them in: passes for reading with waiting items, and one to write for one purpose. */
export function decideAs(test: TestRoom, viewer: Viewer, patient: string) {
  const read = test.server.sign({ room: 'results', patient, viewer: viewer.accountId, delayed: true, door: 'own-organisation' });
  const write = (field: ReleaseField, more: Partial<PassContent> = {}) =>
    test.server.sign({ room: 'results', patient, viewer: viewer.accountId, purpose: purposes[field], organisations: [viewer.organisation ?? ''], door: 'own-organisation', ...more });
  return {
    read,
    write,
    see: (selection: string) => readPatient(test.room, { patientId: patient, pass: read, selection, viewer }),
    make: (field: ReleaseField, reportId: string, { days = 14, reason = 'Told in clinic', pass = `${read} ${write(field)}` }: { days?: number; reason?: string; pass?: string } = {}) =>
      changeRecord(test.room, {
        patientId: patient, pass, viewer,
        declares: field === 'extendDelay' ? '$id: ID!, $reason: String!, $days: Int!' : '$id: ID!, $reason: String!',
        variables: field === 'extendDelay' ? { reason, days, id: reportId } : { reason, id: reportId },
        selection: `${field}(reportId: $id, reason: $reason${field === 'extendDelay' ? ', days: $days' : ''}) { id availableFrom ${releaseFields} }`,
      }),
  };
}
