import { messageLanguages } from '@cie/kit/notices/notice.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import type { OptingOut } from '../domain/opt-out.ts';
import { endInvitationsOf } from './invitation.store.ts';

interface AccountRow {
  readonly accountId: string;
  readonly email: string | null;
  readonly language: string;
}

/** Opting out, in one transaction of the keeper's role. */
export function optingOutIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): OptingOut {
  return {
    openAccount: async (accountId) => {
      const [account]: { patientId: string | null }[] = await manager.query('select patient_id as "patientId" from account where id = $1 and closed_at is null for update', [accountId]);
      return account ?? null;
    },
    recordsOf: async (patientId) => {
      const [row]: { ids: string[] }[] = await manager.query('select record_ids($1) as ids', [patientId]);
      return row?.ids ?? [patientId];
    },
    accountsOf: async (accountId, patientIds) => {
      const rows: AccountRow[] = await manager.query(
        `select id as "accountId", email, language from account
         where closed_at is null and kind = 'patient' and (id = $1 or patient_id = any ($2::uuid[])) order by id for update`,
        [accountId, patientIds],
      );
      return rows.map(({ language, ...row }) => ({ ...row, language: messageLanguages.find((each) => each === language) ?? 'en' }));
    },
    close: async (accountId, now) => {
      await manager.query(
        `update account set closed_at = $2, closed_because = 'opted-out', subject = 'closed ' || id, email = null, mobile = null where id = $1 and closed_at is null`,
        [accountId, now],
      );
    },
    markOptedOut: async (patientId, now) => {
      await manager.query('insert into opt_out (patient_id, at) values ($1, $2) on conflict (patient_id) do update set at = excluded.at, returned_at = null', [
        patientId,
        now,
      ]);
    },
    forgetEmail: async (patientIds) => {
      await manager.query('select forget_email($1::uuid[])', [patientIds]);
    },
    endInvitations: (patientId, now) => endInvitationsOf(manager, patientId, 'opted-out', now),
    post: (news) => notices.post(manager, news),
  };
}
