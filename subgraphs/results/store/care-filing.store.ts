import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import type { EntityManager } from 'typeorm';
import type { CareFilingStore } from '../domain/care/file-care-items.ts';
import { CareItemEntity } from './care-item.entity.ts';
import { toCareItem, toRow } from './care-item.rows.ts';

/** The care items of a record inside a filing transaction of the feed's role. */
export function careFilingStore(manager: EntityManager): CareFilingStore {
  return {
    find: async (filing, { kind, sourceId }) => {
      const { recordIds, organisation } = filing;
      const row = rowFor(await manager.findBy(CareItemEntity, { patientId: ofRecord({ ids: recordIds }), organisation, kind, sourceId }), filing);
      return row === null ? null : { patientId: row.patientId, state: toCareItem(row) };
    },
    // The version that an update replaces is kept by the table's trigger.
    save: async ({ patientId }, state) => {
      await manager.upsert(CareItemEntity, toRow(patientId, state), ['patientId', 'id']);
    },
  };
}
