import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import type { AccessContext } from '../access-context.ts';
import { CieError } from '../errors.ts';
import { required, type Settings } from '../settings.ts';

/** What a signature covers: nothing of a call can be changed, moved to another path or sent twice. */
export interface CallToSign {
  /** The room it is for: one room that is broken into cannot pass on to another what it was sent. */
  readonly room: string;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** The access context as it travels in its header; empty for a command that nobody asks for. */
  readonly access: string;
}

export const signatureHeader = 'cie-signature';
export const accessHeader = 'cie-access';

/** How far two clocks may differ, and how long a nonce is remembered, in milliseconds. */
export const callLifetime = 30_000;

function signedText(call: CallToSign, time: string, nonce: string): Buffer {
  const digest = (content: Buffer | string) => createHash('sha256').update(content).digest('base64url');
  return Buffer.from([call.room, call.method, call.path, digest(call.body), digest(call.access), time, nonce].join('\n'));
}

/** Signs calls of the gateway to the rooms with Ed25519 (RFC 8032). */
export function createCallSigner(settings: Settings): (call: CallToSign) => string {
  const key = createPrivateKey({ key: readJwk(settings, 'CIE_GATEWAY_SIGNING_KEY'), format: 'jwk' });
  return (call) => {
    const time = String(Date.now());
    const nonce = randomBytes(16).toString('base64url');
    return `${time}.${nonce}.${sign(null, signedText(call, time, nonce), key).toString('base64url')}`;
  };
}

/** Checks signatures; each nonce passes once. Throws CALL_UNSIGNED without saying which check failed. */
export function createCallVerifier(settings: Settings, now: () => number = Date.now): (call: CallToSign, signature: string | undefined) => void {
  const key = createPublicKey({ key: readJwk(settings, 'CIE_GATEWAY_VERIFY_KEY'), format: 'jwk' });
  const seen = new Map<string, number>();

  return (call, signature) => {
    const [time = '', nonce = '', value = ''] = signature?.split('.') ?? [];
    const age = Math.abs(now() - Number(time));
    const fresh = /^\d{13}$/.test(time) && age <= callLifetime && /^[\w-]{22}$/.test(nonce);
    if (!fresh || !signedBy(key, call, time, nonce, value) || seen.has(nonce)) {
      throw new CieError('CALL_UNSIGNED', 'This service answers only calls that the gateway signed.');
    }
    seen.set(nonce, now() + 2 * callLifetime);
    forgetOld(seen, now());
  };
}

function signedBy(key: KeyObject, call: CallToSign, time: string, nonce: string, value: string): boolean {
  return verify(null, signedText(call, time, nonce), key, Buffer.from(value, 'base64url'));
}

/** Nonces lie in order of arrival, so the old ones are at the front. */
function forgetOld(seen: Map<string, number>, now: number): void {
  for (const [nonce, expiry] of seen) {
    if (expiry > now) return;
    seen.delete(nonce);
  }
}

function readJwk(settings: Settings, name: string): JsonWebKeyInput['key'] {
  try {
    // createPublicKey and createPrivateKey refuse whatever is not a key.
    return JSON.parse(required(settings, name)) as JsonWebKeyInput['key'];
  } catch (error) {
    if (error instanceof CieError) throw error;
    throw new CieError('SETTING_INVALID', `The setting ${name} must be an Ed25519 key as JSON Web Key (RFC 8037).`);
  }
}

/** The access context as it travels in its header. */
export function writeAccess(access: AccessContext): string {
  return Buffer.from(JSON.stringify(access)).toString('base64url');
}

export function readAccess(text: string): AccessContext {
  // Written by writeAccess and covered by the signature; only the date loses its type on the way.
  const sent = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Omit<AccessContext, 'now'> & { now: string };
  return { ...sent, now: new Date(sent.now) };
}
