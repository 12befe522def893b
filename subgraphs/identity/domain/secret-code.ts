import { readableCode } from '@cie/kit/readable-code.ts';
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

const textCodeDigits = 6;

/** 256 random bits in base64url (43 characters), for a link: more than can be guessed at any rate. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text has the form that `newToken` gives. */
export function isTokenForm(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256 of a token, which is what the database keeps. It needs neither salt nor key, since the token holds 256 random bits. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 50 random bits as a person types them: ten characters, shown as XXXXX-XXXXX. */
export function newAccessCode(): string {
  return `${readableCode(5)}-${readableCode(5)}`;
}

/** What a letter is known by, as a person types it (XXXX-XXXX): no secret, yet not to be found by trying. */
export function newReference(): string {
  return `${readableCode(4)}-${readableCode(4)}`;
}

/** Six digits for a text message: good for minutes and a few tries only. */
export function newTextCode(): string {
  return String(randomInt(10 ** textCodeDigits)).padStart(textCodeDigits, '0');
}

/**
 * A code as it was meant (REG-4): without white space, hyphens and dashes of any kind, in capitals, with O for 0 and I or L
 * for 1, as Crockford's base32 reads them. Full-width and other compatible forms count as the plain ones.
 */
export function normaliseCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Dash}\p{Format}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/**
 * HMAC-SHA-256 of a normalised code. A short code could be found by trying all of them, so the key is one that the database
 * does not know; `about` names what the code is for, so that a stored hash cannot be put in another place.
 */
export function codeHash(key: Buffer, about: string, code: string): Buffer {
  return createHmac('sha256', key).update(`${about}\n${normaliseCode(code)}`).digest();
}
