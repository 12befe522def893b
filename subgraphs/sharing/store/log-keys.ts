import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { SigningKey } from '../domain/checkpoint.ts';
import type { PublicLogKeys } from '../domain/copy-access-log.ts';

/** Keys of the checkpoints of the access log. */
export interface LogKeys {
  /** Signs what is new. */
  readonly current: SigningKey;
  /** By name; with those that signed before. */
  readonly verify: ReadonlyMap<string, KeyObject>;
}

/**
 * CIE_LOG_KEYS: a JSON list of Ed25519 keys as JWK (RFC 8037), each with a name in `kid`. The first is a private key and signs; the
 * others signed before, and need their public part alone. Throws SETTING_MISSING or SETTING_INVALID.
 */
export function readLogKeys(settings: Settings): LogKeys {
  const keys = readList(required(settings, 'CIE_LOG_KEYS'));
  const [first] = keys;
  if (first?.d === undefined) throw invalid();
  try {
    const verify = new Map(keys.map(({ kty, crv, x, kid }) => [kid, createPublicKey({ key: { kty, crv, x }, format: 'jwk' })]));
    if (verify.size !== keys.length) throw invalid();
    return { current: { id: first.kid, key: createPrivateKey({ key: { ...first }, format: 'jwk' }) }, verify };
  } catch (cause) {
    // What node:crypto says of a key is not repeated: it may hold the key.
    throw cause instanceof CieError ? cause : invalid();
  }
}

/** What everybody may know of the keys, in the form that browsers import: base64url of the 32 bytes. */
export const publicKeys = ({ verify }: LogKeys): PublicLogKeys => [...verify].map(([id, key]) => ({ id, key: key.export({ format: 'jwk' }).x ?? '' }));

/** RFC 8037, section 2. */
interface LogKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  /** Of a private key. */
  readonly d?: string;
  readonly kid: string;
}

function readList(text: string): readonly LogKey[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw invalid();
  }
  if (!Array.isArray(read) || !read.every(isKey)) throw invalid();
  return read;
}

const isKey = (value: unknown): value is LogKey =>
  typeof value === 'object' && value !== null &&
  'kty' in value && value.kty === 'OKP' && 'crv' in value && value.crv === 'Ed25519' &&
  'x' in value && typeof value.x === 'string' && (!('d' in value) || typeof value.d === 'string') &&
  'kid' in value && typeof value.kid === 'string' && /^[\w-]{1,40}$/.test(value.kid);

function invalid(): CieError {
  return new CieError('SETTING_INVALID', 'The setting CIE_LOG_KEYS must be a JSON list of Ed25519 keys (JWK), each with its own "kid", the first with its private part. See subgraphs/sharing/access-log.md.');
}
