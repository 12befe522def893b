import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { ClosingStore } from '../domain/close-sharing.ts';
import { logParameters, logSql } from './door.store.ts';

/** Invitations to the record, taken back; an entry for each in its log. */
const revokeSql = `
  with revoked as (
    update invitation set revoked_at = $2 where patient_id = $1 and revoked_at is null returning patient_id, id
  )
  select log_access(patient_id, $2, $3) from (select patient_id from revoked order by patient_id, id) as each`;

/**
 * Proxies of the record, ended. A request is taken as objected to, which nobody but the desk sees: who asked must not
 * learn from it that there was such a person.
 */
const endSql = `
  with objected as (
    update proxy set suspended_by_patient_at = $2 where patient_id = $1 and decided = 'requested' and suspended_by_patient_at is null
  )
  update proxy set decided = 'ended', reason = 'PATIENT_LEFT' where patient_id = $1 and decided = 'active'
  returning patient_id as "patientId", account_id as "accountId"`;

/** Summaries that wait to be opened, stopped, and what they hold deleted. */
const stopSql = `
  with stopped as (
    update summary_share set stopped_at = $2 where patient_id = $1 and opened_at is null and stopped_at is null and ends_at > $2 returning patient_id, id
  ), emptied as (
    delete from summary_content c using stopped s where c.share_id = s.id
  )
  select log_access(patient_id, $2, $3) from (select patient_id from stopped order by patient_id, id) as each`;

export function createClosingStore(database: RoomDatabase, notices: NoticeStore): ClosingStore {
  return {
    closeAll: (access, patientId, { invitation, proxy, summary }) =>
      database.asService(async (manager) => {
        // First: who opens a summary locks it before the log, and so must we.
        await manager.query(stopSql, [patientId, access.now, JSON.stringify(summary)]);
        await manager.query(revokeSql, [patientId, access.now, JSON.stringify(invitation)]);
        // TypeORM answers an update with [rows, count].
        const [ended]: [{ patientId: string; accountId: string }[], number] = await manager.query(endSql, [patientId, access.now]);
        for (const each of ended) {
          await manager.query(logSql, logParameters(access, each.patientId, proxy));
          await notices.post(manager, [{ kind: 'message', to: { accountId: each.accountId, by: 'email' }, template: 'proxy-ended', values: {} }]);
        }
      }),
  };
}
