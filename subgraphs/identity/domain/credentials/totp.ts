import * as OTPAuth from 'otpauth';

/** RFC 6238 as authenticator apps know it: six digits of HMAC-SHA-1, a new code every 30 seconds. */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const issuer = 'Care Information Exchange';
/** Codes of the step before and after count as well: clocks differ, and typing takes time (RFC 6238, section 5.2). */
const window = 1;

/** 160 random bits in base32, the length that RFC 4226 recommends. */
export function newTotpSecret(): string {
  return new OTPAuth.Secret({ size: 20 }).base32;
}

/** What an app reads from the picture. `label` is the person's e-mail address, by which the app tells accounts apart. */
export function totpAddress(secret: string, label: string): string {
  return new OTPAuth.TOTP({ ...form, issuer, label, secret }).toString();
}

/** The time step whose code this is, or null. A step may be used once only: the caller refuses one not after the last. */
export function totpStep(secret: string, typed: string, now: Date): number | null {
  const token = typed.normalize('NFKC').replace(/[\s\p{Dash}]/gu, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = new OTPAuth.TOTP({ ...form, secret }).validate({ token, timestamp, window });
  return delta === null ? null : Math.floor(timestamp / 1000 / form.period) + delta;
}
