import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);
const text = '{"code":"8K3PQ-7ABCD"}';

describe('MSG-1 what waits to be sent is sealed', () => {
  it('opens with its key and what it is about, and only so', () => {
    const sealed = seal(key, text, 'notice 1');
    expect(unseal(key, sealed, 'notice 1')).toBe(text);
    expect(() => unseal(key, sealed, 'notice 2')).toThrow(/authenticate/);
    expect(() => unseal(randomBytes(32), sealed, 'notice 1')).toThrow(/authenticate/);
  });

  it('is another text each time, and shows nothing of what it holds', () => {
    const [one, two] = [seal(key, text, 'a'), seal(key, text, 'a')];
    expect(one.equals(two)).toBe(false);
    expect(one.toString('latin1')).not.toContain('8K3PQ');
  });

  it.each([0, 12, 30])('is refused when byte %d was changed', (place) => {
    const sealed = seal(key, text, 'a');
    sealed.writeUInt8(sealed.readUInt8(place) ^ 1, place);
    expect(() => unseal(key, sealed, 'a')).toThrow(/authenticate/);
  });

  it('is refused when it was cut short', () => {
    expect(() => unseal(key, seal(key, text, 'a').subarray(0, 20), 'a')).toThrow(/tag length|authenticate/);
  });
});
