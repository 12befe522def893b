import type { AccessContext } from '@cie/kit/access-context.ts';
import { newToken } from '../secret-code.ts';
import { credentialLimits, minutesAfter, type CredentialParts } from './credential-parts.ts';

export type PasswordOutcome = { readonly accepted: false } | { readonly accepted: true; readonly token: string };

/**
 * First factor (REG-7). An unknown address, a closed account and one that was never confirmed are all answered like a wrong
 * password, after the same work (abuse case 38). No code is sent: whoever knows a password could make us send without end, and
 * the gateway counts (abuse case 42). Throws BUSY.
 */
export async function signInWithPassword(access: AccessContext, parts: CredentialParts, email: string, password: string): Promise<PasswordOutcome> {
  const account = await parts.inTransaction((credentials) => credentials.withEmail(email));
  const matches = await parts.hasher.verify(password, account?.passwordHash ?? null);
  if (account === null || !matches || !account.isActivated) return { accepted: false };
  const { accountId, passwordHash } = account;
  const renewed = parts.hasher.isOutdated(passwordHash) ? await parts.hasher.hash(password) : null;

  const token = newToken();
  return parts.inTransaction(async (credentials, steps) => {
    if (renewed !== null) await credentials.renewHash(accountId, passwordHash, renewed);
    await steps.begin(token, 'sign-in', accountId, minutesAfter(access.now, credentialLimits.signInMinutes), access.now);
    return { accepted: true, token };
  });
}

/** Whether this is the account's password; for changes that a borrowed session must not make. Throws BUSY. */
export async function isPasswordOf(parts: CredentialParts, accountId: string, password: string): Promise<boolean> {
  const account = await parts.inTransaction((credentials) => credentials.withId(accountId));
  return parts.hasher.verify(password, account?.passwordHash ?? null);
}
