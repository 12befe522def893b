import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../setup/same-time.ts';
import { askInTurns, expectAlike, noise } from './ask-in-turns.ts';
import { startInvitationExchange, type InvitationExchange } from './invitation-harness.ts';

const pairs = 500;

let exchange: InvitationExchange;
const references: string[] = [];

beforeAll(async () => {
  exchange = await startInvitationExchange();
  for (let count = 0; count < pairs; count += 1) {
    const { reference } = await exchange.identity.issue(await exchange.identity.newPatient(), { channel: 'letter' });
    references.push(reference ?? '');
  }
}, 120_000);

afterAll(() => exchange.close());

/** A reference as letters have them, of no letter. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const part = (): string => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('');

describe('abuse case 38: whether somebody was invited cannot be learned', () => {
  it('from a letter with a wrong code (REG-4)', async () => {
    expect(references.every((reference) => reference !== '')).toBe(true);
    const question = (reference: string) => ({ typed: reference, ask: () => exchange.browser().post('/register/letter', { reference, code: 'AAAAA-AAAAA' }) });
    expectAlike('letter', 422, await askInTurns(references.map((reference) => ({ existing: question(reference), unknown: question(`${part()}-${part()}`) })), 25));
  }, 120_000);
});

describe('the measure of difference', () => {
  const spread = Array.from({ length: pairs }, (_each, index) => 8 + Math.sin(index * 12.9898) * 2);

  it('sees two fifths of a millisecond in eight that vary by two, and nothing where there is nothing', () => {
    const shifted = spread.map((_value, index) => 8.4 + Math.sin(index * 78.233) * 2);
    const alike = spread.map((_value, index) => 8 + Math.sin(index * 39.346) * 2);
    expect(Math.abs(compare(spread, shifted).rankBiserial)).toBeGreaterThan(noise(pairs));
    expect(Math.abs(compare(spread, alike).rankBiserial)).toBeLessThan(noise(pairs));
  });
});
