import { messageLanguages } from '@cie/kit/notices/notice.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import type { OptingOut } from '../domain/opt-out.ts';
import { endInvitationsTo } from './invitation.store.ts';

interface AccountRow {
  readonly accountId: string;
  readonly email: string | null;
  readonly language: string;
}

/** Opting out, in one transaction of the keeper's role. */
export function optingOutIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): OptingOut {
  return {
    openAccount: async (accountId) => {
      const [account]: { patientId: string | null; isClaimOpen: boolean }[] = await manager.query(
        `select patient_id as "patientId", exists (select from account_claim c where c.account_id = a.id) as "isClaimOpen"
         from account a where id = $1 and closed_at is null for update`, [accountId]);
      return account ?? null;
    },
    recordsOf: async (patientId) => {
      const rows: { id: string }[] = await manager.query(
        `select member.id from unnest(record_ids($1)) as member (id)
         where member.id = $1 or not exists (select from account a where a.patient_id = member.id and a.closed_at is null and a.kind = 'patient')`,
        [patientId],
      );
      return rows.map(({ id }) => id);
    },
    accountsOf: async (accountId, patientId) => {
      const rows: AccountRow[] = await manager.query(
        `select id as "accountId", email, language from account
         where closed_at is null and kind = 'patient' and (id = $1 or patient_id = $2) order by id for update`,
        [accountId, patientId],
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
    forgetInCases: async (accounts, patientIds) => {
      const ids = accounts.map(({ accountId }) => accountId);
      const emails = accounts.flatMap(({ email }) => email ?? []);
      // In a referral the contact is who invited, and the person's addresses are in the details.
      await manager.query(
        `update desk_case set contact = contact - 'email' - 'mobile'
         where closed_at is null and kind <> 'invitation-referral'
           and (account_id = any ($1::uuid[]) or patient_id = any ($2::uuid[])
             or lower(contact ->> 'email') in (select lower(each) from unnest($3::text[]) each))`, [ids, patientIds, emails]);
      await manager.query(
        `update desk_case set details = details || '{"email": "", "mobile": ""}'
         where closed_at is null and kind = 'invitation-referral'
           and (lower(details ->> 'email') in (select lower(each) from unnest($2::text[]) each)
             or details ->> 'nhsNumber' in (select nhs_number from patient where id = any ($1::uuid[])))`, [patientIds, emails]);
    },
    endInvitations: (patientIds, now) => endInvitationsTo(manager, patientIds, 'opted-out', now),
    post: (news) => notices.post(manager, news),
  };
}
