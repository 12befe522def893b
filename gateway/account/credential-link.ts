import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, recordsClaim, textClaim } from '../sign-in/claims.ts';
import { readJudged, unexpected, type Judged } from '../sign-in/password-link.ts';

export const factorKinds = ['passkey', 'totp', 'text'] as const;
export type FactorKind = (typeof factorKinds)[number];

export const isFactorKind = (text: unknown): text is FactorKind => factorKinds.some((kind) => kind === text);

export interface ListedFactor {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Second factors of the person; null for those who sign in with a provider and have no password of ours. */
export async function factorsOf(identity: RoomLink, access: AccessContext): Promise<readonly ListedFactor[] | null> {
  const answer = await identity.command('list-factors', {}, access);
  if (answer === null) return null;
  return recordsClaim({ factors: answer }, 'factors').map((each) => {
    const { kind } = each;
    if (!isFactorKind(kind)) throw unexpected('list-factors');
    return { kind, id: textClaim(each, 'id') ?? '', name: textClaim(each, 'name') ?? '', since: textClaim(each, 'since') ?? '' };
  });
}

/** False when the old password is not right. Throws PASSWORD_…, for the page, and BUSY. */
export async function changePassword(identity: RoomLink, before: string, after: string, access: AccessContext): Promise<boolean> {
  return (await identity.command('change-password', { before, after }, access)) === 'changed';
}

/** What finds the step again; null when the password is not right. Throws MOBILE_INVALID, BUSY. */
export async function beginFactor(identity: RoomLink, kind: FactorKind, password: string, mobile: string, access: AccessContext): Promise<string | null> {
  const answer = await identity.command('begin-factor', { kind, password, mobile }, access);
  return isRecord(answer) && answer['begun'] === true ? textClaim(answer, 'token') : null;
}

/** What the page that confirms a factor shows. */
export type FactorShown =
  | { readonly kind: 'totp'; readonly secret: string; readonly address: string }
  | { readonly kind: 'passkey'; readonly options: string }
  | { readonly kind: 'text'; readonly phoneEnd: string };

export async function showFactor(identity: RoomLink, kind: FactorKind, token: string, access: AccessContext): Promise<FactorShown | null> {
  const answer = await identity.command('show-factor', { kind, token }, access);
  if (answer === null) return null;
  if (!isRecord(answer)) throw unexpected('show-factor');
  const part = (name: string): string => textClaim(answer, name) ?? '';
  if (kind === 'totp') return { kind, secret: part('secret'), address: part('address') };
  return kind === 'passkey' ? { kind, options: part('options') } : { kind, phoneEnd: part('phoneEnd') };
}

export async function confirmFactor(
  identity: RoomLink, kind: FactorKind, token: string, given: { readonly code: string; readonly response: string; readonly name: string }, access: AccessContext,
): Promise<Judged> {
  return readJudged(await identity.command('confirm-factor', { kind, token, ...given }, access), 'confirm-factor');
}

export async function removeFactor(identity: RoomLink, id: string, password: string, access: AccessContext): Promise<'removed' | 'wrong-password' | 'last-one'> {
  const answer = await identity.command('remove-factor', { id, password }, access);
  if (answer !== 'removed' && answer !== 'wrong-password' && answer !== 'last-one') throw unexpected('remove-factor');
  return answer;
}
