import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
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
  /** The account with the record that it is linked to, and whether its last sign-in proved somebody else; null when it is closed already. */
  openAccount(accountId: string): Promise<{ readonly patientId: string | null; readonly isClaimOpen: boolean } | null>;
  /** This record, and those joined to it that no other account is linked to. */
  recordsOf(patientId: string): Promise<readonly string[]>;
  /** Open accounts that are linked to this very record, and this one. */
  accountsOf(accountId: string, patientId: string | null): Promise<readonly ClosingAccount[]>;
  /** Closes the account and forgets how the person was reached and how they signed in. */
  close(accountId: string, now: Date): Promise<void>;
  /** From now on no feed restores the address, and no hospital invites the person. */
  markOptedOut(patientId: string, now: Date): Promise<void>;
  forgetEmail(patientIds: readonly string[]): Promise<void>;
  /** The desk's cases of the person that are still open forget how to reach them. */
  forgetInCases(accounts: readonly ClosingAccount[], patientIds: readonly string[]): Promise<void>;
  endInvitations(patientIds: readonly string[], now: Date): Promise<void>;
  post(notices: readonly Notice[]): Promise<void>;
}

/**
 * ACC-3: the patient removes their e-mail address, and with it their account. What hospitals sent stays for their care; whoever the
 * patient let in sees nothing any more, and every session ends (abuse case 14). Coming back is a new registration. A closed
 * account cannot opt out again: it must not end what its person began anew. For a record only its proved person may: without a
 * record there is nothing but the own account to close.
 *
 * Records that were joined may turn out to be two people's (ACC-5), and parting them brings no closed account back. So the account
 * speaks for the record that it is linked to itself; a joined record that another account is linked to stays with that account,
 * whose holder can opt out as well. Throws OPT_OUT_PATIENTS_ONLY and OPT_OUT_NOT_PROVED.
 */
export async function optOut(access: AccessContext, optingOut: OptingOut): Promise<void> {
  const { viewer, now } = access;
  if (viewer === null || viewer.kind !== 'patient') throw new CieError('OPT_OUT_PATIENTS_ONLY', 'Sign in as the patient to opt out.');
  const { accountId } = viewer;
  const account = await optingOut.openAccount(accountId);
  if (account === null) return;
  const { patientId, isClaimOpen } = account;
  if (patientId !== null && (isClaimOpen || !isProvedPatient(viewer))) {
    throw new CieError('OPT_OUT_NOT_PROVED', 'Sign in again and prove who you are, then close the account. Or ask the support desk to do it.');
  }
  const patientIds = patientId === null ? [] : await optingOut.recordsOf(patientId);
  const accounts = await optingOut.accountsOf(accountId, patientId);
  await optingOut.post(noticesOf(accounts, patientIds));
  await optingOut.forgetInCases(accounts, patientIds);
  for (const each of accounts) await optingOut.close(each.accountId, now);
  if (patientId === null) return;
  await optingOut.markOptedOut(patientId, now);
  await optingOut.forgetEmail(patientIds);
  await optingOut.endInvitations(patientIds, now);
}

function noticesOf(accounts: readonly ClosingAccount[], patientIds: readonly string[]): readonly Notice[] {
  // Written down here: after this transaction nobody knows the address any more.
  const addresses = new Map(accounts.flatMap(({ email, language }) => (email === null ? [] : [[email.toLowerCase(), { email, language }] as const])));
  return [
    ...[...addresses.values()].map((to): Notice => ({ kind: 'message', to, template: 'account-closed', values: {} })),
    ...accounts.map(({ accountId }): Notice => ({ kind: 'end-sessions', accountId, closed: true })),
    ...patientIds.map((patientId): Notice => ({ kind: 'close-sharing', patientId })),
  ];
}
