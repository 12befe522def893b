import { argon2Sync, randomBytes, randomUUID } from 'node:crypto';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { seal } from '@cie/kit/notices/seal.ts';
import { sealingKey } from '../domain/credentials/credential-parts.ts';

/** Whatever runs SQL with the rights of the keeper, or more. */
export interface SqlRunner {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** An account by invitation as a test wants it. */
export interface WantedAccount {
  readonly email: string;
  /** E.164; with one the account has text messages as second factor. */
  readonly mobile?: string | null;
  readonly name?: string;
  readonly patientId?: string | null;
  readonly isActivated?: boolean;
  /** The person has agreed to the terms and seen how sharing works: nothing is open after the second factor. */
  readonly isSettled?: boolean;
  /** PHC strings; `phcOf` makes them. */
  readonly passwordHash: string;
  readonly answerHash?: string;
}

export const testQuestion = 'What was the name of your first pet?';

/** The PHC string of a text at the exchange's own cost, or at the one given. */
export function phcOf(text: string, { memory = 19_456, passes = 2 } = {}): string {
  const salt = randomBytes(16);
  const tag = argon2Sync('argon2id', { message: text, nonce: salt, memory, passes, parallelism: 1, tagLength: 32 });
  const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${plain(salt)}$${plain(tag)}`;
}

/** Puts an account with its credentials into the database, as a registration that was finished leaves it; returns its id. */
export async function addPasswordAccount(keeper: SqlRunner, wanted: WantedAccount): Promise<string> {
  const { email, mobile = null, name = 'Marisol Quintero', patientId = null, isActivated = true, isSettled = true, passwordHash, answerHash } = wanted;
  const id = randomUUID();
  await keeper.query(
    `insert into account (id, kind, issuer, subject, name, email, mobile, proofing, patient_id, agreement_version, agreed_at, explained_at)
     values ($1, 'patient', 'exchange', $2, $3, $4, $5, 'vouched', $6, $7, case when $8 then now() end, case when $8 then now() end)`,
    [id, randomUUID(), name, email, mobile, patientId, isSettled ? currentAgreement : null, isSettled]);
  await keeper.query('insert into credential (account_id, password_hash, changed_at, activated_at) values ($1, $2, now(), case when $3 then now() end)', [id, passwordHash, isActivated]);
  if (answerHash !== undefined) await keeper.query('insert into recovery (account_id, question, answer_hash) values ($1, $2, $3)', [id, testQuestion, answerHash]);
  if (mobile !== null) {
    await keeper.query(`insert into second_factor (id, account_id, kind, name, created_at) values ($1, $2, 'text', 'Text message', '2020-01-01')`, [randomUUID(), id]);
  }
  return id;
}

/** Gives an account an authenticator app with this secret (base32); `codeKey` is the exchange's CIE_CODE_KEY. */
export async function addAuthenticatorApp(keeper: SqlRunner, accountId: string, secret: string, codeKey: Buffer): Promise<void> {
  const id = randomUUID();
  await keeper.query(
    `insert into second_factor (id, account_id, kind, name, sealed, created_at) values ($1, $2, 'totp', 'Authenticator app', $3, '2020-01-02')`,
    [id, accountId, seal(sealingKey(codeKey), secret, `second factor ${id}`)]);
}
