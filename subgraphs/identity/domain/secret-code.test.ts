import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeHash, isTokenForm, newAccessCode, newTextCode, newToken, normaliseCode, tokenHash } from './secret-code.ts';

describe('REG-4 secrets of a registration', () => {
  it('makes tokens that cannot be guessed and are recognised by their form', () => {
    const tokens = Array.from({ length: 200 }, newToken);
    expect(new Set(tokens).size).toBe(200);
    expect(tokens.every(isTokenForm)).toBe(true);
    expect(['', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}.`].some(isTokenForm)).toBe(false);
    expect(tokenHash(tokens[0] ?? '')).toHaveLength(32);
  });

  it('makes access codes without look-alikes, all characters about as often', () => {
    const codes = Array.from({ length: 4000 }, newAccessCode);
    expect(codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/.test(code))).toBe(true);
    const counts = new Map<string, number>();
    for (const character of codes.join('').replaceAll('-', '')) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(32);
    // 1,250 expected, standard deviation 35.
    expect([...counts.values()].every((count) => count > 1050 && count < 1450)).toBe(true);
  });

  it('makes text codes of six digits, leading zeros kept', () => {
    expect(Array.from({ length: 500 }, newTextCode).every((code) => /^\d{6}$/.test(code))).toBe(true);
  });

  it.each([
    ['ABCDE-FGHJK', 'ABCDEFGHJK'],
    ['  abcde fghjk ', 'ABCDEFGHJK'],
    ['ab-cd ef\u2013gh\u2011jk', 'ABCDEFGHJK'],
    ['AB\u00a0CDE\u200bFGHJK', 'ABCDEFGHJK'],
    ['ABCDE−FGHJK', 'ABCDEFGHJK'],
    ['oO0iIlL1zz', '00011111ZZ'],
    ['１２３ａｂ', '123AB'],
    ['', ''],
  ])('reads %j as %j', (typed, meant) => {
    expect(normaliseCode(typed)).toBe(meant);
  });

  it('hashes a code with its key and what it is for', () => {
    const key = randomBytes(32);
    const hash = codeHash(key, 'invitation 1', 'abcde fghjk');
    expect(hash).toHaveLength(32);
    expect(codeHash(key, 'invitation 1', 'ABCDE-FGHJK')).toEqual(hash);
    expect(codeHash(key, 'invitation 2', 'ABCDE-FGHJK')).not.toEqual(hash);
    expect(codeHash(randomBytes(32), 'invitation 1', 'ABCDE-FGHJK')).not.toEqual(hash);
  });
});
