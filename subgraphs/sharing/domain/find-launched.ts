import type { AccessContext } from '@cie/kit/access-context.ts';
import { professionalOf } from './emergency-access.ts';
import { noRecord, openRecord, type RecordFinder } from './find-record.ts';
import type { DoorStore, FoundRecord } from './open-record.ts';

/**
 * The record of the patient whom a trust's patient-record system has open (REG-6). The id is for the gateway, which binds the
 * session to it, whether a door opens or not; `open` alone may be shown, and is true as well where the record asks for a reason first. No search counts here: the system names the patient. Throws PROFESSIONALS_ONLY.
 */
export async function findLaunched(
  access: AccessContext,
  store: DoorStore,
  finder: RecordFinder,
  recordOf: (patientId: string) => Promise<FoundRecord>,
  person: { nhsNumber: string; birthDate: string },
): Promise<{ patientId: string; open: boolean }> {
  professionalOf(access);
  const patientId = (await finder.find(person.nhsNumber, person.birthDate)) ?? noRecord;
  return { patientId, open: (await openRecord(access, store, recordOf, patientId)) !== 'closed' };
}
