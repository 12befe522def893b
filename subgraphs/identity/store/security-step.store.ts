import { seal, unseal } from '@cie/kit/notices/seal.ts';
import type { EntityManager } from 'typeorm';
import { tokenHash } from '../domain/secret-code.ts';

export type StepPurpose = 'sign-in' | 'passkey' | 'add-totp' | 'add-passkey' | 'add-text' | 'reset';

/** A person half way: through a sign-in, a reset, or adding a second factor. */
export interface SecurityStep {
  readonly accountId: string | null;
  readonly stage: number;
  readonly codeHash: Buffer | null;
  readonly codeExpiresAt: Date | null;
  readonly tries: number;
  /** What waits to be confirmed; empty when nothing does. */
  readonly content: string;
}

interface StepRow extends Omit<SecurityStep, 'content'> {
  readonly sealed: Buffer | null;
}

const columns = 'account_id as "accountId", stage, code_hash as "codeHash", code_expires_at as "codeExpiresAt", tries, sealed';

export type SecurityStepStore = ReturnType<typeof securityStepsIn>;

/** Steps in one transaction of the keeper, found by a token that the browser or a link holds. */
export function securityStepsIn(manager: EntityManager, key: Buffer) {
  const about = (token: string): string => `security step ${tokenHash(token).toString('hex')}`;
  const opened = (token: string, row: StepRow | undefined): SecurityStep | null => {
    if (row === undefined) return null;
    const { sealed, ...step } = row;
    return { ...step, content: sealed === null ? '' : unseal(key, sealed, about(token)) };
  };
  const sealedOf = (token: string, content: string): Buffer | null => (content === '' ? null : seal(key, content, about(token)));

  return {
    /** Begins a step; those that are over are swept out. */
    begin: async (token: string, purpose: StepPurpose, accountId: string | null, expiresAt: Date, now: Date, content = ''): Promise<void> => {
      // By the earlier of two clocks: a process whose own runs ahead must not end what others count on.
      await manager.query('delete from security_step where expires_at <= least($1, now())', [now]);
      await manager.query('insert into security_step (token_hash, purpose, account_id, expires_at, sealed) values ($1, $2, $3, $4, $5)', [
        tokenHash(token), purpose, accountId, expiresAt, sealedOf(token, content),
      ]);
    },
    /** The live step of a token, held until the transaction ends. */
    find: async (token: string, purpose: StepPurpose, now: Date): Promise<SecurityStep | null> => {
      const [row]: StepRow[] = await manager.query(
        `select ${columns} from security_step where token_hash = $1 and purpose = $2 and expires_at > $3 for update`, [tokenHash(token), purpose, now]);
      return opened(token, row);
    },
    /** Counts a try before it is judged, so that many at once are many; null when there are none left or the step is over. */
    countTry: async (token: string, purpose: StepPurpose, most: number, now: Date): Promise<SecurityStep | null> => {
      const [rows]: [StepRow[], number] = await manager.query(
        `update security_step set tries = tries + 1 where token_hash = $1 and purpose = $2 and expires_at > $3 and tries < $4 returning ${columns}`,
        [tokenHash(token), purpose, now, most]);
      return opened(token, rows[0]);
    },
    /** Puts a new code in place of the earlier; false when as many were sent as may be. */
    keepCode: async (token: string, codeHash: Buffer, expiresAt: Date, most: number): Promise<boolean> => {
      const [rows]: [unknown[], number] = await manager.query(
        `update security_step set code_hash = $2, code_expires_at = $3, codes_sent = codes_sent + 1 where token_hash = $1 and codes_sent < $4 returning 1`,
        [tokenHash(token), codeHash, expiresAt, most]);
      return rows.length === 1;
    },
    keepContent: async (token: string, content: string): Promise<void> => {
      await manager.query('update security_step set sealed = $2 where token_hash = $1', [tokenHash(token), sealedOf(token, content)]);
    },
    /** Goes on to a stage, once; tries begin anew and the code of the stage before is gone. */
    advance: async (token: string, from: number, to: number): Promise<boolean> => {
      const [rows]: [unknown[], number] = await manager.query(
        `update security_step set stage = $3, tries = 0, code_hash = null, code_expires_at = null where token_hash = $1 and stage = $2 returning 1`,
        [tokenHash(token), from, to]);
      return rows.length === 1;
    },
    end: async (token: string): Promise<void> => {
      await manager.query('delete from security_step where token_hash = $1', [tokenHash(token)]);
    },
    /** Ends all steps of an account, or those of one purpose. */
    endAll: async (accountId: string, purpose: StepPurpose | null = null): Promise<void> => {
      await manager.query('delete from security_step where account_id = $1 and ($2::text is null or purpose = $2)', [accountId, purpose]);
    },
  };
}
