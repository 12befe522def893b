import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EmergencyStore } from '../domain/emergency-access.ts';
import { logParameters, logSql } from './door.store.ts';
import { putBeforeOfficer } from './privacy-case.store.ts';
import type { PrivacySeal } from './privacy-seal.ts';

const startSql = `
  insert into emergency (patient_id, id, account_id, category, reason, started_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)`;
const endSql = `
  update emergency set ended_at = $3 where patient_id = any ($1::uuid[]) and account_id = $2 and ended_at is null and ends_at > $3
  returning patient_id as "patientId"`;

export function createEmergencyStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>, seal: PrivacySeal): EmergencyStore {
  return {
    start: (access, emergency, { entry, case: opened, notices: told }) =>
      database.asService(async (manager) => {
        const { id, patientId, accountId, category, reason, endsAt } = emergency;
        await manager.query(startSql, [patientId, id, accountId, category, reason, access.now, endsAt]);
        await putBeforeOfficer(manager, seal, access, opened);
        await manager.query(logSql, logParameters(access, patientId, entry));
        await notices.post(manager, told);
      }),

    end: (access, patientIds, accountId, entry) =>
      database.asService(async (manager) => {
        // TypeORM answers an update with [rows, count].
        const [ended]: [{ patientId: string }[], number] = await manager.query(endSql, [patientIds, accountId, access.now]);
        // By id, as everybody locks the heads of several logs.
        for (const patientId of [...new Set(ended.map((each) => each.patientId))].toSorted()) await manager.query(logSql, logParameters(access, patientId, entry));
        return ended.length > 0;
      }),
  };
}
