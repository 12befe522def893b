import { CieError } from '@cie/kit/errors.ts';

/** What people measure themselves (RES-6). The number is stored. */
export const MeasurementKind = { bloodPressure: 0, weight: 1, glucose: 2, oxygen: 3, temperature: 4 } as const;
export type MeasurementKind = (typeof MeasurementKind)[keyof typeof MeasurementKind];

/** Values that a device can show of a living person, both ends included; `decimals` is how finely such devices show it. */
export interface Limits {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly decimals: number;
}

export interface Measure {
  /** UCUM's printed form; the only unit taken, so that no value has to be guessed at. */
  readonly unit: string;
  readonly value: Limits;
  /** The lower number of a blood pressure. */
  readonly second: Limits | null;
}

/**
 * Limits are wide on purpose: they catch a slip of the finger (375 for 37.5) and another unit (glucose in mg/dL), and judge
 * nothing. Weight begins with babies born early, for parents who act for a child.
 */
export const measures: Readonly<Record<MeasurementKind, Measure>> = {
  [MeasurementKind.bloodPressure]: {
    unit: 'mmHg',
    value: { name: 'upper number', least: 50, most: 300, decimals: 0 },
    second: { name: 'lower number', least: 20, most: 200, decimals: 0 },
  },
  [MeasurementKind.weight]: { unit: 'kg', value: { name: 'weight', least: 0.5, most: 500, decimals: 2 }, second: null },
  [MeasurementKind.glucose]: { unit: 'mmol/L', value: { name: 'glucose', least: 0.5, most: 50, decimals: 1 }, second: null },
  [MeasurementKind.oxygen]: { unit: '%', value: { name: 'oxygen level', least: 50, most: 100, decimals: 0 }, second: null },
  [MeasurementKind.temperature]: { unit: '°C', value: { name: 'temperature', least: 30, most: 45, decimals: 1 }, second: null },
};

/** What a person enters: numbers as typed, so that 72.50 stays 72.50. */
export interface EnteredMeasurement {
  readonly kind: MeasurementKind;
  readonly value: string;
  readonly secondValue: string | null;
  readonly measuredAt: Date;
  readonly note: string | null;
}

export interface StoredMeasurement extends EnteredMeasurement {
  readonly id: string;
  /** Account and name of who entered it. */
  readonly authorId: string;
  readonly author: string;
  readonly enteredAt: Date;
}

export const longestNote = 500;
/** Clocks of devices and of the exchange differ a little, in milliseconds. */
const clockTolerance = 5 * 60_000;
const earliest = new Date('1920-01-01T00:00:00Z');

/**
 * The measurement as it is kept. Throws a CieError whose code names the field, and whose words say what is taken:
 * MEASUREMENT_VALUE_INVALID, MEASUREMENT_SECOND_VALUE_INVALID, MEASUREMENT_TIME_INVALID, MEASUREMENT_NOTE_INVALID.
 */
export function checkedMeasurement(entered: EnteredMeasurement, now: Date): EnteredMeasurement {
  const { value, second, unit } = measures[entered.kind];
  const first = checkedNumber(entered.value, value, unit, 'MEASUREMENT_VALUE_INVALID');
  const other = checkedSecond(entered.secondValue, second, unit);
  if (other !== null && Number(other) >= Number(first)) {
    throw new CieError('MEASUREMENT_SECOND_VALUE_INVALID', 'The lower number of a blood pressure must be smaller than the upper number.');
  }
  if (entered.measuredAt.getTime() > now.getTime() + clockTolerance || entered.measuredAt < earliest) {
    throw new CieError('MEASUREMENT_TIME_INVALID', 'Enter a date and time that are not in the future.');
  }
  const note = entered.note?.trim() ?? '';
  if (note.length > longestNote) throw new CieError('MEASUREMENT_NOTE_INVALID', `Keep the note to ${longestNote} characters.`);
  return { ...entered, value: first, secondValue: other, note: note === '' ? null : note };
}

function checkedSecond(text: string | null, limits: Limits | null, unit: string): string | null {
  if (limits !== null) return checkedNumber(text ?? '', limits, unit, 'MEASUREMENT_SECOND_VALUE_INVALID');
  if (text !== null && text.trim() !== '') throw new CieError('MEASUREMENT_SECOND_VALUE_INVALID', 'Only a blood pressure has a second number.');
  return null;
}

/** A decimal comma is how many people write; anything that is no plain number is not guessed at. */
function checkedNumber(text: string, { name, least, most, decimals }: Limits, unit: string, code: string): string {
  const number = text.trim().replace(',', '.');
  const form = decimals === 0 ? /^\d{1,3}$/ : new RegExp(`^\\d{1,3}(?:\\.\\d{1,${decimals}})?$`);
  if (!/^-?\d+(?:\.\d+)?$/.test(number)) throw new CieError(code, `Enter the ${name} as a number in ${unit}.`);
  if (Number(number) < least || Number(number) > most) throw new CieError(code, `Check the ${name}. It must be between ${least} and ${most} ${unit}.`);
  if (!form.test(number)) throw new CieError(code, decimals === 0 ? `Enter the ${name} as a whole number.` : `Enter the ${name} with at most ${decimals} ${decimals === 1 ? 'digit' : 'digits'} after the point.`);
  return number;
}
