import { labelCountsSql, type CountedLabel } from '@cie/kit/label-counts.ts';
import type { EntityManager } from 'typeorm';

const countSql = labelCountsSql([{ table: 'document', stands: "status <> 'withdrawn'" }]);

/** Documents of these records, by label (SAR-1). */
export function countDocuments(manager: EntityManager, patientIds: readonly string[], now: Date): Promise<CountedLabel[]> {
  return manager.query(countSql, [patientIds, now]);
}
