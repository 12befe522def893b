import { describe, expect, it } from 'vitest';
import { ResultStatus, type Standing } from './report.ts';
import { supersedes } from './supersede.ts';

const at = (status: keyof typeof ResultStatus, issued: string, sent = issued): Standing => ({
  status: ResultStatus[status],
  issuedAt: new Date(`2026-04-01T${issued}:00Z`),
  sentAt: new Date(`2026-04-01T${sent}:00Z`),
});

/** stored, incoming, whether the incoming one replaces it. */
const cases: readonly (readonly [string, Standing, Standing, boolean])[] = [
  ['final after preliminary', at('preliminary', '09:00'), at('final', '10:00'), true],
  ['late preliminary after final', at('final', '10:00'), at('preliminary', '09:00'), false],
  ['preliminary issued after final', at('final', '10:00'), at('preliminary', '11:00'), false],
  ['correction after final', at('final', '10:00'), at('corrected', '11:00'), true],
  ['late final after correction (abuse case 56)', at('corrected', '11:00'), at('final', '10:00'), false],
  ['final sent again after correction', at('corrected', '11:00'), at('final', '12:00'), false],
  ['second correction', at('corrected', '11:00'), at('corrected', '12:00'), true],
  ['first correction arriving after the second', at('corrected', '12:00'), at('corrected', '11:00'), false],
  ['newer final', at('final', '10:00'), at('final', '11:00'), true],
  ['older final', at('final', '11:00'), at('final', '10:00'), false],
  ['same issue time, sent later', at('final', '10:00', '10:01'), at('final', '10:00', '10:05'), true],
  ['same issue time, sent earlier', at('final', '10:00', '10:05'), at('final', '10:00', '10:01'), false],
  ['withdrawal after final (abuse case 57)', at('final', '10:00'), at('withdrawn', '11:00'), true],
  ['late final after withdrawal', at('withdrawn', '11:00'), at('final', '10:00'), false],
  ['final sent again after withdrawal', at('withdrawn', '11:00'), at('final', '12:00'), false],
  ['correction after withdrawal', at('withdrawn', '11:00'), at('corrected', '12:00'), true],
  ['withdrawal of a correction', at('corrected', '11:00'), at('withdrawn', '12:00'), true],
  ['cancelled after final', at('final', '10:00'), at('cancelled', '11:00'), true],
  ['repeated sample after cancellation', at('cancelled', '10:00'), at('final', '11:00'), true],
  ['late final from before the cancellation', at('cancelled', '11:00'), at('final', '10:00'), false],
  ['preliminary after cancellation', at('cancelled', '10:00'), at('preliminary', '11:00'), false],
  ['late cancellation from before the final', at('final', '11:00'), at('cancelled', '10:00'), false],
];

describe('ING-2 final after correction never regresses', () => {
  it.each(cases)('%s', (_name, stored, incoming, expected) => {
    expect(supersedes(incoming, stored)).toBe(expected);
  });

  it.each(cases)('%s: the other order of arrival ends alike', (_name, stored, incoming, expected) => {
    expect(supersedes(stored, incoming)).toBe(!expected);
  });
});
