import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { AppointmentReads } from '../domain/read-appointments.ts';
import { AppointmentEntity } from './appointment.entity.ts';

/** Reads of one operation, under the passes of its patients. */
export function appointmentReads(reader: RoomReader): AppointmentReads {
  return {
    list: (patient, { limit, after, window, now }) =>
      reader.read(patient, (manager) => {
        const [order, beyond] = window === 'upcoming' ? (['ASC', '>'] as const) : (['DESC', '<'] as const);
        const query = manager.createQueryBuilder(AppointmentEntity, 'a').where({ patientId: ofRecord(patient) });
        if (window !== null) query.andWhere(`a.overAt ${window === 'upcoming' ? '>=' : '<'} :now`, { now });
        if (after !== null) query.andWhere(`(a.start, a.id) ${beyond} (:at::timestamptz, :id::uuid)`, { at: after.at, id: after.id });
        return query.orderBy('a.start', order).addOrderBy('a.id', order).limit(limit).getMany();
      }),
  };
}
