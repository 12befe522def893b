import { CieError } from '@cie/kit/errors.ts';
import { describe, expect, it } from 'vitest';
import { checkNewPassword } from './password.ts';

const own = ['Marisol Quintero', 'm.quintero@example.net'];

function codeOf(password: string, words: readonly string[] = own): string | null {
  try {
    checkNewPassword(password, words);
    return null;
  } catch (error) {
    if (error instanceof CieError) return error.code;
    throw error;
  }
}

describe('REG-7 new passwords', () => {
  it.each([
    ['eleven characters', 'lamp-otter1', 'PASSWORD_SHORT'],
    ['twelve characters', 'lamp-otter-1', null],
    ['128 characters', 'lamp otter violin quarry '.repeat(6).slice(0, 128), null],
    ['129 characters', 'lamp otter violin quarry '.repeat(6).slice(0, 129), 'PASSWORD_LONG'],
    ['twelve characters beyond the basic plane', '🦦🎻🗻🌂🚲🧭🪁🧵🪴🫖🧶🎏', null],
    ['words with blanks', 'correct horse battery staple', null],
    ['a known password', 'passwordpassword', 'PASSWORD_BREACHED'],
    ['a known password, spelled otherwise', 'P@ssw0rd123456', 'PASSWORD_BREACHED'],
    ['a known password with a tail', 'Liverpool2024!', 'PASSWORD_BREACHED'],
    ['a known password in full width', 'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ', 'PASSWORD_BREACHED'],
    ['a known password in words', 'letmeinletmein', 'PASSWORD_BREACHED'],
    ['a row of digits', '123456789012', 'PASSWORD_BREACHED'],
    ['a row of letters', 'abcdefghijklmn', 'PASSWORD_BREACHED'],
    ['a row of keys', 'qwertyuiop1234', 'PASSWORD_BREACHED'],
    ['few characters', 'aaaabbbbaaaabbbb', 'PASSWORD_BREACHED'],
    ['own name', 'quinteroviolin77', 'PASSWORD_OWN_WORDS'],
    ['own name, spelled otherwise', 'M4RI$OL-violin-77', 'PASSWORD_OWN_WORDS'],
    ['own address', 'hills.m.quintero@example.net', 'PASSWORD_OWN_WORDS'],
    ['name of the service', 'CareInformationExchange-77', 'PASSWORD_OWN_WORDS'],
    ['an everyday word of the service', 'exchange otter violin', null],
  ])('%s', (_what, password, code) => {
    expect(codeOf(password)).toBe(code);
  });

  it('abuse case 42: a flood is refused by its length, before any work on it', () => {
    const flood = 'p'.repeat(10_240);
    const begin = performance.now();
    for (let round = 0; round < 1000; round += 1) expect(codeOf(flood)).toBe('PASSWORD_LONG');
    expect(performance.now() - begin, 'milliseconds for a thousand').toBeLessThan(1000);
  });

  it('abuse case 42: every one of the thousand best known passwords is refused, doubled as well', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const accepted = (dictionary['passwords-common'] ?? []).slice(0, 1000).map(String).flatMap((each) => {
      const long = each.length >= 12 ? each : each.repeat(Math.ceil(12 / each.length));
      return codeOf(long, []) === 'PASSWORD_BREACHED' ? [] : [long];
    });
    expect(accepted).toEqual([]);
  });
});
