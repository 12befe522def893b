import type { RecordRoom } from '@cie/kit/names.ts';

/** Types that are filed, and the room that files them (ING-3, CAR-1). */
const ROOMS: ReadonlyMap<string, RecordRoom> = new Map([
  ['Patient', 'identity'], ['Encounter', 'identity'],
  ['Observation', 'results'], ['DiagnosticReport', 'results'],
  ['MedicationStatement', 'results'], ['AllergyIntolerance', 'results'], ['Condition', 'results'], ['CarePlan', 'results'],
  ['DocumentReference', 'documents'], ['Composition', 'documents'],
  ['Appointment', 'appointments'],
]);

/** Types that others refer to: kept with their message, and read where a name, a place or a file is needed. */
const CARRIED: ReadonlySet<string> = new Set([
  'Binary', 'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'MessageHeader', 'Specimen', 'ServiceRequest', 'Medication',
  'HealthcareService', 'RelatedPerson', 'Slot', 'Schedule', 'EpisodeOfCare', 'Device', 'List', 'Provenance', 'Goal', 'CareTeam',
]);

export function roomOfType(type: string): RecordRoom | null {
  return ROOMS.get(type) ?? null;
}

export function isCarried(type: string): boolean {
  return CARRIED.has(type);
}

/** Types that may be sent on their own. */
export const takenTypes: readonly string[] = [...ROOMS.keys(), ...[...CARRIED].filter((type) => type !== 'MessageHeader')];

/** The element that says whom a resource of a filed type is about. */
export function subjectElement(type: string): string {
  return type === 'AllergyIntolerance' ? 'patient' : 'subject';
}
