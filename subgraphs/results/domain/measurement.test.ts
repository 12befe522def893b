import { CieError } from '@cie/kit/errors.ts';
import { describe, expect, it } from 'vitest';
import { checkedMeasurement, MeasurementKind, type EnteredMeasurement } from './measurement.ts';

const { bloodPressure, weight, glucose, oxygen, temperature } = MeasurementKind;
const now = new Date('2026-11-23T09:00:00Z');
const entered = (more: Partial<EnteredMeasurement>): EnteredMeasurement => ({ kind: weight, value: '72.5', secondValue: null, measuredAt: now, note: null, ...more });

function codeOf(more: Partial<EnteredMeasurement>): string | null {
  try {
    checkedMeasurement(entered(more), now);
    return null;
  } catch (error) {
    if (!(error instanceof CieError)) throw error;
    return error.code;
  }
}

const [value, second] = ['MEASUREMENT_VALUE_INVALID', 'MEASUREMENT_SECOND_VALUE_INVALID'];

describe('RES-6 plausible limits of what people measure', () => {
  it.each([
    ['upper number of a blood pressure', bloodPressure, '50', '300', '49', '301', '20'],
    ['weight in kg', weight, '0.5', '500', '0.49', '500.01', null],
    ['glucose in mmol/L', glucose, '0.5', '50', '0.4', '50.1', null],
    ['oxygen in %', oxygen, '50', '100', '49', '101', null],
    ['temperature in °C', temperature, '30', '45', '29.9', '45.1', null],
  ] as const)('%s: both ends are taken, and nothing beyond them', (_name, kind, least, most, under, over, secondValue) => {
    for (const taken of [least, most]) expect(codeOf({ kind, value: taken, secondValue })).toBeNull();
    for (const refused of [under, over]) expect(codeOf({ kind, value: refused, secondValue })).toBe(value);
  });

  it.each([['20', null], ['200', null], ['19', second], ['201', second], ['', second], [null, second], ['abc', second]])('lower number of a blood pressure %j', (secondValue, code) => {
    expect(codeOf({ kind: bloodPressure, value: '220', secondValue })).toBe(code);
  });

  it('wants the lower number below the upper one, and only with a blood pressure', () => {
    expect(codeOf({ kind: bloodPressure, value: '120', secondValue: '119' })).toBeNull();
    expect(codeOf({ kind: bloodPressure, value: '120', secondValue: '120' })).toBe(second);
    expect(codeOf({ kind: weight, secondValue: '80' })).toBe(second);
    expect(codeOf({ kind: weight, secondValue: ' ' })).toBeNull();
  });

  it.each(['', ' ', 'seventy', '72.5 kg', '1e2', '0x50', '--5', '7 2', '٧٢', 'NaN', 'Infinity', '72.555', '.5', '72.'])('takes %j for no weight', (text) => {
    expect(codeOf({ value: text })).toBe(value);
  });

  it('keeps a number as typed, and reads a comma as the point', () => {
    expect(checkedMeasurement(entered({ value: ' 72.50 ' }), now).value).toBe('72.50');
    expect(checkedMeasurement(entered({ value: '72,5' }), now).value).toBe('72.5');
  });

  it('says what is taken, with its unit', () => {
    expect(() => checkedMeasurement(entered({ kind: temperature, value: '375' }), now)).toThrow('Check the temperature. It must be between 30 and 45 °C.');
    expect(() => checkedMeasurement(entered({ kind: oxygen, value: '97.5' }), now)).toThrow('Enter the oxygen level as a whole number.');
  });

  it.each([
    ['2026-11-23T09:05:00Z', null],
    ['2026-11-23T09:06:00Z', 'MEASUREMENT_TIME_INVALID'],
    ['1920-01-01T00:00:00Z', null],
    ['1919-12-31T23:59:59Z', 'MEASUREMENT_TIME_INVALID'],
  ])('measured at %s', (measuredAt, code) => expect(codeOf({ measuredAt: new Date(measuredAt) })).toBe(code));

  it('keeps a note of 500 characters and no longer one', () => {
    expect(checkedMeasurement(entered({ note: '  after a walk ' }), now).note).toBe('after a walk');
    expect(checkedMeasurement(entered({ note: ' ' }), now).note).toBeNull();
    expect(codeOf({ note: 'x'.repeat(500) })).toBeNull();
    expect(codeOf({ note: 'x'.repeat(501) })).toBe('MEASUREMENT_NOTE_INVALID');
  });
});
