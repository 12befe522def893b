import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import { accessEntry, type AccessEntry } from '../domain/access-entry.ts';

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
    account_id = case when team_id is null then $2::uuid end, accepted_email = case when team_id is null then $3 end, invitee_name = case when team_id is null then $6 end, organisation = case when team_id is null then $5 end
  where ${waiting} returning patient_id as "patientId"`;

/**
 * Somebody who was found in the directory and somebody with an address turn out to be one account when both are accepted: the invitation
 * that was made last counts alone, as it does where that is known before.
 */
const outdateSql = `
  update invitation i set revoked_at = $3 where i.patient_id = any ($1::uuid[]) and i.account_id = $2 and i.revoked_at is null and (i.ends_at is null or i.ends_at > $3)
    and exists (
      select from invitation n left join record_group ng on ng.patient_id = n.patient_id
       where n.patient_id = any ($1::uuid[]) and n.account_id = $2 and n.revoked_at is null and (n.ends_at is null or n.ends_at > $3) and (n.created_at, n.id) > (i.created_at, i.id)
         and coalesce(ng.surviving_id, n.patient_id) = coalesce((select g.surviving_id from record_group g where g.patient_id = i.patient_id), i.patient_id))
  returning i.patient_id as "patientId", coalesce((select g.surviving_id from record_group g where g.patient_id = i.patient_id), i.patient_id) as "personId", i.accepted_at < $3 as used`;

/** The patient did it when they invited anew; that it was the same person shows only now. */
const byPatient = { who: 'The patient, by a newer invitation', account: null, kind: 'patient', role: null, organisation: null } as const;

/**
 * ACS-3: an invitation is accepted when whom it names first opens more of the record than whose it is. The acceptance, its log entry and the message to the patient
 * are one transaction; who had opened it before by another invitation, which ends with this, opens it for the first time no more.
 */
export async function acceptInvitations(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>, access: AccessContext, patientIds: readonly string[]): Promise<void> {
  const { viewer, now } = access;
  if (viewer === null) return;
  const about = [patientIds, viewer.accountId, viewer.email?.toLowerCase() ?? null, now, viewer.organisation];
  // Most readings accept nothing, and cost no transaction for it.
  const pending = await database.statement<object>(`select 1 from invitation where ${waiting} limit 1`, about);
  if (pending.length === 0) return;
  const accepting = accessEntry(access, 'invitation-accepted', { doors: ['invited'] });
  const outdating: AccessEntry = { ...accessEntry(access, 'invitation-revoked', { invitee: viewer.name }), ...byPatient };
  await database.asService(async (manager) => {
    // TypeORM answers an update with [rows, count].
    const [accepted]: [{ patientId: string }[], number] = await manager.query(acceptSql, [...about, viewer.name]);
    const [outdated]: [{ patientId: string; personId: string; used: boolean }[], number] = await manager.query(outdateSql, [patientIds, viewer.accountId, now]);
    const known = new Set(outdated.filter(({ used }) => used).map(({ personId }) => personId));
    const persons = known.size === 0 ? new Map<string, string>() : await personsOf(manager, patientIds);
    const first = new Set(accepted.map(({ patientId }) => patientId).filter((id) => !known.has(persons.get(id) ?? id)));
    // By id, as everybody locks the heads of several logs.
    for (const patientId of [...new Set(patientIds)].toSorted()) {
      for (const each of outdated) if (each.patientId === patientId) await manager.query('select log_access($1, $2, $3)', [patientId, now, JSON.stringify(outdating)]);
      if (!first.has(patientId)) continue;
      await manager.query('select log_access($1, $2, $3)', [patientId, now, JSON.stringify(accepting)]);
      await notices.post(manager, [{ kind: 'message', to: { patientId, by: 'email' }, template: 'invitation-opened', values: {} }]);
    }
  });
}

async function personsOf(manager: EntityManager, patientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows: { patientId: string; personId: string }[] = await manager.query(
    'select patient_id as "patientId", surviving_id as "personId" from record_group where patient_id = any ($1::uuid[])', [patientIds]);
  return new Map(rows.map(({ patientId, personId }) => [patientId, personId]));
}
