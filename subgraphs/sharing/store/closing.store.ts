import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { ClosingStore } from '../domain/close-sharing.ts';
import { logParameters, logSql } from './door.store.ts';
import { stopSummaries } from './stop-summaries.ts';

/** Invitations to the record, taken back, each by whom it was for: a team, a name, or an e-mail address. */
const revokeSql = `
  with revoked as (
    update invitation set revoked_at = $2 where patient_id = $1 and revoked_at is null returning *
  )
  select coalesce(t.name, i.invitee_name, p.name, i.email) as invitee
  from revoked i left join team t on t.id = i.team_id left join professional p on p.account_id = i.invited_account order by i.created_at, i.id`;

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

export function createClosingStore(database: RoomDatabase, notices: NoticeStore): ClosingStore {
  return {
    closeAll: (access, patientId, { invitation, proxy, summary }) =>
      database.asService(async (manager) => {
        // First all that is changed, then the log: who opens a summary or takes back an invitation locks it before the log, and so must we.
        const stopped = await stopSummaries(manager, [patientId], access.now);
        const revoked: { invitee: string }[] = await manager.query(revokeSql, [patientId, access.now]);
        // TypeORM answers an update with [rows, count].
        const [ended]: [{ patientId: string; accountId: string }[], number] = await manager.query(endSql, [patientId, access.now]);
        for (const each of stopped) await manager.query(logSql, logParameters(access, each, summary));
        for (const { invitee } of revoked) await manager.query(logSql, logParameters(access, patientId, invitation(invitee)));
        for (const each of ended) {
          await manager.query(logSql, logParameters(access, each.patientId, proxy));
          await notices.post(manager, [{ kind: 'message', to: { accountId: each.accountId, by: 'email' }, template: 'proxy-ended', values: {} }]);
        }
      }),
  };
}
