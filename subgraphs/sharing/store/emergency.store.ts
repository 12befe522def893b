import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { EmergencyStore } from '../domain/emergency-access.ts';
import { logParameters, logSql } from './door.store.ts';

const startSql = `
  insert into emergency (patient_id, account_id, category, reason, started_at, ends_at) values ($1, $2, $3, $4, $5, $6)`;
const endSql = `
  update emergency set ended_at = $3 where patient_id = $1 and account_id = $2 and ended_at is null and ends_at > $3`;

export function createEmergencyStore(database: RoomDatabase): EmergencyStore {
  return {
    start: (access, emergency, entry) =>
      database.asService(async (manager) => {
        const { patientId, accountId, category, reason, endsAt } = emergency;
        await manager.query(startSql, [patientId, accountId, category, reason, access.now, endsAt]);
        await manager.query(logSql, logParameters(access, patientId, entry));
      }),

    end: (access, patientId, accountId, entry) =>
      database.asService(async (manager) => {
        // TypeORM answers an update with [rows, count].
        const [, ended]: [unknown, number] = await manager.query(endSql, [patientId, accountId, access.now]);
        if (ended > 0) await manager.query(logSql, logParameters(access, patientId, entry));
        return ended > 0;
      }),
  };
}
