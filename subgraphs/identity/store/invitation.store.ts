import { lockKeys } from '@cie/kit/database/lock.ts';
import type { InvitationEnd } from '@cie/kit/invited.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import { normaliseCode } from '../domain/secret-code.ts';
import type { InvitedPerson, Invitations, KeptInvitation } from '../domain/registration/invitation.ts';
import { openCase } from './desk-case.store.ts';
import { isEmailTaken } from './invited-account.store.ts';
import { survivingId } from './surviving-record.ts';
import { hasOptedOut } from './tombstone.store.ts';

/** Invitations within one transaction of the keeper, as whoever issues them works on them. */
export function invitationsIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): Invitations {
  const some = async (sql: string, parameters: unknown[]): Promise<boolean> => {
    const rows: unknown[] = await manager.query(sql, parameters);
    return rows.length > 0;
  };
  return {
    personWith: async (nhsNumber, birthDate) => {
      const [person]: InvitedPerson[] = await manager.query(
        'select id as "patientId", birth_date::text as "birthDate" from patient where nhs_number = $1 and birth_date = $2', [nhsNumber, birthDate]);
      return person ?? null;
    },
    recordsOf: async (patientId) => {
      const [row]: { ids: string[] }[] = await manager.query('select record_ids($1) as ids', [patientId]);
      return row?.ids ?? [patientId];
    },
    hasOptedOut: (patientId) => hasOptedOut(manager, patientId),
    hasAccount: (patientId) => some("select 1 from account where patient_id = any (record_ids($1)) and kind = 'patient' and closed_at is null limit 1", [patientId]),
    isPracticeOf: (patientId, practice) => some('select 1 where is_practice_of(record_ids($1), $2)', [patientId, practice]),
    addressesOf: async (accountId) => {
      const [row]: { email: string | null; mobile: string | null }[] = await manager.query('select email, mobile from account where id = $1', [accountId]);
      return row ?? { email: null, mobile: null };
    },
    isProfessionalEmail: (email) => some("select 1 from account where lower(email) = lower($1) and kind = 'professional' and closed_at is null limit 1", [email]),
    isEmailTaken: (email, patientId) => isEmailTaken(manager, email, patientId),
    takeTurn: async (patientId) => lockKeys(manager, [`invite ${await survivingId(manager, patientId)}`]),
    endOpen: (patientId, because, now) => endInvitationsOf(manager, patientId, because, now),
    add: async (invitation) => {
      await forgetAbandoned(manager, invitation.issuedAt);
      await manager.query(
        `insert into invitation (id, patient_id, channel, language, email, mobile, token_hash, code_hash, reference, invited_by, inviter_name, organisation, issued_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          invitation.id, invitation.patientId, invitation.channel, invitation.language, invitation.email, invitation.mobile, invitation.tokenHash, invitation.codeHash,
          invitation.reference === null ? null : normaliseCode(invitation.reference), invitation.invitedBy, invitation.inviterName, invitation.organisation,
          invitation.issuedAt, invitation.expiresAt,
        ],
      );
    },
    listOf: (patientId): Promise<KeptInvitation[]> =>
      manager.query(
        `select id, channel, wrong_tries as "wrongTries", inviter_name as "inviterName", organisation, email, mobile, reference, issued_at as "issuedAt",
           expires_at as "expiresAt", ended_at as "endedAt", ended_because as "endedBecause",
           exists (select 1 from invited_registration r where r.invitation_id = i.id) as started
         from invitation i where patient_id = any (record_ids($1)) order by issued_at desc, id`, [patientId]),
    withdraw: async (id, now) => {
      const [open]: unknown[] = await manager.query('select 1 from invitation where id = $1 and ended_at is null for update', [id]);
      if (open === undefined) return false;
      await endInvitation(manager, id, 'withdrawn', now);
      return true;
    },
    refer: async (newCase) => {
      await openCase(manager, newCase);
    },
    tell: (news) => notices.post(manager, news),
  };
}

/** Ends what was sent to a person and not used yet, as when they opt out; forgets what was entered with it. */
export async function endInvitationsOf(manager: EntityManager, patientId: string, because: InvitationEnd, now: Date): Promise<void> {
  const [row]: { ids: string[] }[] = await manager.query('select record_ids($1) as ids', [patientId]);
  await endInvitationsTo(manager, row?.ids ?? [patientId], because, now);
}

/** Ends what waits for exactly these records, and for none that was joined to them. */
export async function endInvitationsTo(manager: EntityManager, patientIds: readonly string[], because: InvitationEnd, now: Date): Promise<void> {
  const open: { id: string }[] = await manager.query('select id from invitation where patient_id = any ($1::uuid[]) and ended_at is null order by id for update', [patientIds]);
  for (const { id } of open) await endInvitation(manager, id, because, now);
  // Opting out is removing one's address (ACC-3): no list keeps it.
  if (because === 'opted-out') await manager.query('update invitation set email = null, mobile = null where patient_id = any ($1::uuid[])', [patientIds]);
}

/**
 * What somebody entered and never finished is forgotten once neither invitation nor confirmation can be used, by the earlier of two clocks: a
 * process whose own runs ahead must not end what others count on.
 */
async function forgetAbandoned(manager: EntityManager, now: Date): Promise<void> {
  await manager.query(
    `delete from invited_registration r using invitation i
     where i.id = r.invitation_id and i.ended_at is null and i.expires_at <= least($1, now()) and coalesce(r.confirm_expires_at, i.expires_at) <= least($1, now())`, [now]);
}

export async function endInvitation(manager: EntityManager, id: string, because: InvitationEnd, now: Date): Promise<void> {
  await manager.query('delete from invited_registration where invitation_id = $1', [id]);
  await manager.query('update invitation set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null', [id, now, because]);
}
