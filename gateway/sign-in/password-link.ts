import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, textClaim } from './claims.ts';
import { signedOut } from './registration-link.ts';
import type { Person } from './session.store.ts';

/** What became of a code, a passkey or an answer; `over`: begin again. */
export type Judged = { readonly outcome: 'accepted'; readonly answer: Readonly<Record<string, unknown>> } | { readonly outcome: 'wrong'; readonly triesLeft: number } | { readonly outcome: 'over' };

/** Reads identity's judgement; its answer may have come over HTTP. */
export function readJudged(answer: unknown, command: string): Judged {
  if (isRecord(answer) && answer['outcome'] === 'accepted') return { outcome: 'accepted', answer };
  if (isRecord(answer) && answer['outcome'] === 'over') return { outcome: 'over' };
  const triesLeft = isRecord(answer) ? answer['triesLeft'] : null;
  if (!isRecord(answer) || answer['outcome'] !== 'wrong' || typeof triesLeft !== 'number') throw unexpected(command);
  return { outcome: 'wrong', triesLeft };
}

/** What the page of the second factor offers. */
export interface SecondFactorChoice {
  readonly accountId: string;
  readonly email: string;
  readonly hasApp: boolean;
  /** Last digits of the phone that gets the code; null without a phone. */
  readonly phoneEnd: string | null;
  readonly isCodeSent: boolean;
  /** JSON for the browser; null without a passkey. */
  readonly passkeyOptions: string | null;
}

/** Null for every reason for which this address and password open nothing; else what finds the sign-in again. */
export async function checkPassword(identity: RoomLink, email: string, password: string, now: Date): Promise<string | null> {
  const answer = await identity.command('password-sign-in', { email, password }, signedOut(now));
  if (!isRecord(answer)) throw unexpected('password-sign-in');
  return answer['accepted'] === true ? textClaim(answer, 'token') : null;
}

export async function secondFactorOf(identity: RoomLink, token: string, now: Date): Promise<SecondFactorChoice | null> {
  const answer = await identity.command('second-factor', { token }, signedOut(now));
  if (answer === null) return null;
  const accountId = isRecord(answer) ? textClaim(answer, 'accountId') : null;
  if (!isRecord(answer) || accountId === null) throw unexpected('second-factor');
  return {
    accountId,
    email: textClaim(answer, 'email') ?? '',
    hasApp: answer['hasApp'] === true,
    phoneEnd: textClaim(answer, 'phoneEnd'),
    isCodeSent: answer['isCodeSent'] === true,
    passkeyOptions: textClaim(answer, 'passkeyOptions'),
  };
}

/** False when as many codes were sent as may be, or the sign-in is over. */
export async function sendSignInCode(identity: RoomLink, token: string, now: Date): Promise<boolean> {
  return (await identity.command('send-sign-in-code', { token }, signedOut(now))) === true;
}

export type OfferedFactor = { readonly kind: 'text' | 'totp'; readonly code: string } | { readonly kind: 'passkey'; readonly response: string };

export async function checkSecondFactor(identity: RoomLink, token: string, offered: OfferedFactor, now: Date): Promise<Judged> {
  return readJudged(await identity.command('verify-second-factor', { token, ...offered }, signedOut(now)), 'verify-second-factor');
}

export async function beginPasskey(identity: RoomLink, now: Date): Promise<{ token: string; options: string }> {
  const answer = await identity.command('begin-passkey-sign-in', {}, signedOut(now));
  const token = isRecord(answer) ? textClaim(answer, 'token') : null;
  const options = isRecord(answer) ? textClaim(answer, 'options') : null;
  if (token === null || options === null) throw unexpected('begin-passkey-sign-in');
  return { token, options };
}

export async function checkPasskey(identity: RoomLink, token: string, response: string, now: Date): Promise<Judged> {
  return readJudged(await identity.command('passkey-sign-in', { token, response }, signedOut(now)), 'passkey-sign-in');
}

export async function tellOfNewDevice(identity: RoomLink, accountId: string, now: Date): Promise<void> {
  await identity.command('tell-new-device', { accountId }, signedOut(now));
}

export async function tellOfGuessing(identity: RoomLink, accountId: string, now: Date): Promise<void> {
  await identity.command('tell-guessing', { accountId }, signedOut(now));
}

/** The person of a sign-in that was accepted. */
export function readPerson(answer: Readonly<Record<string, unknown>>): { person: Person; isFirst: boolean } {
  const accountId = textClaim(answer, 'accountId');
  const proofing = answer['proofing'];
  const passwordSetAt = textClaim(answer, 'passwordSetAt');
  if (accountId === null || passwordSetAt === null || (proofing !== 'vouched' && proofing !== 'P9')) throw unexpected('a sign-in by password');
  const person: Person = {
    kind: 'patient', accountId, patientId: textClaim(answer, 'patientId'), name: textClaim(answer, 'name') ?? '',
    organisation: null, role: null, proofing, duties: [], email: textClaim(answer, 'email'), passwordSetAt,
  };
  return { person, isFirst: answer['isFirst'] === true };
}

export function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
