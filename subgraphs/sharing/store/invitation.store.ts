import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Recipient } from '@cie/kit/notices/notice.ts';
import type { EntityManager } from 'typeorm';
import type { Invitation, InvitationStore, InviteeKind, Whom } from '../domain/invite.ts';
import { logParameters, logSql } from './door.store.ts';

/** An invitation with the name of whom it is for, as they are known today. */
const invitationSql = `
  select i.id, i.patient_id as "patientId", i.email,
    case when i.team_id is not null then 'team' when i.invited_account is not null then 'professional' else 'email' end as kind,
    coalesce(t.name, i.invitee_name, invited.name) as name, coalesce(t.about, invited.role) as about,
    coalesce(t.organisation, i.organisation, invited.organisation) as organisation,
    i.labels, i.created_at as "createdAt", i.accepted_at as "acceptedAt", i.revoked_at as "revokedAt", i.ends_at as until,
    coalesce(t.closed_at, invited.left_at, accepted.left_at) as "goneAt"
  from invitation i
    left join team t on t.id = i.team_id
    left join professional invited on invited.account_id = i.invited_account
    left join professional accepted on accepted.account_id = i.account_id`;

const addSql = `
  insert into invitation (patient_id, email, invited_account, team_id, labels, created_at, ends_at, accepted_at, account_id, accepted_email, invitee_name, organisation)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`;

/**
 * Open invitations of the same invitee to any record of the person, taken back; by whichever of address and directory each was made. Whom
 * they cannot be told from before they come, the acceptance tells (accept-invitations.ts).
 */
const replaceSql = `
  update invitation set revoked_at = $5
   where patient_id = any ($1::uuid[]) and revoked_at is null and (ends_at is null or ends_at > $5)
     and (email = $2 or accepted_email = $2 or invited_account = $3 or account_id = $3 or team_id = $4)
  returning patient_id as "patientId", accepted_at as "acceptedAt", account_id as "accountId", accepted_email as "acceptedEmail", invitee_name as "inviteeName", organisation`;

/** By whom an invitation was taken up, and when. */
interface Acceptance {
  readonly patientId: string;
  readonly acceptedAt: Date | null;
  readonly accountId: string | null;
  readonly acceptedEmail: string | null;
  readonly inviteeName: string | null;
  readonly organisation: string | null;
}

/** Whom an invitation is bound to, and where they are told. */
interface Bound {
  readonly kind: InviteeKind;
  readonly email: string | null;
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly to: Recipient;
  readonly name: string;
}

async function bind(manager: EntityManager, whom: Whom): Promise<Bound | null> {
  const nobody = { email: null, accountId: null, teamId: null };
  if ('email' in whom) return { ...nobody, kind: 'email', email: whom.email, to: { email: whom.email }, name: whom.email };
  if ('teamId' in whom) {
    const [team]: { mailbox: string; name: string }[] = await manager.query('select mailbox, name from team where id = $1 and closed_at is null', [whom.teamId]);
    return team === undefined ? null : { ...nobody, kind: 'team', teamId: whom.teamId, to: { email: team.mailbox }, name: team.name };
  }
  const [person]: { accountId: string; name: string }[] = await manager.query(
    'select account_id as "accountId", name from professional where id = $1 and left_at is null', [whom.professionalId]);
  return person === undefined ? null : { ...nobody, kind: 'professional', accountId: person.accountId, to: { accountId: person.accountId, by: 'email' }, name: person.name };
}

/** Each change of sharing, its log entry and what is told are one transaction. */
export function createInvitationStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>): InvitationStore {
  const byId = async (manager: EntityManager, patientIds: readonly string[], id: string): Promise<Invitation | null> => {
    const [found]: Invitation[] = await manager.query(`${invitationSql} where i.patient_id = any ($1::uuid[]) and i.id = $2`, [patientIds, id]);
    return found ?? null;
  };

  return {
    add: (access, { patientId, patientIds, whom, labels, until }, { replaced, invited, told }, { most, since }) =>
      database.asService(async (manager) => {
        // Twenty sent at once must not each find nineteen before them.
        await lockKeys(manager, [`invitations ${patientId}`]);
        const [made]: { count: number }[] = await manager.query(
          'select count(*)::integer as count from invitation where patient_id = any ($1::uuid[]) and created_at > $2', [patientIds, since]);
        if (made !== undefined && made.count >= most) return 'too-many';
        const bound = await bind(manager, whom);
        if (bound === null) return null;
        const { kind, email, accountId, teamId, to, name } = bound;
        // TypeORM answers an update with [rows, count].
        const [before]: [Acceptance[], number] = await manager.query(replaceSql, [patientIds, email, accountId, teamId, access.now]);
        const [row]: { id: string }[] = await manager.query(addSql, [patientId, email, accountId, teamId, labels, access.now, until, ...carriedOver(before)]);
        const entries = [...before.map((each) => ({ record: each.patientId, entry: replaced(name) })), { record: patientId, entry: invited(name) }];
        // By id, as everybody locks the heads of several logs; within one, as it happened.
        for (const { record, entry } of entries.toSorted((one, other) => Number(one.record > other.record) - Number(one.record < other.record))) {
          await manager.query(logSql, logParameters(access, record, entry));
        }
        await notices.post(manager, [told(to, kind)]);
        return row === undefined ? null : byId(manager, [patientId], row.id);
      }),

    revoke: (access, patientIds, id, entry) =>
      database.asService(async (manager) => {
        const [revoked]: [{ patient_id: string }[], number] = await manager.query(
          'update invitation set revoked_at = $3 where patient_id = any ($1::uuid[]) and id = $2 and revoked_at is null returning patient_id', [patientIds, id, access.now]);
        const invitation = await byId(manager, patientIds, id);
        for (const { patient_id: record } of revoked) await manager.query(logSql, logParameters(access, record, entry(invitation?.name ?? invitation?.email ?? '')));
        return invitation;
      }),

    list: (patientIds) => database.statement<Invitation>(`${invitationSql} where i.patient_id = any ($1::uuid[]) order by i.created_at desc, i.id`, [patientIds]),
  };
}

/** Who had opened the record before does not open it for the first time by the new invitation. */
function carriedOver(before: readonly Acceptance[]): readonly unknown[] {
  const [last] = before.filter(({ acceptedAt }) => acceptedAt !== null).toSorted((one, other) => Number(other.acceptedAt) - Number(one.acceptedAt));
  return [last?.acceptedAt ?? null, last?.accountId ?? null, last?.acceptedEmail ?? null, last?.inviteeName ?? null, last?.organisation ?? null];
}
