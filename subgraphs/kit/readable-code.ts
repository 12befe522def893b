import { randomBytes } from 'node:crypto';

/** Crockford's base32: no I, L, O or U, so that no character is taken for another, read aloud or written. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A random text of so many characters that people copy, five random bits each. 32 divides 256: every character is as likely as any other. */
export const readableCode = (length: number): string => Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
