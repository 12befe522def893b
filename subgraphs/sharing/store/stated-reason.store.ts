import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { StatedReasonStore } from '../domain/privacy/state-reason.ts';
import { logParameters, logSql } from './door.store.ts';
import { putBeforeOfficer } from './privacy-case.store.ts';
import type { PrivacySeal } from './privacy-seal.ts';

const stateSql = 'insert into stated_reason (patient_id, id, account_id, stated_at, ends_at) values ($1, $2, $3, $4, $5)';

export function createStatedReasonStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>, seal: PrivacySeal): StatedReasonStore {
  return {
    state: (access, { patientId, accountId, endsAt }, { entry, case: opened, notices: told }) =>
      database.asService(async (manager) => {
        await manager.query(stateSql, [patientId, opened.id, accountId, access.now, endsAt]);
        await putBeforeOfficer(manager, seal, access, opened);
        await manager.query(logSql, logParameters(access, patientId, entry));
        await notices.post(manager, told);
      }),
  };
}
