import type { FastifyRequest } from 'fastify';
import { checkNetwork } from '../throttle/check-network.ts';
import type { Allowance, Limit } from '../throttle/throttle.ts';
import { readCookie } from './cookies.ts';
import type { SignInParts } from './parts.ts';
import { tellOfGuessing, type SecondFactorChoice } from './password-link.ts';

const quarterHour = 15 * 60;
const hour = 60 * 60;

/** REG-7: how often something may be tried. No limit locks an account: each window ends, and refused tries do not lengthen it. */
export const passwordLimits = {
  /** Passwords for one address, from browsers that have not signed in to it before. */
  account: { most: 10, seconds: quarterHour },
  /** Passwords from one network, whatever the address: a spray (abuse case 39). */
  network: { most: 50, seconds: quarterHour },
  /** Passwords from a browser that has signed in to this address before; nobody else's tries count here. */
  knownDevice: { most: 20, seconds: quarterHour },
  /** Passwords typed to confirm a change by who is signed in: a borrowed session must not be a way to guess. */
  confirmation: { most: 10, seconds: quarterHour },
  /** Second factors of one account, over all sign-ins that got that far; known browsers have a count of their own. */
  secondFactor: { most: 15, seconds: quarterHour },
  /**
   * The same over a day, from browsers that have not signed in to it before: whoever has the password would else come upon a right
   * code within months (NIST SP 800-63B, 5.2.2). A browser that is known, a passkey alone and a new password stay open to the owner.
   */
  secondFactorDay: { most: 30, seconds: 24 * hour },
  /** Messages to the owner of an account whose codes of the day are used up. */
  guessingTold: { most: 1, seconds: 24 * hour },
  /** Text messages to one account, asked for or not, and to numbers that it wants to add. */
  texts: { most: 6, seconds: hour },
  /** Sign-ins by passkey begun from one network. */
  passkeys: { most: 60, seconds: quarterHour },
  /** Links for a reset, to one address and from one network. */
  resets: { most: 4, seconds: hour },
  resetNetwork: { most: 20, seconds: hour },
  /** Security answers of one account, over all resets. */
  answers: { most: 10, seconds: 24 * hour },
} as const satisfies Record<string, Limit>;

/**
 * The one spelling of an address that is both counted and looked for. The database lowers a few letters differently (U+0130 to a
 * plain i): an account found under one spelling and counted under another would have a count for each way to write it.
 */
export const plain = (email: string): string => email.trim().toLowerCase();

export async function isKnownDevice(parts: SignInParts, request: FastifyRequest, email: string): Promise<boolean> {
  return parts.devices.isKnown(readCookie(request, 'device'), email);
}

/** The count that a browser's tries of one kind for one address go into. */
async function bucketOf(parts: SignInParts, request: FastifyRequest, kind: string, email: string): Promise<string> {
  const device = readCookie(request, 'device');
  if (device === null || !(await parts.devices.isKnown(device, email))) return `${kind} of ${plain(email)}`;
  return `${kind} on ${parts.devices.pairOf(device, email).toString('hex')}`;
}

/** Counts one password typed for an address, whether or not there is an account with it. */
export async function mayTryPassword(parts: SignInParts, request: FastifyRequest, email: string): Promise<Allowance> {
  const now = parts.clock();
  const bucket = await bucketOf(parts, request, 'password', email);
  if (await isKnownDevice(parts, request, email)) return parts.throttle.check(bucket, passwordLimits.knownDevice, now);
  // First, so that a spray that is refused fills no account's count.
  const network = await checkNetwork(parts.throttle, 'passwords from', request.ip, passwordLimits.network, now);
  return network.allowed ? parts.throttle.check(bucket, passwordLimits.account, now) : network;
}

export async function forgetPasswordTries(parts: SignInParts, request: FastifyRequest, email: string): Promise<void> {
  await parts.throttle.forget(await bucketOf(parts, request, 'password', email));
}

/** Counts one second factor offered for an account. Who guesses until the day's are used up has its password: the owner is told, once a day. */
export async function mayTrySecondFactor(parts: SignInParts, request: FastifyRequest, { accountId, email }: SecondFactorChoice): Promise<Allowance> {
  const now = parts.clock();
  const quarter = await parts.throttle.check(await bucketOf(parts, request, 'second factor', email), passwordLimits.secondFactor, now);
  if (!quarter.allowed || (await isKnownDevice(parts, request, email))) return quarter;
  const day = await parts.throttle.check(`second factors in a day of ${accountId}`, passwordLimits.secondFactorDay, now);
  if (day.allowed) return day;
  const { allowed: isNews } = await parts.throttle.check(`told of guesses at ${accountId}`, passwordLimits.guessingTold, now);
  if (isNews) await tellOfGuessing(parts.rooms.identity, accountId, now);
  return day;
}

export function mayConfirmPassword(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`confirmation of ${accountId}`, passwordLimits.confirmation, parts.clock());
}

export function mayText(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`text to ${accountId}`, passwordLimits.texts, parts.clock());
}

export function mayBeginPasskey(parts: SignInParts, request: FastifyRequest): Promise<Allowance> {
  return checkNetwork(parts.throttle, 'passkeys from', request.ip, passwordLimits.passkeys, parts.clock());
}

export async function mayReset(parts: SignInParts, request: FastifyRequest, email: string): Promise<Allowance> {
  const now = parts.clock();
  const network = await checkNetwork(parts.throttle, 'resets from', request.ip, passwordLimits.resetNetwork, now);
  return network.allowed ? parts.throttle.check(`reset of ${plain(email)}`, passwordLimits.resets, now) : network;
}

export function mayAnswer(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`answer of ${accountId}`, passwordLimits.answers, parts.clock());
}
