import { describe, expect, it } from 'vitest';
import { changesOf, directionOf, type ResultVersion } from './compare-results.ts';
import { Flag, ResultStatus } from './report.ts';

const { final, corrected, withdrawn, cancelled } = ResultStatus;

describe('RES-1 a result compared with the one before', () => {
  it.each([
    ['4.1', '4.10', 'same'],
    ['4.2', '4.10', 'higher'],
    ['9', '10', 'lower'],
    ['-1', '1', 'lower'],
    ['<15', '16', null],
    ['16', 'haemolysed', null],
    [null, '4', null],
  ])('%s after %s is %s', (now, then, direction) => expect(directionOf(now, then)).toBe(direction));
});

const version = (more: Partial<ResultVersion> = {}): ResultVersion => ({ value: '4.1', unit: 'mmol/L', referenceRange: '3.5 - 5.3', flag: null, status: final, ...more });

describe('RES-1 corrections are marked with what changed', () => {
  it.each<[string, Partial<ResultVersion>, readonly Partial<ResultVersion>[], string | null]>([
    ['its value', { value: '5.1' }, [{}], 'It was 4.1 mmol/L before.'],
    ['its unit', { unit: 'mg/L' }, [{}], 'It was 4.1 mmol/L before.'],
    ['its range', { referenceRange: '3.5 - 5.1' }, [{}], 'The usual range was 3.5 - 5.3 before.'],
    ['a range that was not there', {}, [{ referenceRange: null }], 'The usual range was added.'],
    ['value and range', { value: '5.1', referenceRange: null }, [{}], 'It was 4.1 mmol/L before. The usual range was 3.5 - 5.3 before.'],
    ['its flag alone', { flag: Flag.high }, [{}], 'The laboratory judged it differently before.'],
    ['a value where there was none', {}, [{ value: null, unit: null }], 'There was no value before.'],
    ['the newest difference of several', { value: '6.0' }, [{ value: '5.1' }, { value: '4.1' }], 'It was 5.1 mmol/L before.'],
    ['nothing but a remark', {}, [{}], null],
    ['nothing: it first came as a correction', {}, [], null],
    ['a cancellation', { value: null, status: cancelled }, [{}], 'A result that stood here before was cancelled.'],
  ])('tells %s', (_what, now, before, words) => {
    expect(changesOf(version({ status: corrected, ...now }), before.map(version))).toBe(words);
  });

  it('never tells a value that was withdrawn, before or after (it may be another person’s)', () => {
    expect(changesOf(version({ value: null, status: withdrawn }), [version()])).not.toContain('4.1');
    expect(changesOf(version({ value: '7.0', status: corrected }), [version({ value: null, status: withdrawn }), version()])).not.toContain('4.1');
  });
});
