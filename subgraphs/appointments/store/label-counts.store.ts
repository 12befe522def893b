import { labelCountsSql, type CountedLabel } from '@cie/kit/label-counts.ts';
import type { EntityManager } from 'typeorm';

const countSql = labelCountsSql([{ table: 'appointment', stands: 'deleted_at is null' }]);

/** Appointments of these records, by label (SAR-1). */
export function countAppointments(manager: EntityManager, patientIds: readonly string[], now: Date): Promise<CountedLabel[]> {
  return manager.query(countSql, [patientIds, now]);
}
