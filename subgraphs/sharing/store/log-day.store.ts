import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { LogDayStore } from '../domain/item-sight.ts';
import { entryOf, type LogRow } from './access-log.store.ts';
import { eachLookOnce } from './each-look-once.ts';

const betweenSql = `
  select l.patient_id, l.seq, l.body from access_log l
   where l.patient_id = any ($1::uuid[]) and l.at >= $2 and l.at < $3 and ${eachLookOnce('$1')} order by l.at, l.patient_id, l.seq limit $4`;

export function createLogDayStore(database: RoomDatabase): LogDayStore {
  return {
    between: async (patientIds, start, end, most) => (await database.statement<LogRow>(betweenSql, [patientIds, start, end, most])).map(entryOf),
  };
}
