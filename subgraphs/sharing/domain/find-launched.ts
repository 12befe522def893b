import type { AccessContext } from '@cie/kit/access-context.ts';
import { professionalOf } from './emergency-access.ts';
import { noRecord, openRecord, type RecordFinder } from './find-record.ts';
import type { Opening } from './decide-doors.ts';
import type { DoorStore } from './open-record.ts';

/**
 * The record of the patient whom a trust's patient-record system has open (REG-6). The id is for the gateway, which binds the
 * session to it, whether a door opens or not; `open` alone may be shown. No search counts here: the system names the patient. Throws PROFESSIONALS_ONLY.
 */
export async function findLaunched(
  access: AccessContext,
  store: DoorStore,
  finder: RecordFinder,
  openingsOf: (patientId: string) => Promise<readonly Opening[]>,
  person: { nhsNumber: string; birthDate: string },
): Promise<{ patientId: string; open: boolean }> {
  professionalOf(access);
  const patientId = (await finder.find(person.nhsNumber, person.birthDate)) ?? noRecord;
  return { patientId, open: await openRecord(access, store, openingsOf, patientId) };
}
