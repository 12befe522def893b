import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import { IsNull, type EntityManager } from 'typeorm';
import type { FilingStore } from '../domain/file-appointment.ts';
import { AppointmentEntity } from './appointment.entity.ts';

/** Filing within one transaction of the feed's role. */
export function filingIn(manager: EntityManager): FilingStore {
  return {
    lock: (recordIds) => lockKeys(manager, recordIds),
    wasApplied: async (messageId) => {
      const found: unknown[] = await manager.query('select 1 from applied_message where message_id = $1', [messageId]);
      return found.length > 0;
    },
    markApplied: async (messageId, patientId) => {
      await claimMessage(manager, messageId, patientId);
    },
    find: async (filing, { placerId, fillerId }) => {
      const own = { patientId: ofRecord({ ids: filing.recordIds }), organisation: filing.organisation };
      const byFiller = fillerId === null ? null : rowFor(await manager.findBy(AppointmentEntity, { ...own, fillerId }), filing);
      if (byFiller !== null || placerId === null) return byFiller;
      // Two filler ids that differ are two appointments of one order.
      const where = fillerId === null ? { ...own, placerId } : { ...own, placerId, fillerId: IsNull() };
      return rowFor(await manager.find(AppointmentEntity, { where, order: { sentAt: 'DESC' } }), filing);
    },
    save: async (appointment) => {
      await manager.upsert(AppointmentEntity, appointment, ['patientId', 'id']);
    },
  };
}
