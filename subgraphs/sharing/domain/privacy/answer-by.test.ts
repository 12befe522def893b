import { answerWorkingDays } from '@cie/kit/privacy.ts';
import { describe, expect, it } from 'vitest';
import { noExceptions } from '../bank-holidays.ts';
import { answerBy } from './answer-by.ts';

describe('ACS-5 a dispute is answered within ten working days', () => {
  it.each([
    ['on a Monday', '2026-11-23T09:00:00Z', '2026-12-08T00:00:00.000Z'],
    ['on a Friday evening', '2026-11-20T22:00:00Z', '2026-12-05T00:00:00.000Z'],
    ['on a Sunday: counted from Monday', '2026-11-22T12:00:00Z', '2026-12-05T00:00:00.000Z'],
    ['over Christmas and New Year', '2026-12-18T12:00:00Z', '2027-01-07T00:00:00.000Z'],
    ['over Easter, into summer time', '2026-03-27T12:00:00Z', '2026-04-14T23:00:00.000Z'],
    ['after midnight in London, which is the day before in UTC', '2026-06-08T23:30:00Z', '2026-06-23T23:00:00.000Z'],
  ])('%s', (_case, at, expected) => expect(answerBy(new Date(at), noExceptions).toISOString()).toBe(expected));

  it('a single bank holiday that was proclaimed counts too', () => {
    const proclaimed = { added: new Set(['2026-11-30']), dropped: new Set<string>() };
    expect(answerBy(new Date('2026-11-23T09:00:00Z'), proclaimed).toISOString()).toBe('2026-12-09T00:00:00.000Z');
    expect(answerWorkingDays).toBe(10);
  });
});
