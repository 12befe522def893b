import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { LogDayStore } from '../domain/item-sight.ts';
import { entryOf, type LogRow } from './access-log.store.ts';

const betweenSql = `
  select patient_id, seq, body from access_log where patient_id = any ($1::uuid[]) and at >= $2 and at < $3 order by at, patient_id, seq limit $4`;

export function createLogDayStore(database: RoomDatabase): LogDayStore {
  return {
    between: async (patientIds, start, end, most) => (await database.statement<LogRow>(betweenSql, [patientIds, start, end, most])).map(entryOf),
  };
}
