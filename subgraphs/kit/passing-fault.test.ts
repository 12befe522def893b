import { describe, expect, it } from 'vitest';
import { CieError } from './errors.ts';
import { isPassingFault } from './passing-fault.ts';

describe('ING-4 faults that pass', () => {
  it.each([
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('x'), { code: '57P01' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    // TypeORM, of a connection whose loss it noticed before the query did.
    new Error('Database connection provided by a query runner was already released, cannot continue to use its querying methods anymore.'),
    new CieError('ROOM_TIMEOUT', 'x'),
    new CieError('ROOM_FAILED', 'x', { cause: Object.assign(new Error('x'), { code: '40001' }) }),
    AbortSignal.abort().reason,
  ])('waits: %s', (error) => {
    expect(isPassingFault(error)).toBe(true);
  });

  it.each([new TypeError('x is undefined'), Object.assign(new Error('x'), { code: '23505' }), new CieError('INPUT_INVALID', 'x'), 'text', undefined])(
    'does not wait: %s',
    (error) => {
      expect(isPassingFault(error)).toBe(false);
    },
  );
});
