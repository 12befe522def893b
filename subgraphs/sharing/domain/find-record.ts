import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Door } from '@cie/kit/names.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import { professionalOf } from './emergency-access.ts';
import { isProved, type Opening } from './decide-doors.ts';
import type { DoorStore } from './open-record.ts';

export interface SharedRecord {
  readonly patientId: string;
  readonly door: Door;
  readonly until: Date | null;
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

/** ACS-4: a professional finds a record by number and birth date; nothing tells "nobody matches" from "no door opens". */
export async function findRecord(
  access: AccessContext,
  store: DoorStore,
  finder: RecordFinder,
  openingsOf: (patientId: string) => Promise<readonly Opening[]>,
  person: { nhsNumber: string; birthDate: string },
): Promise<string | null> {
  professionalOf(access);
  const patientId = await finder.find(person.nhsNumber, person.birthDate);
  if (patientId === null) {
    await refuse(access, store, null);
    return null;
  }
  return (await openRecord(access, store, openingsOf, patientId)) ? patientId : null;
}

/** Records of other people that stand open to the viewer by invitation or emergency. */
export async function listSharedRecords(access: AccessContext, finder: RecordFinder): Promise<SharedRecord[]> {
  return access.viewer === null || !isProved(access.viewer) ? [] : finder.sharedWith(access.viewer, access.now);
}

/**
 * Writes an attempt to the access log of the record, or of no record when nobody has this id: one write either way, so that the time
 * taken tells no more than the answer. Somebody who has not signed in cannot be named, and could only fill the log.
 */
async function refuse(access: AccessContext, store: DoorStore, patientId: string | null): Promise<void> {
  if (access.viewer !== null) await store.logRefusal(access, patientId, accessEntry(access, 'refused'));
}
