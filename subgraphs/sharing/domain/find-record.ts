import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Door } from '@cie/kit/names.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import { professionalOf } from './emergency-access.ts';
import { isProved, type Opening } from './decide-doors.ts';
import { searchWithinLimits, type SearchStore } from './limit-searches.ts';
import type { DoorStore } from './open-record.ts';

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

/** Whether any door to this record stands open; a refusal is written to the access log. */
export async function openRecord(
  access: AccessContext,
  store: DoorStore,
  openingsOf: (patientId: string) => Promise<readonly Opening[]>,
  patientId: string,
): Promise<boolean> {
  if (!isRecordId(patientId)) return false;
  if ((await openingsOf(patientId)).length > 0) return true;
  await refuse(access, store, patientId);
  return false;
}

/** The nil UUID (RFC 9562, section 5.9): the record of nobody, asked for in place of one that does not exist. */
export const noRecord = '00000000-0000-0000-0000-000000000000';

/**
 * ACS-4: a professional finds a record by number and birth date; nothing tells "nobody matches" from "no door opens", and the same
 * is asked and written for both. Throws PROFESSIONALS_ONLY, SEARCH_TOO_OFTEN, and ONE_PATIENT_ONLY.
 */
export async function findRecord(
  access: AccessContext,
  store: DoorStore,
  finder: RecordFinder,
  searches: SearchStore,
  openingsOf: (patientId: string) => Promise<readonly Opening[]>,
  person: { nhsNumber: string; birthDate: string },
): Promise<string | null> {
  const viewer = professionalOf(access);
  const found = await searchWithinLimits(access, searches, store, async () => {
    const patientId = (await finder.find(person.nhsNumber, person.birthDate)) ?? noRecord;
    return (await openRecord(access, store, openingsOf, patientId)) ? patientId : null;
  });
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

/** Records of other people that stand open to the viewer as a proxy, by invitation or emergency. */
export async function listSharedRecords(access: AccessContext, finder: RecordFinder): Promise<SharedRecord[]> {
  const { viewer, now } = access;
  if (viewer === null || !isProved(viewer)) return [];
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
