import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { ClosingStore } from '../domain/close-sharing.ts';
import { logParameters, logSql } from './door.store.ts';

/** Invitations to any record of the person, taken back; an entry for each in the log of the record it was for. */
const revokeSql = `
  with person as (
    select $1::uuid as patient_id
    union select m.patient_id from record_group g join record_group m using (surviving_id) where g.patient_id = $1
  ), revoked as (
    update invitation i set revoked_at = $2 from person p where i.patient_id = p.patient_id and i.revoked_at is null
    returning i.patient_id, i.id
  )
  select log_access(patient_id, $2, $3) from (select patient_id from revoked order by patient_id, id) as each`;

/**
 * Proxies of any record of the person, ended. A request is taken as objected to, which nobody but the desk sees: who asked must not
 * learn from it that there was such a person.
 */
const endSql = `
  with person as (
    select $1::uuid as patient_id
    union select m.patient_id from record_group g join record_group m using (surviving_id) where g.patient_id = $1
  ), objected as (
    update proxy x set suspended_by_patient_at = $2 from person p where x.patient_id = p.patient_id and x.decided = 'requested' and x.suspended_by_patient_at is null
  )
  update proxy x set decided = 'ended', reason = 'PATIENT_LEFT' from person p where x.patient_id = p.patient_id and x.decided = 'active'
  returning x.patient_id as "patientId", x.account_id as "accountId"`;

export function createClosingStore(database: RoomDatabase, notices: NoticeStore): ClosingStore {
  return {
    closeAll: (access, patientId, { invitation, proxy }) =>
      database.asService(async (manager) => {
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
