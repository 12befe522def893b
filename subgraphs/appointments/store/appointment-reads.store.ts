import { ofRecord, ofRecordSql } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { maternityPattern } from '@cie/kit/maternity.ts';
import { IsNull, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { ChangeRequest, RequestsKnown } from '../domain/change-request.ts';
import type { AppointmentReads } from '../domain/read-appointments.ts';
import { AppointmentEntity } from './appointment.entity.ts';

/** Reads of one operation, under the passes of its patients. */
export function appointmentReads(reader: RoomReader): AppointmentReads {
  return {
    list: (patient, { limit, after, window, maternity, now }) =>
      reader.read(patient, (manager) => {
        const [order, beyond] = window === 'upcoming' ? (['ASC', '>'] as const) : (['DESC', '<'] as const);
        const query = manager.createQueryBuilder(AppointmentEntity, 'a').where({ patientId: ofRecord(patient), deletedAt: IsNull() });
        if (window !== null) query.andWhere(`a.overAt ${window === 'upcoming' ? '>=' : '<'} :now`, { now });
        if (maternity === true) query.andWhere("concat_ws(' ', a.clinic, a.place, a.reason) ~* :words", { words: maternityPattern });
        if (after !== null) query.andWhere(`(a.start, a.id) ${beyond} (:at::timestamptz, :id::uuid)`, { at: after.at, id: after.id });
        return query.orderBy('a.start', order).addOrderBy('a.id', order).limit(limit).getMany();
      }),
    find: (patient, id) => reader.read(patient, (manager) => findIn(manager, patient, id)),
    since: (patient, time, limit) =>
      reader.read(patient, (manager) =>
        manager.find(AppointmentEntity, {
          where: { patientId: ofRecord(patient), deletedAt: IsNull(), overAt: MoreThanOrEqual(time) }, order: { start: 'ASC', id: 'ASC' }, take: limit,
        })),
    requests: (patient) => reader.read(patient, (manager) => requestsIn(manager, patient)),
  };
}

export function findIn(manager: EntityManager, patient: RoomPatient, id: string): Promise<AppointmentEntity | null> {
  return manager.findOneBy(AppointmentEntity, { patientId: ofRecord(patient), id, deletedAt: IsNull() });
}

/** The newest request for each appointment of a record, and which hospitals take requests. */
export async function requestsIn(manager: EntityManager, patient: RoomPatient): Promise<RequestsKnown> {
  const { sql, parameter } = ofRecordSql(patient);
  const asked: Promise<ChangeRequest[]> = manager.query(
    `select distinct on (appointment_id) patient_id as "patientId", id, appointment_id as "appointmentId", kind, reason, wishes, phone, state,
            asked_at as "askedAt", state_at as "stateAt"
     from appointment_request where ${sql} order by appointment_id, asked_at desc, created_at desc`,
    [parameter],
  );
  const routed: Promise<{ organisation: string }[]> = manager.query('select organisation from outbound_route');
  const [requests, routes] = await Promise.all([asked, routed]);
  return { newest: new Map(requests.map((each) => [each.appointmentId, each])), reachable: new Set(routes.map(({ organisation }) => organisation)) };
}
