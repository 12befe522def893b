import type { EntityManager } from 'typeorm';
import { CieError } from '@cie/kit/errors.ts';
import type { FoundProfessional, ProfessionalGrant, Professionals } from '../domain/professional/professionals.ts';
import { NHS_LOGIN } from './sign-in-sql.ts';

/** Issuers under which patients have their accounts; no provider of professionals may carry one of these names. */
const patientIssuers: readonly string[] = [NHS_LOGIN, 'exchange'];

const grantColumns = `g.id, g.organisation, g.organisation_name as "organisationName", g.role, g.ends_at as until`;

/** Accounts of professionals, in a transaction of the keeper's role. */
export function professionalsIn(manager: EntityManager): Professionals {
  return {
    standing: async ({ issuer, subject }, now) => {
      await takeTurn(manager, issuer, subject);
      const leavings: { organisation: string | null; returned: boolean }[] = await manager.query(
        'select organisation, returned_at is not null as returned from professional_leaver where issuer = $1 and subject = $2', [issuer, subject],
      );
      const grants: ProfessionalGrant[] = await manager.query(
        `select ${grantColumns} from account a join professional_grant g on g.account_id = a.id
          where a.issuer = $1 and a.subject = $2 and a.closed_at is null and g.ended_at is null and g.starts_at <= $3 and g.ends_at > $3 order by g.starts_at, g.id`,
        [issuer, subject, now],
      );
      return {
        left: leavings.some(({ returned }) => !returned),
        leftOrganisations: leavings.flatMap(({ organisation }) => organisation ?? []),
        grants,
      };
    },

    signIn: async ({ issuer, subject, name, email }, organisation, role, now) => {
      requireProvider(issuer);
      const accounts: { id: string }[] = await manager.query(
        `insert into account (kind, issuer, subject, name, email, organisation, role, signed_in_at) values ('professional', $1, $2, $3, $4, $5, $6, $7)
         on conflict (issuer, subject) do update set
           name = excluded.name, email = excluded.email, organisation = excluded.organisation, role = excluded.role, signed_in_at = excluded.signed_in_at
         returning id`,
        [issuer, subject, name, email, organisation, role, now],
      );
      return idOf(accounts);
    },

    apply: async ({ issuer, subject, name, email }, now) => {
      requireProvider(issuer);
      const accounts: { id: string }[] = await manager.query(
        `insert into account (kind, issuer, subject, name, email, signed_in_at) values ('professional', $1, $2, $3, $4, $5)
         on conflict (issuer, subject) do update set name = excluded.name, email = excluded.email returning id`,
        [issuer, subject, name, email, now],
      );
      return idOf(accounts);
    },

    openRequest: async (accountId) => {
      await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 39005))', [accountId]);
      const [row]: { reference: string }[] = await manager.query(
        `select reference from desk_case where account_id = $1 and kind = 'professional-request' and closed_at is null order by opened_at limit 1`, [accountId],
      );
      return row?.reference ?? null;
    },

    grant: async ({ accountId, caseId, organisation, organisationName, role, approvedBy, from, until }) => {
      await manager.query('update professional_grant set ended_at = $3 where account_id = $1 and organisation = $2 and ended_at is null', [accountId, organisation, from]);
      const granted: { id: string }[] = await manager.query(
        `insert into professional_grant (account_id, case_id, organisation, organisation_name, role, approved_by, starts_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        [accountId, caseId, organisation, organisationName, role, approvedBy, from, until],
      );
      await manager.query(
        `update professional_leaver l set returned_at = $2 from account a
          where a.id = $1 and l.issuer = a.issuer and l.subject = a.subject and l.returned_at is null`,
        [accountId, from],
      );
      return idOf(granted);
    },

    holderOf: async (grantId) => {
      const [grant]: { accountId: string; caseId: string | null }[] = await manager.query(
        'select account_id as "accountId", case_id as "caseId" from professional_grant where id = $1', [grantId]);
      return grant ?? null;
    },

    renew: async (grantId, until, now) => {
      const renewed: [unknown, number] = await manager.query('update professional_grant set ends_at = $2 where id = $1 and ended_at is null and ends_at > $3', [
        grantId, until, now,
      ]);
      return renewed[1] > 0;
    },

    close: async ({ accountId, endedBy, reason, at }) => {
      const account = await openAccount(manager, accountId);
      if (account === null) return false;
      await manager.query(
        `insert into professional_leaver (issuer, subject, account_id, organisation, left_at, ended_by, reason) values ($1, $2, $3, $4, $5, $6, $7)`,
        [account.issuer, account.subject, accountId, account.organisation, at, endedBy, reason],
      );
      await manager.query('update professional_grant set ended_at = $2 where account_id = $1 and ended_at is null', [accountId, at]);
      await manager.query(
        `update account set closed_at = $2, closed_because = 'left', subject = 'closed ' || id, email = null, mobile = null where id = $1`, [accountId, at],
      );
      return true;
    },

    find: async (text, most, now) => {
      const beginning = `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      const accounts: Omit<FoundProfessional, 'grants'>[] = await manager.query(
        `select id as "accountId", name, email, organisation, role, signed_in_at as "signedInAt" from account
          where kind = 'professional' and closed_at is null and (lower(name) like $1 or lower(email) like $1) order by lower(name), id limit $2`,
        [beginning, most],
      );
      const grants: (ProfessionalGrant & { accountId: string })[] = await manager.query(
        `select g.account_id as "accountId", ${grantColumns} from professional_grant g
          where g.account_id = any ($1::uuid[]) and g.ended_at is null and g.ends_at > $2 order by g.starts_at, g.id`,
        [accounts.map((each) => each.accountId), now],
      );
      const grantsOf = Map.groupBy(grants, (each) => each.accountId);
      return accounts.map((account) => ({ ...account, grants: (grantsOf.get(account.accountId) ?? []).map(({ accountId: _account, ...grant }) => grant) }));
    },
  };
}

interface OpenAccount {
  readonly issuer: string;
  readonly subject: string;
  readonly organisation: string | null;
}

/** An open account, locked against a sign-in at the same moment, which would otherwise make a second one. */
async function openAccount(manager: EntityManager, accountId: string): Promise<OpenAccount | null> {
  const [known]: OpenAccount[] = await manager.query(`select issuer, subject, organisation from account where id = $1 and kind = 'professional'`, [accountId]);
  if (known === undefined) return null;
  await takeTurn(manager, known.issuer, known.subject);
  const [account]: OpenAccount[] = await manager.query(
    `select issuer, subject, organisation from account where id = $1 and kind = 'professional' and closed_at is null for update`, [accountId],
  );
  return account ?? null;
}

/** Makes others who sign the same person in, or end their access, wait until this transaction ends. */
async function takeTurn(manager: EntityManager, issuer: string, subject: string): Promise<void> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 39005))', [`${issuer} ${subject}`]);
}

function idOf([row]: readonly { id: string }[]): string {
  if (row === undefined) throw new Error('an insert returned no row');
  return row.id;
}

function requireProvider(issuer: string): void {
  if (patientIssuers.includes(issuer)) throw new CieError('ISSUER_INVALID', 'A professional does not sign in with a provider of patients.');
}
