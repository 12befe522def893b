import { createHash, randomUUID } from 'node:crypto';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { seal, unseal } from '@cie/kit/notices/seal.ts';
import type { EntityManager } from 'typeorm';

export type FactorKind = 'totp' | 'passkey' | 'text';

/** An account by invitation as a sign-in needs it. */
export interface PasswordAccount {
  readonly accountId: string;
  readonly patientId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly proofing: 'P9' | 'vouched' | 'P5' | null;
  readonly passwordHash: string;
  /** As the database writes it, to the microsecond: it is compared, not read. */
  readonly passwordSetAt: string;
  readonly isActivated: boolean;
  /** Whether somebody has signed in with it before. */
  readonly isUsed: boolean;
}

export interface SecondFactor {
  readonly id: string;
  readonly accountId: string;
  readonly kind: FactorKind;
  readonly name: string;
  /** Opened content; empty for a phone. */
  readonly content: string;
  readonly counter: number;
  readonly createdAt: Date;
}

interface FactorRow extends Omit<SecondFactor, 'content' | 'counter'> {
  readonly sealed: Buffer | null;
  readonly counter: string;
}

const accountColumns = `a.id as "accountId", a.patient_id as "patientId", a.name, a.email, a.mobile, a.proofing,
  c.password_hash as "passwordHash", c.changed_at::text as "passwordSetAt", c.activated_at is not null as "isActivated", c.signed_in_at is not null as "isUsed"`;
const factorColumns = 'id, account_id as "accountId", kind, name, sealed, counter, created_at as "createdAt"';

export type CredentialStore = ReturnType<typeof credentialsIn>;

/** Credentials in one transaction of the keeper. `key` seals what must be read again. */
export function credentialsIn(manager: EntityManager, key: Buffer, notices: NoticeStore) {
  const about = (id: string): string => `second factor ${id}`;
  const opened = ({ sealed, counter, ...row }: FactorRow): SecondFactor => ({
    ...row, counter: Number(counter), content: sealed === null ? '' : unseal(key, sealed, about(row.id)),
  });
  const factorsWhere = async (condition: string, value: unknown): Promise<SecondFactor[]> => {
    const rows: FactorRow[] = await manager.query(`select ${factorColumns} from second_factor where ${condition} order by created_at, id`, [value]);
    return rows.map(opened);
  };
  const accountWhere = async (condition: string, value: unknown): Promise<PasswordAccount | null> => {
    const [account]: PasswordAccount[] = await manager.query(
      `select ${accountColumns} from account a join credential c on c.account_id = a.id
        where a.issuer = 'exchange' and a.closed_at is null and ${condition}`, [value]);
    return account ?? null;
  };

  return {
    withEmail: (email: string) => accountWhere('lower(a.email) = lower($1)', email),
    withId: (accountId: string) => accountWhere('a.id = $1', accountId),

    /** Whether an account of any kind is open and, if a time is given, has the password that was set then. */
    stands: async (accountId: string, passwordSetAt: string | null): Promise<boolean> => {
      const rows: unknown[] = await manager.query(
        `select 1 from account a left join credential c on c.account_id = a.id
          where a.id = $1 and a.closed_at is null and ($2::timestamptz is null or c.changed_at = $2::timestamptz)`, [accountId, passwordSetAt]);
      return rows.length === 1;
    },

    /** A new account's password; it opens nothing before `activate`. */
    addPassword: async (accountId: string, passwordHash: string, now: Date): Promise<void> => {
      await manager.query('insert into credential (account_id, password_hash, changed_at) values ($1, $2, $3)', [accountId, passwordHash, now]);
    },
    activate: async (accountId: string, now: Date): Promise<void> => {
      await manager.query('update credential set activated_at = coalesce(activated_at, $2) where account_id = $1', [accountId, now]);
    },
    changePassword: async (accountId: string, passwordHash: string, now: Date): Promise<void> => {
      await manager.query('update credential set password_hash = $2, changed_at = $3 where account_id = $1', [accountId, passwordHash, now]);
    },
    /** The same password at another cost: nothing that the person did. */
    renewHash: async (accountId: string, before: string, after: string): Promise<void> => {
      await manager.query('update credential set password_hash = $3 where account_id = $1 and password_hash = $2', [accountId, before, after]);
    },
    noteSignIn: async (accountId: string, now: Date): Promise<void> => {
      await manager.query('update credential set signed_in_at = $2 where account_id = $1', [accountId, now]);
      await manager.query('update account set signed_in_at = $2 where id = $1', [accountId, now]);
    },

    /** Question as asked and argon2id of the normalised answer. */
    keepRecovery: async (accountId: string, question: string, answerHash: string): Promise<void> => {
      await manager.query(
        `insert into recovery (account_id, question, answer_hash) values ($1, $2, $3)
         on conflict (account_id) do update set question = excluded.question, answer_hash = excluded.answer_hash`, [accountId, question, answerHash]);
    },
    recoveryOf: async (accountId: string): Promise<{ question: string; answerHash: string } | null> => {
      const [recovery]: { question: string; answerHash: string }[] = await manager.query(
        'select question, answer_hash as "answerHash" from recovery where account_id = $1', [accountId]);
      return recovery ?? null;
    },

    factorsOf: (accountId: string) => factorsWhere('account_id = $1', accountId),
    passkeyWithId: async (credentialId: string): Promise<SecondFactor | null> => (await factorsWhere('credential_hash = $1', hashOf(credentialId)))[0] ?? null,
    /** Adds a factor; one of a kind that a person has once replaces the earlier. `credentialId` is a passkey's. */
    addFactor: async (accountId: string, kind: FactorKind, name: string, content: string, now: Date, { credentialId, counter = 0 }: { credentialId?: string; counter?: number } = {}): Promise<void> => {
      if (kind !== 'passkey') await manager.query('delete from second_factor where account_id = $1 and kind = $2', [accountId, kind]);
      const id = randomUUID();
      await manager.query(
        `insert into second_factor (id, account_id, kind, name, sealed, credential_hash, counter, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, accountId, kind, name, kind === 'text' ? null : seal(key, content, about(id)), credentialId === undefined ? null : hashOf(credentialId), counter, now]);
    },
    /** Notes a use; false when this step or count was seen before, so that a code that was looked over is worth nothing. */
    useFactor: async (id: string, counter: number, now: Date): Promise<boolean> => {
      const [rows]: [unknown[], number] = await manager.query(
        `update second_factor set counter = $2, used_at = $3 where id = $1 and (counter < $2 or (kind = 'passkey' and counter = 0 and $2 = 0)) returning id`, [id, counter, now]);
      return rows.length === 1;
    },
    /** Removes a factor of this account unless it is the last. The account's row is locked: two removals at once must not remove both. */
    removeFactor: async (accountId: string, id: string): Promise<FactorKind | null> => {
      await manager.query('select 1 from credential where account_id = $1 for update', [accountId]);
      const [rows]: [{ kind: FactorKind }[], number] = await manager.query(
        `delete from second_factor f where id = $2 and account_id = $1
            and exists (select 1 from second_factor o where o.account_id = $1 and o.id <> $2) returning kind`, [accountId, id]);
      return rows[0]?.kind ?? null;
    },
    keepMobile: async (accountId: string, mobile: string | null): Promise<void> => {
      await manager.query('update account set mobile = $2 where id = $1 and closed_at is null', [accountId, mobile]);
    },

    tell: (news: readonly Notice[]) => notices.post(manager, news),
  };
}

function hashOf(credentialId: string): Buffer {
  return createHash('sha256').update(credentialId).digest();
}
