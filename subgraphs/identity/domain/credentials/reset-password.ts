import type { AccessContext } from '@cie/kit/access-context.ts';
import { endOfNumber } from '../registration/contact-address.ts';
import { normaliseAnswer } from '../registration/security-answer.ts';
import { checkNewPassword, samePassword } from '../password.ts';
import { newToken } from '../secret-code.ts';
import { replacePassword } from './change-password.ts';
import { credentialLimits, minutesAfter, type CredentialParts, type Judged } from './credential-parts.ts';
import { isSentCode, sendCode } from './text-code.ts';

/** How far a reset has come. Each check opens the next and none can be left out (REG-8, abuse case 41). */
const stages = { linkOpened: 0, codeGiven: 1, answerGiven: 2 } as const;

/** Sends the link, when there is an account with this address. The caller answers the same, after the same time, when there is none. */
export async function beginReset({ now }: AccessContext, parts: CredentialParts, email: string): Promise<void> {
  const token = newToken();
  const minutes = credentialLimits.resetMinutes;
  await parts.inTransaction(async (credentials, steps) => {
    const account = await credentials.withEmail(email);
    const accountId = account?.isActivated === true ? account.accountId : null;
    if (accountId !== null) await steps.endAll(accountId, 'reset');
    // Nobody's step costs the database what somebody's does; it is swept out like all others.
    await steps.begin(token, 'reset', accountId, minutesAfter(now, minutes), now);
    if (account === null || accountId === null) return;
    const link = `${parts.origin}/reset/${token}`;
    await credentials.tell([{ kind: 'message', to: { accountId, by: 'email' }, template: 'reset-link', values: { link } }]);
  });
}

/** What the page of a reset shows next. `no-phone`: only the support desk can help. */
export type ResetShown =
  | { readonly next: 'send-code'; readonly phoneEnd: string }
  | { readonly next: 'code'; readonly phoneEnd: string; readonly triesLeft: number }
  | { readonly next: 'no-phone' }
  | { readonly next: 'answer'; readonly question: string; readonly triesLeft: number; readonly accountId: string }
  | { readonly next: 'password' };

export function showReset({ now }: AccessContext, parts: CredentialParts, token: string): Promise<ResetShown | null> {
  return parts.inTransaction(async (credentials, steps): Promise<ResetShown | null> => {
    const step = await steps.find(token, 'reset', now);
    const account = step === null || step.accountId === null ? null : await credentials.withId(step.accountId);
    if (step === null || account === null) return null;
    if (step.stage === stages.answerGiven) return { next: 'password' };
    if (step.stage === stages.codeGiven) {
      const recovery = await credentials.recoveryOf(account.accountId);
      const triesLeft = credentialLimits.answerTries - step.tries;
      return recovery === null || triesLeft <= 0 ? null : { next: 'answer', question: recovery.question, triesLeft, accountId: account.accountId };
    }
    const triesLeft = credentialLimits.codeTries - step.tries;
    if (triesLeft <= 0) return null;
    if (account.mobile === null) return { next: 'no-phone' };
    const phoneEnd = endOfNumber(account.mobile);
    return step.codeExpiresAt !== null && step.codeExpiresAt > now ? { next: 'code', phoneEnd, triesLeft } : { next: 'send-code', phoneEnd };
  });
}

/** Sends the code to the account's phone, at most three for one link. */
export function sendResetCode(access: AccessContext, parts: CredentialParts, token: string): Promise<boolean> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'reset', access.now);
    if (step === null || step.accountId === null || step.stage !== stages.linkOpened) return false;
    const account = await credentials.withId(step.accountId);
    if (account === null || account.mobile === null) return false;
    return sendCode(access, parts, credentials, steps, token, 'reset-code', { mobile: account.mobile });
  });
}

/** Second check: the code from the text message. */
export function giveResetCode(access: AccessContext, parts: CredentialParts, token: string, code: string): Promise<Judged<object>> {
  return parts.inTransaction(async (_credentials, steps) => {
    const step = await steps.countTry(token, 'reset', credentialLimits.codeTries, access.now);
    if (step === null || step.accountId === null || step.stage !== stages.linkOpened) return { outcome: 'over' };
    if (!isSentCode(access, parts, token, step, code)) return wrong(credentialLimits.codeTries - step.tries);
    await steps.advance(token, stages.linkOpened, stages.codeGiven);
    return { outcome: 'accepted' };
  });
}

/** Third check: the security answer, as it was meant. Throws BUSY. */
export async function giveAnswer({ now }: AccessContext, parts: CredentialParts, token: string, typed: string): Promise<Judged<object>> {
  const asked = await parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'reset', now);
    if (step === null || step.accountId === null || step.stage !== stages.codeGiven) return null;
    if ((await steps.countTry(token, 'reset', credentialLimits.answerTries, now)) === null) return null;
    const recovery = await credentials.recoveryOf(step.accountId);
    return recovery === null ? null : { answerHash: recovery.answerHash, triesLeft: credentialLimits.answerTries - step.tries - 1 };
  });
  if (asked === null) return { outcome: 'over' };
  if (!(await parts.hasher.verify(normaliseAnswer(typed.slice(0, 200)), asked.answerHash))) return wrong(asked.triesLeft);
  const advanced = await parts.inTransaction((_credentials, steps) => steps.advance(token, stages.codeGiven, stages.answerGiven));
  return advanced ? { outcome: 'accepted' } : { outcome: 'over' };
}

/** After all three checks, once: the new password; every session ends and the person is told. Throws PASSWORD_SAME, what `checkNewPassword` throws, and BUSY. */
export async function setNewPassword({ now }: AccessContext, parts: CredentialParts, token: string, password: string): Promise<Judged<{ email: string | null }>> {
  const account = await parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'reset', now);
    return step === null || step.accountId === null || step.stage !== stages.answerGiven ? null : credentials.withId(step.accountId);
  });
  if (account === null) return { outcome: 'over' };
  checkNewPassword(password, [account.name, account.email ?? '']);
  if (await parts.hasher.verify(password, account.passwordHash)) throw samePassword();
  const passwordHash = await parts.hasher.hash(password);
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'reset', now);
    if (step?.accountId !== account.accountId || step.stage !== stages.answerGiven) return { outcome: 'over' };
    await replacePassword(credentials, steps, account.accountId, passwordHash, now);
    return { outcome: 'accepted', email: account.email };
  });
}

function wrong(triesLeft: number): Judged<never> {
  return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'over' };
}
