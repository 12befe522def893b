import { CieError } from '@cie/kit/errors.ts';
import { isDay } from '@cie/kit/days.ts';

/** Days that were declared bank holidays once, and days that were not one although the rule says so; ISO dates. */
export interface HolidayExceptions {
  readonly added: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

export const noExceptions: HolidayExceptions = { added: new Set(), dropped: new Set() };

/**
 * Reads what was proclaimed for single years: ISO dates separated by commas, with a minus before a day that is none although the rule
 * says so. In 2020 the holiday of early May moved to VE day: `-2020-05-04,2020-05-08`. Throws SETTING_INVALID.
 */
export function readHolidayExceptions(text: string | undefined): HolidayExceptions {
  const given = (text ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  if (!given.every((each) => isDay(each.replace(/^-/, '')))) {
    throw new CieError('SETTING_INVALID', 'The setting CIE_BANK_HOLIDAYS must be days like 2022-09-19, separated by commas, with a minus before a day that is no bank holiday that year.');
  }
  return {
    added: new Set(given.filter((each) => !each.startsWith('-'))),
    dropped: new Set(given.filter((each) => each.startsWith('-')).map((each) => each.slice(1))),
  };
}

/** Whether offices in England work on this day (ISO date). */
export function isWorkingDay(day: string, exceptions: HolidayExceptions): boolean {
  const date = Temporal.PlainDate.from(day);
  return date.dayOfWeek <= 5 && !bankHolidays(date.year, exceptions).includes(day);
}

/**
 * Bank holidays of England in a year, in their order: Banking and Financial Dealings Act 1971, schedule 1, and the days that have been
 * appointed every year since. A holiday of a fixed date that falls on a weekend is held on the next day that is not one yet.
 */
export function bankHolidays(year: number, { added, dropped }: HolidayExceptions): readonly string[] {
  const easter = easterSunday(year);
  const newYear = substitute(Temporal.PlainDate.from({ year, month: 1, day: 1 }), []);
  const christmas = Temporal.PlainDate.from({ year, month: 12, day: 25 });
  const boxing = christmas.add({ days: 1 });
  // Boxing Day is held first where only Christmas falls on the weekend's Sunday: that Monday is Boxing Day itself.
  const fixed = [christmas, boxing].filter(({ dayOfWeek }) => dayOfWeek <= 5);
  const moved = [christmas, boxing].filter(({ dayOfWeek }) => dayOfWeek > 5);
  const winter = moved.reduce<readonly Temporal.PlainDate[]>((taken, each) => [...taken, substitute(each, taken)], fixed);
  const days = [
    newYear,
    easter.subtract({ days: 2 }),
    easter.add({ days: 1 }),
    mondayFrom(Temporal.PlainDate.from({ year, month: 5, day: 1 })),
    mondayFrom(Temporal.PlainDate.from({ year, month: 5, day: 25 })),
    mondayFrom(Temporal.PlainDate.from({ year, month: 8, day: 25 })),
    ...winter,
  ].map((each) => each.toString());
  const ofYear = [...added].filter((each) => each.startsWith(`${String(year)}-`));
  return [...new Set([...days.filter((each) => !dropped.has(each)), ...ofYear])].toSorted();
}

/** The day itself, or the first day after a weekend that is not taken. */
function substitute(day: Temporal.PlainDate, taken: readonly Temporal.PlainDate[]): Temporal.PlainDate {
  let held = day;
  while (held.dayOfWeek > 5 || taken.some((each) => each.equals(held))) held = held.add({ days: 1 });
  return held;
}

/** The first Monday on or after a day. */
const mondayFrom = (day: Temporal.PlainDate): Temporal.PlainDate => day.add({ days: (8 - day.dayOfWeek) % 7 });

/** Gregorian Easter (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 });
}
