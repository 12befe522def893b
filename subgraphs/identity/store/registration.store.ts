import { lockKeys } from '@cie/kit/database/lock.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import type { Claim, DoubtfulLink, MatchedRecord, Registration, Registrations } from '../domain/register-in-steps.ts';
import { openCase } from './desk-case.store.ts';
import { NHS_LOGIN } from './sign-in-sql.ts';
import { survivingId } from './surviving-record.ts';

/** Accounts of people who sign in with NHS login, within one transaction of the keeper's role. */
export function registrationsIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): Registrations {
  const first = async <Row>(sql: string, parameters: unknown[]): Promise<Row | null> => {
    const [row]: Row[] = await manager.query(sql, parameters);
    return row ?? null;
  };
  return {
    signIn: async ({ subject, name, email, proofing }, now) => {
      const account = await first<{ accountId: string; patientId: string | null }>(
        `insert into account as a (kind, issuer, subject, name, email, proofing, created_at, signed_in_at)
         values ('patient', '${NHS_LOGIN}', $1, $2, $3, $4, $5, $5)
         on conflict (issuer, subject) do update set
           name = excluded.name, email = excluded.email, signed_in_at = excluded.signed_in_at,
           -- What was proved once stays proved; whether this sign-in may use it is the session's business.
           proofing = case when a.proofing = 'P9' then 'P9' else excluded.proofing end
         returning id as "accountId", patient_id as "patientId"`,
        [subject, name, email, proofing, now],
      );
      if (account === null) throw new Error('the account was neither made nor found');
      return account;
    },
    find: (accountId) =>
      first<Registration>(
        `select a.kind, a.agreement_version as "agreementVersion", a.explained_at as "explainedAt", a.patient_id as "patientId",
                a.closed_at is not null as "isClosed", c.account_id is not null as "isClaimOpen"
         from account a left join account_claim c on c.account_id = a.id where a.id = $1`,
        [accountId],
      ),
    claimOf: (accountId) =>
      first<Claim>('select nhs_number as "nhsNumber", birth_date::text as "birthDate" from account_claim where account_id = $1', [accountId]),
    keepClaim: async (accountId, { nhsNumber, birthDate }, now) => {
      await manager.query(
        `insert into account_claim (account_id, nhs_number, birth_date, proved_at) values ($1, $2, $3, $4)
         on conflict (account_id) do update set nhs_number = excluded.nhs_number, birth_date = excluded.birth_date, proved_at = excluded.proved_at`,
        [accountId, nhsNumber, birthDate, now],
      );
    },
    dropClaim: async (accountId) => {
      await manager.query('delete from account_claim where account_id = $1', [accountId]);
    },
    match: ({ nhsNumber, birthDate }) =>
      first<MatchedRecord>(
        `select id as "patientId", concat_ws(' ', given_name, family_name) as name from patient where nhs_number = $1 and birth_date = $2`,
        [nhsNumber, birthDate],
      ),
    belongTogether: async (one, other) =>
      one === other || (await first<{ joined: boolean }>('select $2::uuid = any (record_ids($1)) as joined', [one, other]))?.joined === true,
    recordsOf: async (patientId) => (await first<{ ids: string[] }>('select record_ids($1) as ids', [patientId]))?.ids ?? [patientId],
    takeTurn: async (patientId) => lockKeys(manager, [`link ${await survivingId(manager, patientId)}`]),
    hasOtherAccount: async (accountId, patientId) =>
      (await first(
        `select 1 from account one join account other on other.issuer = one.issuer and other.id <> one.id
         where one.id = $1 and other.patient_id = any (record_ids($2)) and other.closed_at is null`,
        [accountId, patientId],
      )) !== null,
    otherWaysIn: async (patientId, accountId) => {
      const rows: { id: string }[] = await manager.query(
        `select other.id from account one join account other on other.issuer <> one.issuer
         where one.id = $2 and other.kind = 'patient' and other.patient_id = any (record_ids($1)) and other.closed_at is null order by other.id`,
        [patientId, accountId],
      );
      return rows.map(({ id }) => id);
    },
    link: async (accountId, { patientId, name }) => {
      await manager.query('update account set patient_id = $2, name = $3 where id = $1', [accountId, patientId, name]);
    },
    agree: (accountId, version, now) => keepAgreement(manager, accountId, version, now),
    explain: async (accountId, now) => {
      await manager.query('update account set explained_at = coalesce(explained_at, $2) where id = $1', [accountId, now]);
    },
    askDesk: (doubt, now) => askDesk(manager, doubt, now),
    tell: (news) => notices.post(manager, news),
  };
}

/** Keeps that a person agreed to a version of the user agreement and privacy policy; earlier versions stay on file. */
export async function keepAgreement(manager: EntityManager, accountId: string, version: string, now: Date): Promise<void> {
  await manager.query('insert into agreement (account_id, version, agreed_at) values ($1, $2, $3) on conflict do nothing', [accountId, version, now]);
  await manager.query('update account set agreement_version = $2, agreed_at = $3 where id = $1', [accountId, version, now]);
}

async function askDesk(manager: EntityManager, { accountId, patientId, reason }: DoubtfulLink, now: Date): Promise<void> {
  const kind = 'merge-review';
  const waiting: unknown[] = await manager.query('select 1 from desk_case where kind = $1 and account_id = $2 and closed_at is null limit 1', [kind, accountId]);
  if (waiting.length > 0) return;
  await openCase(manager, { kind, contact: {}, details: { reason }, accountId, patientId, openedBy: NHS_LOGIN, openedAt: now });
}
