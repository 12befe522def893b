import type { TypedDay } from '@cie/web-kit/controls/typed.ts';

/** A date as `FormBody.day` reads it. */
export interface GivenDay {
  readonly typed: TypedDay;
  readonly date: string | null;
}

/**
 * What is wrong with a date of birth, in the words of the NHS service manual; null when it is a day that has been. `what` follows a verb,
 * for example `your date of birth`.
 */
export function birthDateProblem({ typed, date }: GivenDay, what: string, now: Date): string | null {
  const missing = (['day', 'month', 'year'] as const).filter((part) => typed[part] === '');
  if (missing.length === 3) return `Enter ${what}, for example 31 3 1980`;
  if (missing.length > 0) return `Enter ${what} with a ${missing.join(' and a ')}`;
  if (!/^\d{4}$/.test(typed.year)) return 'The year must have 4 numbers';
  if (date === null) return 'Enter a real date';
  if (date > now.toISOString().slice(0, 10)) return `Enter ${what}: it must be a day in the past`;
  return date < '1900-01-01' ? `Enter ${what}: the year must be 1900 or later` : null;
}

/** Whether who was born on this ISO date is too young to register (REG-3). */
export function isUnder16(birthDate: string, now: Date): boolean {
  return ageInYears(birthDate, now) < 16;
}

/** Who is born on 29 February is a year older on 1 March of other years. */
function ageInYears(birthDate: string, now: Date): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
