import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';

/** An account that is closed by an opt-out, with where its person was reached. */
export interface ClosingAccount {
  readonly accountId: string;
  readonly email: string | null;
  readonly language: MessageLanguage;
}

/** What an opt-out changes in identity, in one transaction. */
export interface OptingOut {
  /** The account with the record that it is linked to, whatever level this sign-in proved; null when it is closed already. */
  openAccount(accountId: string): Promise<{ readonly patientId: string | null } | null>;
  /** All ids of the person whose record this is. */
  recordsOf(patientId: string): Promise<readonly string[]>;
  /** Open accounts of the person: every one that is linked to their records, and this one. */
  accountsOf(accountId: string, patientIds: readonly string[]): Promise<readonly ClosingAccount[]>;
  /** Closes the account and forgets how the person was reached and how they signed in. */
  close(accountId: string, now: Date): Promise<void>;
  /** From now on no feed restores the address, and no hospital invites the person. */
  markOptedOut(patientId: string, now: Date): Promise<void>;
  forgetEmail(patientIds: readonly string[]): Promise<void>;
  endInvitations(patientId: string, now: Date): Promise<void>;
  post(notices: readonly Notice[]): Promise<void>;
}

/**
 * ACC-3: the patient removes their e-mail address, and with it their account. What hospitals sent stays for their care; whoever the
 * patient let in sees nothing any more, and every session ends (abuse case 14). Coming back is a new registration. A closed
 * account cannot opt out again: it must not end what its person began anew. Throws OPT_OUT_PATIENTS_ONLY.
 */
export async function optOut(access: AccessContext, optingOut: OptingOut): Promise<void> {
  const { viewer, now } = access;
  if (viewer === null || viewer.kind !== 'patient') throw new CieError('OPT_OUT_PATIENTS_ONLY', 'Sign in as the patient to opt out.');
  const { accountId } = viewer;
  const account = await optingOut.openAccount(accountId);
  if (account === null) return;
  const { patientId } = account;
  const patientIds = patientId === null ? [] : await optingOut.recordsOf(patientId);
  const accounts = await optingOut.accountsOf(accountId, patientIds);
  await optingOut.post(noticesOf(accounts, patientId));
  for (const each of accounts) await optingOut.close(each.accountId, now);
  if (patientId === null) return;
  await optingOut.markOptedOut(patientId, now);
  await optingOut.forgetEmail(patientIds);
  for (const id of patientIds) await optingOut.endInvitations(id, now);
}

function noticesOf(accounts: readonly ClosingAccount[], patientId: string | null): readonly Notice[] {
  // Written down here: after this transaction nobody knows the address any more.
  const addresses = new Map(accounts.flatMap(({ email, language }) => (email === null ? [] : [[email.toLowerCase(), { email, language }] as const])));
  return [
    ...[...addresses.values()].map((to): Notice => ({ kind: 'message', to, template: 'account-closed', values: {} })),
    ...accounts.map(({ accountId }): Notice => ({ kind: 'end-sessions', accountId })),
    ...(patientId === null ? [] : [{ kind: 'close-sharing', patientId } as const]),
  ];
}
