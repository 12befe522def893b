import { MoreThan, type EntityManager } from 'typeorm';
import type { RequestStore } from '../domain/request-change.ts';
import { AppointmentRequestEntity } from './appointment-request.entity.ts';
import { findIn, requestsIn } from './appointment-reads.store.ts';

/** Requests within the transaction of one change, under its write pass. */
export function requestsOf(manager: EntityManager): RequestStore {
  return {
    find: (change, id) => findIn(manager, change, id),
    known: (change) => requestsIn(manager, change),
    countSince: ({ patientId, id }, since) => manager.countBy(AppointmentRequestEntity, { patientId, appointmentId: id, askedAt: MoreThan(since) }),
    add: async (request) => {
      const { patientId, id, organisation, label, appointmentId, authorId, kind, reason, wishes, phone, askedAt, stateAt } = request;
      const added: unknown[] = await manager.query(
        `insert into appointment_request (patient_id, id, organisation, label, appointment_id, author_id, kind, reason, wishes, phone, asked_at, state_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
        [patientId, id, organisation, label, appointmentId, authorId, kind, reason, wishes, phone, askedAt, stateAt],
      );
      return added.length === 1;
    },
  };
}
