import type { Treatment } from '@cie/kit/treatment.ts';
import type { EntityManager } from 'typeorm';

/** The newest encounter of these records at each organisation; one that was cancelled is no treatment (REG-3). */
export async function newestEncounters(manager: EntityManager, patientIds: readonly string[]): Promise<Treatment[]> {
  return manager.query("select organisation, max(started_at) as at from encounter where patient_id = any ($1::uuid[]) and status <> 'cancelled' group by organisation", [patientIds]);
}
