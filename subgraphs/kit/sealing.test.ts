import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newDataKey, readKeyRing, rewrapKey, sealBytes, unsealBytes, unwrapKey } from './sealing.ts';

const key = (): string => randomBytes(32).toString('base64');
const [first, second] = [key(), key()];
const ring = readKeyRing({ CIE_FILE_KEYS: `a:${first}` });
const letter = Buffer.from('Dear patient');

describe('DOC-2 files encrypted at rest: the ring of keys', () => {
  it('wraps with its first key and opens with any', () => {
    const old = newDataKey(ring, 'x');
    const rotated = readKeyRing({ CIE_FILE_KEYS: `b:${second},a:${first}` });
    expect(newDataKey(rotated, 'x').keyId).toBe('b');
    expect(unwrapKey(rotated, old, 'x')).toEqual(old.key);
    const moved = rewrapKey(rotated, old, 'x');
    expect(moved.keyId).toBe('b');
    // After rotation the old key may go.
    expect(unwrapKey(readKeyRing({ CIE_FILE_KEYS: `b:${second}` }), moved, 'x')).toEqual(old.key);
    expect(() => unwrapKey(readKeyRing({ CIE_FILE_KEYS: `b:${second}` }), old, 'x')).toThrow(expect.objectContaining({ code: 'FILE_KEY_MISSING' }));
  });

  it.each([['nothing'], [`a:${first},a:${second}`], [`:${first}`], ['a:c2hvcnQ='], [`a:${first},`]])('refuses the setting %#, and does not repeat it', (value) => {
    const read = (): unknown => readKeyRing({ CIE_FILE_KEYS: value });
    expect(read).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
    expect(read).not.toThrow(value);
  });

  it('says which setting is missing', () => expect(() => readKeyRing({})).toThrow('CIE_FILE_KEYS'));
});

describe('abuse case 25: a sealed file', () => {
  const { key: dataKey } = newDataKey(ring, 'x');

  it('shows nothing of its text, and is never twice the same', () => {
    const sealed = sealBytes(dataKey, letter, 'document/1');
    expect(sealed.includes(letter.subarray(0, 4))).toBe(false);
    expect(sealed.equals(sealBytes(dataKey, letter, 'document/1'))).toBe(false);
    expect(unsealBytes(dataKey, sealed, 'document/1')).toEqual(letter);
  });

  it.each<[string, (sealed: Buffer) => [Buffer, Buffer, string]]>([
    ['changed', (sealed) => [dataKey, Buffer.from(sealed.map((byte, index) => (index === 30 ? byte ^ 1 : byte))), 'document/1']],
    ['cut off', (sealed) => [dataKey, sealed.subarray(0, -1), 'document/1']],
    ['cut down to less than its tag', (sealed) => [dataKey, sealed.subarray(0, 20), 'document/1']],
    ['put in place of another', (sealed) => [dataKey, sealed, 'document/2']],
    ['tried with another key', (sealed) => [newDataKey(ring, 'x').key, sealed, 'document/1']],
  ])('does not open when it is %s', (_what, change) => {
    expect(() => unsealBytes(...change(sealBytes(dataKey, letter, 'document/1')))).toThrow(expect.objectContaining({ code: 'FILE_SEAL_BROKEN' }));
  });
});
