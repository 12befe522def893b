import type { Treatment } from '@cie/kit/treatment.ts';
import type { EntityManager } from 'typeorm';

/** The latest appointment of these records at each organisation, to come or past, kept or not (REG-3: any but what was deleted as never meant). */
export async function newestAppointments(manager: EntityManager, patientIds: readonly string[]): Promise<Treatment[]> {
  return manager.query('select organisation, max(start_at) as at from appointment where patient_id = any ($1::uuid[]) and deleted_at is null group by organisation', [patientIds]);
}
