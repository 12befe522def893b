import { labelCountsSql, type CountedLabel } from '@cie/kit/label-counts.ts';
import type { EntityManager } from 'typeorm';

const countSql = labelCountsSql([{ table: 'report' }, { table: 'care_item', stands: 'not withdrawn' }, { table: 'measurement', stands: 'not removed' }]);

/** Reports, medicines and the like, and measurements of these records, by label (SAR-1). */
export function countResults(manager: EntityManager, patientIds: readonly string[], now: Date): Promise<CountedLabel[]> {
  return manager.query(countSql, [patientIds, now]);
}
