import type { FastifyRequest } from 'fastify';
import { networkOf } from '../throttle/network.ts';
import type { Allowance, Limit } from '../throttle/throttle.ts';
import { readCookie } from './cookies.ts';
import type { SignInParts } from './parts.ts';

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
  /** Text messages to one account. */
  texts: { most: 6, seconds: hour },
  /** Sign-ins by passkey begun from one network. */
  passkeys: { most: 60, seconds: quarterHour },
  /** Links for a reset, to one address and from one network. */
  resets: { most: 4, seconds: hour },
  resetNetwork: { most: 20, seconds: hour },
  /** Security answers of one account, over all resets. */
  answers: { most: 10, seconds: 24 * hour },
} as const satisfies Record<string, Limit>;

const plain = (email: string): string => email.trim().toLowerCase();

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
  const network = await parts.throttle.check(`passwords from ${networkOf(request.ip)}`, passwordLimits.network, now);
  return network.allowed ? parts.throttle.check(bucket, passwordLimits.account, now) : network;
}

export async function forgetPasswordTries(parts: SignInParts, request: FastifyRequest, email: string): Promise<void> {
  await parts.throttle.forget(await bucketOf(parts, request, 'password', email));
}

/** Counts one second factor offered for an account. */
export async function mayTrySecondFactor(parts: SignInParts, request: FastifyRequest, email: string): Promise<Allowance> {
  return parts.throttle.check(await bucketOf(parts, request, 'second factor', email), passwordLimits.secondFactor, parts.clock());
}

export function mayConfirmPassword(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`confirmation of ${accountId}`, passwordLimits.confirmation, parts.clock());
}

export function mayText(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`text to ${accountId}`, passwordLimits.texts, parts.clock());
}

export function mayBeginPasskey(parts: SignInParts, request: FastifyRequest): Promise<Allowance> {
  return parts.throttle.check(`passkeys from ${networkOf(request.ip)}`, passwordLimits.passkeys, parts.clock());
}

export async function mayReset(parts: SignInParts, request: FastifyRequest, email: string): Promise<Allowance> {
  const now = parts.clock();
  const network = await parts.throttle.check(`resets from ${networkOf(request.ip)}`, passwordLimits.resetNetwork, now);
  return network.allowed ? parts.throttle.check(`reset of ${plain(email)}`, passwordLimits.resets, now) : network;
}

export function mayAnswer(parts: SignInParts, accountId: string): Promise<Allowance> {
  return parts.throttle.check(`answer of ${accountId}`, passwordLimits.answers, parts.clock());
}
