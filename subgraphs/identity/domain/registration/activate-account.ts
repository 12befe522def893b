import type { AccessContext } from '@cie/kit/access-context.ts';
import type { MessageLanguage, Notice } from '@cie/kit/notices/notice.ts';
import { isTokenForm, tokenHash } from '../secret-code.ts';
import { refused, type Refused } from './enter-invitation.ts';
import type { FinishedRegistration, Registrations, WithRegistrations } from './registration.ts';

/** An open account of the record, with where its person is reached. */
export interface EarlierAccount {
  readonly accountId: string;
  readonly isInvited: boolean;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly language: MessageLanguage;
}

/** Accounts as an activation needs them, in the transaction of the registration. */
export interface NewAccounts {
  /** Activations of one record pass one at a time. */
  takeTurn(patientId: string): Promise<void>;
  /** Whether an account of another record signs in with this address. */
  isEmailTaken(email: string, patientId: string): Promise<boolean>;
  /** Open accounts of the record; `isInvited` are those that sign in with a password. */
  accountsOf(patientId: string): Promise<readonly EarlierAccount[]>;
  /** The new account takes this one's place. */
  closeReplaced(accountId: string, now: Date): Promise<void>;
  /** Makes the account with password, question, phone and agreements, ready to sign in. */
  create(registration: FinishedRegistration, now: Date): Promise<void>;
}

/** Registrations and accounts in one transaction. */
export type WithActivation = <T>(work: (registrations: Registrations, accounts: NewAccounts) => Promise<T>) => Promise<T>;

/** Whether a confirmation link can still be used. Looking changes nothing: mail scanners follow links too. */
export async function openConfirmation(access: AccessContext, withRegistrations: WithRegistrations, token: string): Promise<{ readonly outcome: 'open' } | Refused> {
  const found = await withRegistrations((registrations) => find(access, registrations, token));
  return found === null ? refused : { outcome: 'open' };
}

/**
 * REG-4: makes the account of somebody who has confirmed the e-mail address. The invitation is used up by it (abuse case 13). An
 * earlier account by invitation of the same person is closed, and its owner told where they were reached; an account with NHS login stays beside the new one, and its
 * owner is told, since somebody else may have been invited in their name.
 */
export async function activateAccount(access: AccessContext, withActivation: WithActivation, token: string): Promise<{ readonly outcome: 'activated' } | Refused> {
  return withActivation(async (registrations, accounts) => {
    const found = await find(access, registrations, token);
    if (found === null) return refused;
    const { invitationId, patientId, email, language } = found;
    await accounts.takeTurn(patientId);
    if (await accounts.isEmailTaken(email, patientId)) return refused;
    for (const earlier of await accounts.accountsOf(patientId)) {
      const { accountId, isInvited } = earlier;
      if (isInvited) {
        await registrations.tell([...replacedMessages(earlier), { kind: 'end-sessions', accountId, closed: true }]);
        await accounts.closeReplaced(accountId, access.now);
      } else {
        await registrations.tell([{ kind: 'message', to: { accountId, by: 'email' }, template: 'account-added', values: {} }]);
      }
    }
    await accounts.create(found, access.now);
    await registrations.end(invitationId, 'completed', access.now);
    await registrations.tell([{ kind: 'message', to: { email, language }, template: 'welcome', values: {} }]);
    return { outcome: 'activated' };
  });
}

/** By address, not by account: when they are sent, the closed account has forgotten its addresses. */
function replacedMessages({ email, mobile, language }: EarlierAccount): Notice[] {
  return [
    ...(email === null ? [] : [{ kind: 'message', to: { email, language }, template: 'account-replaced', values: {} } as const]),
    ...(mobile === null ? [] : [{ kind: 'message', to: { mobile, language }, template: 'account-replaced-text', values: {} } as const]),
  ];
}

async function find(access: AccessContext, registrations: Registrations, token: string): Promise<FinishedRegistration | null> {
  const found = isTokenForm(token) ? await registrations.finished(tokenHash(token)) : null;
  // Its own lifetime counts, not the invitation's: who finished on the last day has time to open the mail.
  return found !== null && found.endedBecause === null && access.now < found.confirmExpiresAt ? found : null;
}
