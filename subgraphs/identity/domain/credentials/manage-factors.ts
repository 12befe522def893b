import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { CredentialStore, FactorKind } from '../../store/credential.store.ts';
import type { SecurityStep, SecurityStepStore } from '../../store/security-step.store.ts';
import { checkedTextMobile, endOfNumber } from '../registration/contact-address.ts';
import { newToken } from '../secret-code.ts';
import { credentialLimits, minutesAfter, type CredentialParts, type Judged } from './credential-parts.ts';
import { createdPasskey, creationOptions } from './passkey.ts';
import { passkeyIn } from './second-factor.ts';
import { isPasswordOf } from './sign-in-with-password.ts';
import { isSentCode, sendCode } from './text-code.ts';
import { newTotpSecret, totpAddress, totpStep } from './totp.ts';

export interface ListedFactor {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
}

/** How an account is signed in to; null for accounts that have no password of ours. */
export function listFactors(parts: CredentialParts, accountId: string): Promise<readonly ListedFactor[] | null> {
  return parts.inTransaction(async (credentials) => {
    if ((await credentials.withId(accountId)) === null) return null;
    return (await credentials.factorsOf(accountId)).map(({ id, kind, name, createdAt }) => ({ id, kind, name, since: createdAt.toISOString() }));
  });
}

/** Told to the person, so that who did not do it learns of it. */
const changed = (accountId: string): Notice => ({ kind: 'message', to: { accountId, by: 'email' }, template: 'sign-in-changed', values: {} });

/** What a person has to do to add a factor: `token` finds the step again. */
export type Adding =
  | { readonly begun: false }
  | { readonly begun: true; readonly token: string };

/**
 * Begins to add a second factor. The password is asked for: who finds a device signed in must not be able to add a key of
 * their own. Throws MOBILE_INVALID, BUSY.
 */
export async function beginAdding(access: AccessContext, parts: CredentialParts, accountId: string, kind: FactorKind, password: string, mobile: string): Promise<Adding> {
  const number = kind === 'text' ? checkedTextMobile(mobile) : '';
  if (!(await isPasswordOf(parts, accountId, password))) return { begun: false };
  const token = newToken();
  await parts.inTransaction(async (credentials, steps) => {
    const until = minutesAfter(access.now, credentialLimits.signInMinutes);
    const content = kind === 'totp' ? newTotpSecret() : number;
    await steps.begin(token, `add-${kind}`, accountId, until, access.now, content);
    if (kind === 'text') await sendCode(access, parts, credentials, steps, token, 'sign-in-code', { mobile: number });
  });
  return { begun: true, token };
}

/** What the page of a step shows. */
export type AddingShown =
  | { readonly kind: 'totp'; readonly secret: string; readonly address: string }
  | { readonly kind: 'passkey'; readonly options: string }
  | { readonly kind: 'text'; readonly phoneEnd: string };

export function showAdding({ now }: AccessContext, parts: CredentialParts, accountId: string, kind: FactorKind, token: string): Promise<AddingShown | null> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = ownStep(await steps.find(token, `add-${kind}`, now), accountId);
    const account = await credentials.withId(accountId);
    if (step === null || account === null) return null;
    if (kind === 'totp') return { kind, secret: step.content, address: totpAddress(step.content, account.email ?? '') };
    if (kind === 'text') return { kind, phoneEnd: endOfNumber(step.content) };
    const present = (await credentials.factorsOf(accountId)).filter((factor) => factor.kind === 'passkey').map(passkeyIn);
    const options = await creationOptions(parts.origin, accountId, account.email ?? '', present);
    await steps.keepContent(token, options.challenge);
    return { kind, options: JSON.stringify(options) };
  });
}

/** A step of another account is none. */
function ownStep(step: SecurityStep | null, accountId: string): SecurityStep | null {
  return step?.accountId === accountId ? step : null;
}

/** Confirms a factor: the code of the app, the code that was sent, or the browser's answer about the new passkey. */
export function confirmAdding(
  access: AccessContext, parts: CredentialParts, accountId: string, kind: FactorKind, token: string, given: { readonly code: string; readonly response: unknown; readonly name: string },
): Promise<Judged<object>> {
  return parts.inTransaction(async (credentials, steps) => {
    const step = ownStep(await steps.countTry(token, `add-${kind}`, credentialLimits.codeTries, access.now), accountId);
    if (step === null) return { outcome: 'over' };
    if (!(await add(access, parts, credentials, steps, accountId, kind, token, step, given))) {
      const triesLeft = credentialLimits.codeTries - step.tries;
      return triesLeft > 0 ? { outcome: 'wrong', triesLeft } : { outcome: 'over' };
    }
    await steps.end(token);
    await credentials.tell([changed(accountId)]);
    return { outcome: 'accepted' };
  });
}

async function add(
  access: AccessContext, parts: CredentialParts, credentials: CredentialStore, steps: SecurityStepStore,
  accountId: string, kind: FactorKind, token: string, step: SecurityStep, { code, response, name }: { readonly code: string; readonly response: unknown; readonly name: string },
): Promise<boolean> {
  if (kind === 'totp') {
    const at = totpStep(step.content, code, access.now);
    // The code that confirms it is used up by that.
    if (at !== null) await credentials.addFactor(accountId, kind, 'Authenticator app', step.content, access.now, { counter: at });
    return at !== null;
  }
  if (kind === 'text') {
    if (!isSentCode(access, parts, token, step, code)) return false;
    await credentials.keepMobile(accountId, step.content);
    await credentials.addFactor(accountId, kind, 'Text message', '', access.now);
    return true;
  }
  await steps.keepContent(token, '');
  const created = await createdPasskey(parts.origin, step.content, response);
  if (created === null || (await credentials.passkeyWithId(created.passkey.id)) !== null) return false;
  await credentials.addFactor(accountId, kind, name === '' ? 'Passkey' : name, JSON.stringify(created.passkey), access.now, { credentialId: created.passkey.id, counter: created.counter });
  return true;
}

/** Removes a factor, never the last. A phone that is no factor any more is forgotten: what nobody confirms must not reset a password. */
export async function removeFactor(parts: CredentialParts, accountId: string, id: string, password: string): Promise<'removed' | 'wrong-password' | 'last-one'> {
  if (!(await isPasswordOf(parts, accountId, password))) return 'wrong-password';
  return parts.inTransaction(async (credentials) => {
    const kind = await credentials.removeFactor(accountId, id);
    if (kind === 'text') await credentials.keepMobile(accountId, null);
    if (kind !== null) await credentials.tell([changed(accountId)]);
    return kind === null ? 'last-one' : 'removed';
  });
}
