import { AskError } from './operation.ts';

/** What was asked for, or the error that its absence means. Throws AskError. */
export function found<Value>(value: Value | 'unavailable' | null): Exclude<Value, 'unavailable'> {
  if (value === 'unavailable') throw new AskError('unavailable');
  if (value === null) throw new AskError('refused');
  // Narrowing a type parameter by a literal leaves it as it was; the two lines above removed the literal.
  return value as Exclude<Value, 'unavailable'>;
}

/** The record that a page has open. Throws AskError when none is. */
export const openRecord = (patient: string | null): string => found(patient);
