import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readableCode } from '@cie/kit/readable-code.ts';
import type { SlowKey } from './slow-key.ts';

/** 60 random bits, which a person can still say over the telephone. */
const codeLength = 12;

export const newCode = (): string => readableCode(codeLength);

/** `7K3M-Q9PX-2HTN`, as people copy it. */
export const inFours = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** A code as it was meant, in any case, with or without hyphens and spaces, O for 0, I and L for 1; null when it has not the form of one. */
export function readCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\s\p{Dash}\p{Format}]/gu, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code) ? code : null;
}

/** By what sharing finds a summary, and what shows that whoever asks knows the date of birth; neither leads back to code, link or date. */
export interface WayIn {
  readonly find: Buffer;
  readonly proof: Buffer;
}

/** What a code and an ISO date of birth lead to; `wrap` opens the key of the summary and is sent nowhere. */
export async function keysOfCode(slowKey: SlowKey, code: string, birthDate: string): Promise<WayIn & { readonly wrap: Buffer }> {
  const master = await slowKey(code);
  const derive = (what: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', what, 32));
  return { find: derive('find'), proof: derive(`proof ${birthDate}`), wrap: derive(`wrap ${birthDate}`) };
}

/** 256 random bits in base64url (43 characters): what the specification wants of an address of a link, and the form of its key. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
export const isSecretForm = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** What the address of a link and an ISO date of birth lead to. The address is random and long: no slow function is needed. */
export function keysOfLink(address: string, birthDate: string): WayIn {
  return { find: hashOf(address), proof: createHmac('sha256', address).update(`date of birth ${birthDate}`).digest() };
}

/** What the database keeps of an address that nobody guesses. */
export const hashOf = (address: string): Buffer => createHash('sha256').update(address).digest();
