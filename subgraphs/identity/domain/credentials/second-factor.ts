import type { AccessContext } from '@cie/kit/access-context.ts';
import type { CredentialStore, PasswordAccount, SecondFactor } from '../../store/credential.store.ts';
import type { SecurityStep, SecurityStepStore } from '../../store/security-step.store.ts';
import { endOfNumber } from '../registration/contact-address.ts';
import { newToken } from '../secret-code.ts';
import { credentialLimits, finishSignIn, minutesAfter, type CredentialParts, type Judged, type SignedIn } from './credential-parts.ts';
import { namedPasskey, requestOptions, usedPasskey, type Passkey } from './passkey.ts';
import { isSentCode, sendCode } from './text-code.ts';
import { totpStep } from './totp.ts';

/** What the page of the second factor offers. */
export interface SecondFactorChoice {
  readonly accountId: string;
  readonly email: string | null;
  readonly hasApp: boolean;
  /** Last digits of the phone that gets the code; null without a phone. */
  readonly phoneEnd: string | null;
  readonly isCodeSent: boolean;
  /** JSON for the browser; null without a passkey. */
  readonly passkeyOptions: string | null;
}

// Written by `addFactor` with what passkey.ts made.
export const passkeyIn = (factor: SecondFactor): Passkey => JSON.parse(factor.content) as Passkey;

/** What a person who gave the right password may go on with; null when the step is over. */
export function showSecondFactor({ now }: AccessContext, parts: CredentialParts, token: string): Promise<SecondFactorChoice | null> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'sign-in', now);
    const account = step === null || step.accountId === null ? null : await credentials.withId(step.accountId);
    if (step === null || account === null || step.tries >= credentialLimits.codeTries) return null;
    const factors = await credentials.factorsOf(account.accountId);
    const passkeys = factors.filter((factor) => factor.kind === 'passkey').map(passkeyIn);
    const options = passkeys.length === 0 ? null : await requestOptions(parts.origin, passkeys, step.content);
    if (options !== null) await steps.keepContent(token, options.challenge);
    return {
      accountId: account.accountId,
      email: account.email,
      hasApp: factors.some((factor) => factor.kind === 'totp'),
      phoneEnd: factors.some((factor) => factor.kind === 'text') && account.mobile !== null ? endOfNumber(account.mobile) : null,
      isCodeSent: step.codeExpiresAt !== null && step.codeExpiresAt > now,
      passkeyOptions: options === null ? null : JSON.stringify(options),
    };
  });
}

/** Sends a code to the phone of the account, at most three for one sign-in. */
export function sendSignInCode(access: AccessContext, parts: CredentialParts, token: string): Promise<boolean> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.find(token, 'sign-in', access.now);
    if (step === null || step.accountId === null) return false;
    const factors = await credentials.factorsOf(step.accountId);
    if (!factors.some((factor) => factor.kind === 'text')) return false;
    return sendCode(access, parts, credentials, steps, token, 'sign-in-code', { accountId: step.accountId, by: 'text' });
  });
}

/** What a person offers as second factor: six digits, or the browser's answer about a passkey. */
export type Offered = { readonly kind: 'text'; readonly code: string } | { readonly kind: 'totp'; readonly code: string } | { readonly kind: 'passkey'; readonly response: unknown };

/** Judges a second factor; five tries, then the password is asked for again. The step is gone with the first right one. */
export function verifySecondFactor(access: AccessContext, parts: CredentialParts, token: string, offered: Offered): Promise<Judged<SignedIn>> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.countTry(token, 'sign-in', credentialLimits.codeTries, access.now);
    const account = step === null || step.accountId === null ? null : await credentials.withId(step.accountId);
    if (step === null || account === null) return { outcome: 'over' };
    if (!(await isRight(access, parts, credentials, steps, token, step, account, offered))) return wrong(step);
    await steps.end(token);
    return { outcome: 'accepted', ...(await finishSignIn(credentials, account, access.now)) };
  });
}

function wrong({ tries }: SecurityStep): Judged<never> {
  const triesLeft = credentialLimits.codeTries - tries;
  return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'over' };
}

async function isRight(
  access: AccessContext, parts: CredentialParts, credentials: CredentialStore, steps: SecurityStepStore,
  token: string, step: SecurityStep, account: PasswordAccount, offered: Offered,
): Promise<boolean> {
  const factors = (await credentials.factorsOf(account.accountId)).filter((factor) => factor.kind === offered.kind);
  if (offered.kind === 'text') return factors.length > 0 && isSentCode(access, parts, token, step, offered.code);
  if (offered.kind === 'totp') {
    const [app] = factors;
    const at = app === undefined ? null : totpStep(app.content, offered.code, access.now);
    return app !== undefined && at !== null && credentials.useFactor(app.id, at, access.now);
  }
  const id = namedPasskey(offered.response);
  // A challenge is good for one answer, right or wrong.
  await steps.keepContent(token, '');
  return useNamed(access, parts, credentials, factors.find((factor) => passkeyIn(factor).id === id), step, offered.response);
}

async function useNamed({ now }: AccessContext, { origin }: CredentialParts, credentials: CredentialStore, factor: SecondFactor | undefined, step: SecurityStep, response: unknown): Promise<boolean> {
  if (factor === undefined) return false;
  const counter = await usedPasskey(origin, step.content, response, passkeyIn(factor), factor.counter);
  return counter !== null && credentials.useFactor(factor.id, counter, now);
}

/** Begins a sign-in with a passkey alone: the device has checked who holds it, and holding it is the other factor. */
export async function beginPasskeySignIn({ now }: AccessContext, parts: CredentialParts): Promise<{ token: string; options: string }> {
  const options = await requestOptions(parts.origin, []);
  const token = newToken();
  await parts.inTransaction((_credentials, steps) => steps.begin(token, 'passkey', null, minutesAfter(now, credentialLimits.signInMinutes), now, options.challenge));
  return { token, options: JSON.stringify(options) };
}

/** Ends it: whose passkey it is decides whose account opens. One answer for each challenge. */
export function signInWithPasskey(access: AccessContext, parts: CredentialParts, token: string, response: unknown): Promise<Judged<SignedIn>> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = await steps.countTry(token, 'passkey', 1, access.now);
    if (step === null) return { outcome: 'over' };
    await steps.end(token);
    const id = namedPasskey(response);
    const factor = id === null ? null : await credentials.passkeyWithId(id);
    const account = factor === null ? null : await credentials.withId(factor.accountId);
    if (factor === null || account === null || !account.isActivated) return { outcome: 'over' };
    if (!(await useNamed(access, parts, credentials, factor, step, response))) return { outcome: 'over' };
    return { outcome: 'accepted', ...(await finishSignIn(credentials, account, access.now)) };
  });
}

/** Tells a person that somebody who typed the right password tried second factors all day (MSG-1). */
export function tellOfGuessing(parts: CredentialParts, accountId: string): Promise<void> {
  return parts.inTransaction((credentials) => credentials.tell([{ kind: 'message', to: { accountId, by: 'email' }, template: 'sign-in-guessed', values: {} }]));
}

/** Tells a person that somebody signed in with a browser that was never used for the account (MSG-1). */
export function tellOfNewDevice(parts: CredentialParts, accountId: string): Promise<void> {
  return parts.inTransaction((credentials) => credentials.tell([{ kind: 'message', to: { accountId, by: 'email' }, template: 'sign-in-new-device', values: {} }]));
}
