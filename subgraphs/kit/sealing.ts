import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CieError } from './errors.ts';
import { required, type Settings } from './settings.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Keys that wrap the keys of files. The first wraps what is new; the others still open what they wrapped. */
export interface KeyRing {
  /** Name of the key that wraps what is new. */
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** The key of one file, wrapped by a key of the ring; as it lies beside the file. */
export interface WrappedKey {
  readonly keyId: string;
  readonly wrapped: Buffer;
}

/**
 * Reads a ring: `name:base64,name:base64`, each of 32 random bytes, the newest first. Throws SETTING_MISSING or
 * SETTING_INVALID, whose text holds nothing of the setting's value.
 */
export function readKeyRing(settings: Settings, setting = 'CIE_FILE_KEYS'): KeyRing {
  const given = required(settings, setting).split(',').map((entry): readonly [string, Buffer] => {
    const [, name = '', key = ''] = /^\s*([\w-]{1,40}):([A-Za-z0-9+/_=-]+)\s*$/.exec(entry) ?? [];
    return [name, Buffer.from(key, 'base64')];
  });
  const keys = new Map(given);
  const [first] = given;
  if (first === undefined || keys.size !== given.length || given.some(([name, key]) => name === '' || key.length !== keyBytes)) {
    throw new CieError('SETTING_INVALID', `The setting ${setting} must be a list of name:key, separated by commas, each key ${keyBytes} random bytes in base64 and each name once. The first one wraps what is new.`);
  }
  return { current: first[0], keys };
}

/** A fresh key for one file. `about` names what it is for; it opens for nothing else. */
export function newDataKey(ring: KeyRing, about: string): WrappedKey & { readonly key: Buffer } {
  const key = randomBytes(keyBytes);
  return { key, keyId: ring.current, wrapped: sealBytes(keyOf(ring, ring.current), key, about) };
}

/** The key of a file. Throws FILE_KEY_MISSING when the ring no longer holds what wrapped it. */
export function unwrapKey(ring: KeyRing, { keyId, wrapped }: WrappedKey, about: string): Buffer {
  return unsealBytes(keyOf(ring, keyId), wrapped, about);
}

/** The same key wrapped by the ring's first: what rotation writes. The file itself is not touched. */
export function rewrapKey(ring: KeyRing, wrapped: WrappedKey, about: string): WrappedKey {
  return { keyId: ring.current, wrapped: sealBytes(keyOf(ring, ring.current), unwrapKey(ring, wrapped, about), about) };
}

/** Encrypts (AES-256-GCM): nonce, tag, content. `about` is bound to it, so that one sealed piece cannot stand in place of another. */
export function sealBytes(key: Buffer, bytes: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
  const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]);
}

/** Throws FILE_SEAL_BROKEN when it was sealed with another key or about something else, or was changed. */
export function unsealBytes(key: Buffer, sealed: Uint8Array, about: string): Buffer {
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(about))
      .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new CieError('FILE_SEAL_BROKEN', 'A stored file does not open: it was changed, or is not the one that belongs here.', { cause });
  }
}

function keyOf(ring: KeyRing, keyId: string): Buffer {
  const key = ring.keys.get(keyId);
  if (key === undefined) throw new CieError('FILE_KEY_MISSING', 'A stored file was sealed with a key that the setting CIE_FILE_KEYS does not hold any more. Put it back.');
  return key;
}
