import { hkdfSync } from 'node:crypto';
import type { CredentialStore, PasswordAccount } from '../../store/credential.store.ts';
import type { PasswordHasher } from '../../store/password-hasher.ts';
import type { SecurityStepStore } from '../../store/security-step.store.ts';

/** What the use cases of sign-in by password work with. */
export interface CredentialParts {
  /** A transaction of the keeper. Nothing slow happens in one: hashing comes before or after. */
  readonly inTransaction: <T>(work: (credentials: CredentialStore, steps: SecurityStepStore) => Promise<T>) => Promise<T>;
  readonly hasher: PasswordHasher;
  /** Keys the hashes of short codes. */
  readonly codeKey: Buffer;
  /** Scheme, host and port of the exchange: a passkey belongs to its host. */
  readonly origin: string;
}

/** REG-7, REG-8: how long a person may take, and how often be wrong. */
export const credentialLimits = {
  signInMinutes: 10,
  /** From asking for a link to the new password. */
  resetMinutes: 30,
  codeMinutes: 10,
  codeTries: 5,
  codesSent: 3,
  answerTries: 5,
} as const;

/** A key of its own for what must be read again, made from the one for codes: one key, one use. */
export function sealingKey(codeKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', codeKey, '', 'cie second factors', 32));
}

/** What became of a code, a passkey or an answer. `over`: begin again. */
export type Judged<T> = { readonly outcome: 'accepted' } & T | { readonly outcome: 'wrong'; readonly triesLeft: number } | { readonly outcome: 'over' };

/** Who has signed in, as the gateway keeps it in the session. */
export interface SignedIn {
  readonly accountId: string;
  readonly patientId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly proofing: PasswordAccount['proofing'];
  /** Nobody has signed in to this account before. */
  readonly isFirst: boolean;
  /** When the password was set that the account had at this moment: a sign-in is worth nothing once there is another. */
  readonly passwordSetAt: string;
}

export const minutesAfter = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

/** Finishes a sign-in in the transaction that judged it. */
export async function finishSignIn(credentials: CredentialStore, account: PasswordAccount, now: Date): Promise<SignedIn> {
  const { accountId, patientId, name, email, proofing, isUsed, passwordSetAt } = account;
  await credentials.noteSignIn(accountId, now);
  return { accountId, patientId, name, email, proofing, isFirst: !isUsed, passwordSetAt };
}
