import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import { In, IsNull, type EntityManager } from 'typeorm';
import { openStates } from '../domain/change-request.ts';
import type { FilingStore } from '../domain/file-appointment.ts';
import { AppointmentEntity } from './appointment.entity.ts';
import { AppointmentRequestEntity } from './appointment-request.entity.ts';
import type { RequestNotices } from './request-notices.ts';

/** Filing within one transaction of the feed's role. */
export function filingIn(manager: EntityManager, notices: RequestNotices): FilingStore {
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
    save: async (appointment, event, messageId) => {
      await manager.upsert(AppointmentEntity, appointment, ['patientId', 'id']);
      const { patientId, id, revision, sentAt, ...state } = appointment;
      await manager.query(
        'insert into appointment_version (patient_id, appointment_id, revision, message_id, event, state, sent_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [patientId, id, revision, messageId, event, JSON.stringify(state), sentAt],
      );
    },
    openRequest: ({ patientId, id }) => manager.findOneBy(AppointmentRequestEntity, { patientId, appointmentId: id, state: In(openStates) }),
    settle: async ({ patientId, id, authorId }, state, at) => {
      await manager.update(AppointmentRequestEntity, { patientId, id }, { state, stateAt: at });
      await notices.tell(manager, [authorId]);
    },
  };
}
