import type { EntityManager } from 'typeorm';

/** Whether the person has opted out and not come back, by any of their records (ACC-3). */
export async function hasOptedOut(manager: EntityManager, patientId: string): Promise<boolean> {
  const found: unknown[] = await manager.query('select 1 from opt_out where patient_id = any (record_ids($1)) and returned_at is null limit 1', [patientId]);
  return found.length > 0;
}
