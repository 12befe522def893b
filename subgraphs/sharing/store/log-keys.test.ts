import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import type { Settings } from '@cie/kit/settings.ts';
import { describe, expect, it } from 'vitest';
import { publicKeys, readLogKeys } from './log-keys.ts';

const jwk = (key: KeyObject, kid: unknown) => ({ ...key.export({ format: 'jwk' }), kid });
const [first, second] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];

function refusal(settings: Settings): unknown {
  try {
    return readLogKeys(settings);
  } catch (error) {
    return error;
  }
}

const read = (...keys: unknown[]) => readLogKeys({ CIE_LOG_KEYS: JSON.stringify(keys) });

describe('ACS-6 keys of the access log', () => {
  it('the first signs, and those that signed before still count', () => {
    const keys = read(jwk(first.privateKey, 'new'), jwk(second.publicKey, 'old'));
    expect(keys.current.id).toBe('new');
    expect([...keys.verify.keys()]).toEqual(['new', 'old']);
    expect(publicKeys(keys)).toEqual([{ id: 'new', key: first.publicKey.export({ format: 'jwk' }).x }, { id: 'old', key: second.publicKey.export({ format: 'jwk' }).x }]);
  });

  it.each([
    ['no list', { CIE_LOG_KEYS: '{}' }],
    ['no JSON', { CIE_LOG_KEYS: '[' }],
    ['no key', { CIE_LOG_KEYS: '[]' }],
    ['a first key that cannot sign', { CIE_LOG_KEYS: JSON.stringify([jwk(first.publicKey, 'a')]) }],
    ['a key without a name', { CIE_LOG_KEYS: JSON.stringify([jwk(first.privateKey, undefined)]) }],
    ['a name that is no name', { CIE_LOG_KEYS: JSON.stringify([jwk(first.privateKey, 'a b')]) }],
    ['one name for two keys', { CIE_LOG_KEYS: JSON.stringify([jwk(first.privateKey, 'a'), jwk(second.publicKey, 'a')]) }],
    ['another kind of key', { CIE_LOG_KEYS: JSON.stringify([jwk(generateKeyPairSync('x25519').privateKey, 'a')]) }],
    ['a broken key', { CIE_LOG_KEYS: JSON.stringify([{ ...jwk(first.privateKey, 'a'), d: 'AA' }]) }],
  ])('refuses %s, and says nothing of the key', (_name, settings) => {
    const refused = refusal(settings);
    expect(refused).toMatchObject({ code: 'SETTING_INVALID' });
    expect(inspect(refused)).not.toContain(first.privateKey.export({ format: 'jwk' }).d);
  });

  it('refuses to start without', () => expect(() => readLogKeys({})).toThrow(expect.objectContaining({ code: 'SETTING_MISSING' })));
});
