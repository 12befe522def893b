import type { Treatment } from '@cie/kit/treatment.ts';
import type { EntityManager } from 'typeorm';

/** When each organisation last issued a result of these records (REG-3). */
export async function newestResults(manager: EntityManager, patientIds: readonly string[]): Promise<Treatment[]> {
  return manager.query('select organisation, max(issued_at) as at from report where patient_id = any ($1::uuid[]) group by organisation', [patientIds]);
}
