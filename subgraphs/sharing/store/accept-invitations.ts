import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { accessEntry } from '../domain/access-entry.ts';

/** The open teams of an account that is signed in for the team's organisation; both name a parameter. It begins with the account: few belong to many. */
export const teamsOfViewer = (account: string, organisation: string): string => `
  select m.team_id from team_member m join team own on own.id = m.team_id
   where m.account_id = ${account} and m.ended_at is null and own.closed_at is null and own.organisation = ${organisation}`;

/** Invitations to these records ($1) that wait for this viewer: account, e-mail address ($3), organisation. */
const waiting = `
  patient_id = any ($1::uuid[]) and accepted_at is null and revoked_at is null and (ends_at is null or ends_at > $4)
  and (email = $3 or invited_account = $2 or team_id in (${teamsOfViewer('$2', '$5')}))`;

/**
 * From then on an invitation is the person's, whatever their e-mail address becomes; a team's is only marked as used. What is not there any
 * more when the rows are locked was accepted a moment before.
 */
const acceptSql = `
  update invitation set accepted_at = $4,
    account_id = case when team_id is null then $2::uuid end, invitee_name = case when team_id is null then $6 end, organisation = case when team_id is null then $5 end
  where ${waiting} returning patient_id`;

/** ACS-3: an invitation is accepted when whom it names first opens the record. The acceptance, its log entry and the message to the patient are one transaction. */
export async function acceptInvitations(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>, access: AccessContext, patientIds: readonly string[]): Promise<void> {
  const { viewer, now } = access;
  if (viewer === null) return;
  const about = [patientIds, viewer.accountId, viewer.email?.toLowerCase() ?? null, now, viewer.organisation];
  // Most readings accept nothing, and cost no transaction for it.
  const pending = await database.statement<object>(`select 1 from invitation where ${waiting} limit 1`, about);
  if (pending.length === 0) return;
  const entry = JSON.stringify(accessEntry(access, 'invitation-accepted', { doors: ['invited'] }));
  await database.asService(async (manager) => {
    // TypeORM answers an update with [rows, count].
    const [accepted]: [{ patient_id: string }[], number] = await manager.query(acceptSql, [...about, viewer.name]);
    for (const patientId of [...new Set(accepted.map(({ patient_id: id }) => id))].toSorted()) {
      await manager.query('select log_access($1, $2, $3)', [patientId, now, entry]);
      await notices.post(manager, [{ kind: 'message', to: { patientId, by: 'email' }, template: 'invitation-opened', values: {} }]);
    }
  });
}
