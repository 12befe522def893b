import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in base64url (43 characters), more than can be guessed at any rate. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text has the form that `newSecret` gives and an S256 challenge has (RFC 7636, section 4.2). */
export function isSecretForm(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * SHA-256 of a secret: what the database keeps, so that a stolen copy of it opens no session.
 * No salt or slow hash is needed, since the secret holds 256 random bits.
 */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares two secrets without telling by its duration how much of them agrees. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other));
}
