import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { EmergencyStore } from '../domain/emergency-access.ts';
import { logParameters, logSql } from './door.store.ts';

const startSql = `
  insert into emergency (patient_id, account_id, category, reason, started_at, ends_at) values ($1, $2, $3, $4, $5, $6)`;
const endSql = `
  update emergency set ended_at = $3 where patient_id = any ($1::uuid[]) and account_id = $2 and ended_at is null and ends_at > $3
  returning patient_id as "patientId"`;

export function createEmergencyStore(database: RoomDatabase): EmergencyStore {
  return {
    start: (access, emergency, entry) =>
      database.asService(async (manager) => {
        const { patientId, accountId, category, reason, endsAt } = emergency;
        await manager.query(startSql, [patientId, accountId, category, reason, access.now, endsAt]);
        await manager.query(logSql, logParameters(access, patientId, entry));
      }),

    end: (access, patientIds, accountId, entry) =>
      database.asService(async (manager) => {
        // TypeORM answers an update with [rows, count].
        const [ended]: [{ patientId: string }[], number] = await manager.query(endSql, [patientIds, accountId, access.now]);
        for (const patientId of new Set(ended.map((each) => each.patientId))) await manager.query(logSql, logParameters(access, patientId, entry));
        return ended.length > 0;
      }),
  };
}
