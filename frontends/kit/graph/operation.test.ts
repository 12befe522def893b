import { describe, expect, it } from 'vitest';
import { AskError, dataOf } from './operation.ts';

const error = (code: string, message = 'Said to the reader.') => ({ message, extensions: { code } });
const problemOf = (answer: unknown): unknown => {
  try {
    return dataOf(answer);
  } catch (thrown) {
    return thrown instanceof AskError ? [thrown.problem, thrown.message] : thrown;
  }
};

describe('EMB-4 what an answer of the exchange means', () => {
  it('is its data, whatever failed beside them', () => {
    expect(problemOf({ data: { findPatient: null } })).toEqual({ findPatient: null });
    expect(problemOf({ data: { patient: { reports: null } }, errors: [error('ROOM_TIMEOUT')] })).toEqual({ patient: { reports: null } });
    expect(problemOf({ data: { patient: null } })).toEqual({ patient: null });
  });

  it('is a refusal with the words of the exchange when that is all there is', () => {
    for (const data of [{ findPatient: null }, null, undefined]) {
      expect(problemOf({ data, errors: [error('SEARCH_TOO_OFTEN', 'Paused until 12:10.')] })).toEqual(['refused', 'Paused until 12:10.']);
    }
  });

  it('is the end of the session, or a fault', () => {
    expect(problemOf({ data: null, errors: [error('SIGN_IN_REQUIRED')] })).toEqual(['expired', '']);
    expect(problemOf({ data: null, errors: [error('INTERNAL_ERROR')] })).toEqual(['unavailable', '']);
    // A door that did not open because sharing was down is no answer: the reader is not told that there is nothing.
    for (const code of ['INTERNAL_ERROR', 'ROOM_TIMEOUT']) expect(problemOf({ data: { patient: null }, errors: [error(code)] })).toEqual(['unavailable', '']);
    for (const none of [null, 'text', {}]) expect(problemOf(none)).toEqual(['unavailable', '']);
  });
});
