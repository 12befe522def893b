import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RecordOperation } from './access-table.ts';
import { decide } from './decide.ts';
import { noFacts } from './standings.ts';

export interface RecordOwner {
  readonly viewer: Viewer;
  readonly patientId: string;
}

/** The viewer as the owner of a record, where the table lets an owner do this; null for everybody else. */
export function ownerFor({ viewer, now, viewAs }: AccessContext, operation: RecordOperation): RecordOwner | null {
  // Who looks through the eyes of somebody else sees what they see, and does what they may: nothing of an owner's (ACS-7).
  if (viewer === null || viewer.patientId === null || viewAs !== undefined) return null;
  const { patientId } = viewer;
  return decide(viewer, patientId, noFacts, operation, now).some(({ door }) => door === 'self') ? { viewer, patientId } : null;
}

/** Whether the viewer may do this as the owner of this record; `patientIds` are all ids of its person. */
export function ownsRecord(access: AccessContext, patientIds: readonly string[], operation: RecordOperation): boolean {
  const owner = ownerFor(access, operation);
  return owner !== null && patientIds.includes(owner.patientId);
}

/** The viewer as somebody who decides about their own record. Throws OWN_RECORD_ONLY for everybody else (abuse cases 4 and 11). */
export function ownerOf(access: AccessContext): RecordOwner {
  const owner = ownerFor(access, 'change-sharing');
  if (owner === null) throw new CieError('OWN_RECORD_ONLY', 'Only the person whose record it is can change who sees it. Sign in as that person.');
  return owner;
}
