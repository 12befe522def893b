import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { IsNull, type EntityManager } from 'typeorm';
import type { FilingStore } from '../domain/file-appointment.ts';
import { AppointmentEntity } from './appointment.entity.ts';

/** Filing within one transaction of the feed's role. */
export function filingIn(manager: EntityManager): FilingStore {
  return {
    lock: (patientId) => lockKeys(manager, [patientId]),
    wasApplied: async (messageId) => {
      const found: unknown[] = await manager.query('select 1 from applied_message where message_id = $1', [messageId]);
      return found.length > 0;
    },
    markApplied: async (messageId, patientId) => {
      await claimMessage(manager, messageId, patientId);
    },
    find: async ({ patientId, organisation }, { placerId, fillerId }) => {
      const own = { patientId, organisation };
      const byFiller = fillerId === null ? null : await manager.findOneBy(AppointmentEntity, { ...own, fillerId });
      if (byFiller !== null || placerId === null) return byFiller;
      // Two filler ids that differ are two appointments of one order.
      return manager.findOne(AppointmentEntity, {
        where: fillerId === null ? { ...own, placerId } : { ...own, placerId, fillerId: IsNull() },
        order: { sentAt: 'DESC' },
      });
    },
    save: async (appointment) => {
      await manager.upsert(AppointmentEntity, appointment, ['patientId', 'id']);
    },
  };
}
