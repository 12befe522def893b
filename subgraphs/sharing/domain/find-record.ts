import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Door } from '@cie/kit/names.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import type { Role } from './access-table.ts';
import { professionalOf } from './emergency-access.ts';
import { roleOf } from './standings.ts';
import { searchWithinLimits, type SearchStore } from './limit-searches.ts';
import type { DoorStore, FoundRecord } from './open-record.ts';
import { reasonWanted } from './privacy/reason-wanted.ts';

export interface SharedRecord {
  readonly patientId: string;
  readonly door: Door;
  readonly until: Date | null;
  /** By what right, for the door `proxy`; null for others. */
  readonly basis: ProxyBasis | null;
}

export interface RecordFinder {
  find(nhsNumber: string, birthDate: string): Promise<string | null>;
  sharedWith(viewer: Viewer, now: Date): Promise<SharedRecord[]>;
}

/** Whether any door to this record stands open, or would once a reason is stated; a refusal is written to the access log. */
export async function openRecord(
  access: AccessContext,
  store: DoorStore,
  recordOf: (patientId: string) => Promise<Pick<FoundRecord, 'openings' | 'wantsReason'>>,
  patientId: string,
): Promise<'open' | 'wants-reason' | 'closed'> {
  if (!isRecordId(patientId)) return 'closed';
  const { openings, wantsReason } = await recordOf(patientId);
  if (openings.length > 0) return 'open';
  await refuse(access, store, patientId);
  return wantsReason ? 'wants-reason' : 'closed';
}

/** The nil UUID (RFC 9562, section 5.9): the record of nobody, asked for in place of one that does not exist. */
export const noRecord = '00000000-0000-0000-0000-000000000000';

/**
 * ACS-4: a professional finds a record by number and birth date; nothing tells "nobody matches" from "no door opens", and the same
 * is asked and written for both. Throws PROFESSIONALS_ONLY, SEARCH_TOO_OFTEN, ONE_PATIENT_ONLY, and REASON_WANTED to whom only a flag keeps out.
 */
export async function findRecord(
  access: AccessContext,
  store: DoorStore,
  finder: RecordFinder,
  searches: SearchStore,
  recordOf: (patientId: string) => Promise<FoundRecord>,
  person: { nhsNumber: string; birthDate: string },
): Promise<string | null> {
  const viewer = professionalOf(access);
  const found = await searchWithinLimits(access, searches, store, async () => {
    const patientId = (await finder.find(person.nhsNumber, person.birthDate)) ?? noRecord;
    return (await openRecord(access, store, recordOf, patientId)) === 'closed' ? null : patientId;
  });
  if (found !== null && (await recordOf(found)).openings.length === 0) throw reasonWanted();
  if (found === null && viewer.onlyPatientId !== undefined) throw onePatientOnly();
  return found;
}

/** Said whoever was searched for, found or not. */
export function onePatientOnly(): CieError {
  return new CieError(
    'ONE_PATIENT_ONLY',
    'You opened the exchange from one patient’s chart, for that patient alone. To see somebody else, open the exchange from their chart, or sign out and sign in here.',
  );
}

/** As whom one may have records of others: not without a proved identity, nor as staff of the exchange itself. */
const rolesWithRecords: readonly Role[] = ['patient', 'professional'];

/** Records of other people that stand open to the viewer as a proxy, by invitation or emergency. */
export async function listSharedRecords(access: AccessContext, finder: RecordFinder): Promise<SharedRecord[]> {
  const { viewer, now } = access;
  if (viewer === null || !rolesWithRecords.includes(roleOf(viewer))) return [];
  const records = await finder.sharedWith(viewer, now);
  return viewer.onlyPatientId === undefined ? records : records.filter(({ patientId }) => patientId === viewer.onlyPatientId);
}

/**
 * Writes an attempt to the access log of the record, or of no record when nobody has this id: one write either way, so that the time
 * taken tells no more than the answer. Somebody who has not signed in cannot be named, and could only fill the log.
 */
async function refuse(access: AccessContext, store: DoorStore, patientId: string | null): Promise<void> {
  if (access.viewer !== null) await store.logRefusal(access, patientId, accessEntry(access, 'refused'));
}
