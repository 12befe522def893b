import type { RoomLink } from '@cie/kit/room.ts';
import { isRecord, textClaim } from '../sign-in/claims.ts';
import { readJudged, unexpected, type Judged } from '../sign-in/password-link.ts';
import { signedOut } from '../sign-in/registration-link.ts';

/** What the page of a reset asks for next. */
export type ResetShown =
  | { readonly next: 'send-code' | 'code'; readonly phoneEnd: string }
  | { readonly next: 'no-phone' | 'password' }
  | { readonly next: 'answer'; readonly question: string; readonly accountId: string };

/** Asks for a link by e-mail; says nothing about whether one is sent. */
export async function beginReset(identity: RoomLink, email: string, now: Date): Promise<void> {
  await identity.command('begin-reset', { email }, signedOut(now));
}

export async function resetOf(identity: RoomLink, token: string, now: Date): Promise<ResetShown | null> {
  const answer = await identity.command('show-reset', { token }, signedOut(now));
  if (answer === null) return null;
  if (!isRecord(answer)) throw unexpected('show-reset');
  const next = answer['next'];
  if (next === 'send-code' || next === 'code') return { next, phoneEnd: textClaim(answer, 'phoneEnd') ?? '' };
  if (next === 'no-phone' || next === 'password') return { next };
  const question = textClaim(answer, 'question');
  const accountId = textClaim(answer, 'accountId');
  if (next !== 'answer' || question === null || accountId === null) throw unexpected('show-reset');
  return { next, question, accountId };
}

export async function sendResetCode(identity: RoomLink, token: string, now: Date): Promise<boolean> {
  return (await identity.command('send-reset-code', { token }, signedOut(now))) === true;
}

export async function giveResetCode(identity: RoomLink, token: string, code: string, now: Date): Promise<Judged> {
  return readJudged(await identity.command('give-reset-code', { token, code }, signedOut(now)), 'give-reset-code');
}

export async function giveResetAnswer(identity: RoomLink, token: string, answer: string, now: Date): Promise<Judged> {
  return readJudged(await identity.command('give-reset-answer', { token, answer }, signedOut(now)), 'give-reset-answer');
}

export async function setNewPassword(identity: RoomLink, token: string, password: string, now: Date): Promise<Judged> {
  return readJudged(await identity.command('set-new-password', { token, password }, signedOut(now)), 'set-new-password');
}
