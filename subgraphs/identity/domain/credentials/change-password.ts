import type { AccessContext } from '@cie/kit/access-context.ts';
import type { CredentialStore } from '../../store/credential.store.ts';
import type { SecurityStepStore } from '../../store/security-step.store.ts';
import { checkNewPassword, samePassword } from '../password.ts';
import type { CredentialParts } from './credential-parts.ts';

/**
 * Puts a new password in place, in the caller's transaction: every session of the account ends, everything half way ends, and
 * the person is told, so that who did not do it learns of it.
 */
export async function replacePassword(credentials: CredentialStore, steps: SecurityStepStore, accountId: string, passwordHash: string, now: Date): Promise<void> {
  await credentials.changePassword(accountId, passwordHash, now);
  await steps.endAll(accountId);
  await credentials.tell([
    { kind: 'end-sessions', accountId },
    { kind: 'message', to: { accountId, by: 'email' }, template: 'password-changed', values: {} },
  ]);
}

/** 'wrong-password' when the old one is not right. Throws PASSWORD_SAME, what `checkNewPassword` throws, and BUSY. */
export async function changePassword({ now }: AccessContext, parts: CredentialParts, accountId: string, before: string, after: string): Promise<'changed' | 'wrong-password'> {
  const account = await parts.inTransaction((credentials) => credentials.withId(accountId));
  // Before the hash: what is typed is judged without the cost of it, and says nothing about the account.
  checkNewPassword(after, [account?.name ?? '', account?.email ?? '']);
  if (!(await parts.hasher.verify(before, account?.passwordHash ?? null))) return 'wrong-password';
  if (await parts.hasher.verify(after, account?.passwordHash ?? null)) throw samePassword();
  const passwordHash = await parts.hasher.hash(after);
  await parts.inTransaction((credentials, steps) => replacePassword(credentials, steps, accountId, passwordHash, now));
  return 'changed';
}
