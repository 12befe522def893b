import type { AccessContext } from '@cie/kit/access-context.ts';
import { accessEntry } from './access-entry.ts';
import { professionalOf } from './emergency-access.ts';
import { onePatientOnly, type RecordFinder } from './find-record.ts';
import { searchWithinLimits, type SearchStore } from './limit-searches.ts';
import type { DoorStore } from './open-record.ts';

/** What it takes to find somebody in an emergency. */
export interface EmergencyFinder {
  readonly finder: Pick<RecordFinder, 'find'>;
  readonly searches: SearchStore;
  readonly doors: Pick<DoorStore, 'logRefusal'>;
}

/**
 * The record of the person whom an emergency is about; null when nobody has this number and date of birth, which counts as a search
 * without a result: an emergency is no way to walk through numbers. Throws PROFESSIONALS_ONLY, SEARCH_TOO_OFTEN, and ONE_PATIENT_ONLY.
 */
export async function findForEmergency(
  access: AccessContext,
  { finder, searches, doors }: EmergencyFinder,
  groupOf: (patientId: string) => Promise<readonly string[]>,
  person: { readonly nhsNumber: string; readonly birthDate: string },
): Promise<string | null> {
  const { onlyPatientId } = professionalOf(access);
  const found = await searchWithinLimits(access, searches, doors, async () => {
    const patientId = await finder.find(person.nhsNumber, person.birthDate);
    const isMeant = patientId !== null && (onlyPatientId === undefined || (await groupOf(patientId)).includes(onlyPatientId));
    if (isMeant) return patientId;
    await doors.logRefusal(access, onlyPatientId === undefined ? null : patientId, accessEntry(access, 'refused', { doors: ['emergency'] }));
    return null;
  });
  if (found === null && onlyPatientId !== undefined) throw onePatientOnly();
  return found;
}
