import type { CredentialParts } from './credential-parts.ts';

/**
 * Whether a sign-in that was accepted may still begin a session: the account is open and, when a password was proved, has that
 * password. `passwordSetAt` is what the acceptance said; null for people who signed in without a password of ours.
 */
export function signInStands(parts: CredentialParts, accountId: string, passwordSetAt: string | null): Promise<boolean> {
  return parts.inTransaction((credentials) => credentials.stands(accountId, passwordSetAt));
}
