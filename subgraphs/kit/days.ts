/** Days begin and end as people in London live them, wherever the server is. */
const zone = 'Europe/London';

/** Whether a text is the ISO date of a day that exists; only such a text may become a date of the database. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The end of a calendar day (ISO date). */
export function endOfDay(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);
}

/** The same time of day, so many years and one day after: the whole of the last day counts. */
export function yearsAfter(moment: Date, years: number): Date {
  return new Date(dayAndTimeOf(moment).add({ years, days: 1 }).epochMilliseconds);
}

/** The same time of day, so many days before. */
export function daysBefore(moment: Date, days: number): Date {
  return new Date(dayAndTimeOf(moment).subtract({ days }).epochMilliseconds);
}

/** The ISO date of a moment. */
export function dayOf(moment: Date): string {
  return dayAndTimeOf(moment).toPlainDate().toString();
}

/** Date and time of a moment as clocks in London showed them, without an offset: `2026-07-01T13:00:00`. */
export function localTime(moment: Date): string {
  return dayAndTimeOf(moment).toPlainDateTime().toString({ smallestUnit: 'second' });
}

/**
 * When somebody reaches an age: the beginning of the birthday (Family Law Reform Act 1969, section 9). Who was born on
 * 29 February has waited until 1 March in a year without that day.
 */
export function birthdayAt(birthDate: string, age: number): Date {
  const born = Temporal.PlainDate.from(birthDate);
  const inYear = born.add({ years: age });
  const birthday = inYear.day === born.day ? inYear : inYear.add({ days: 1 });
  return new Date(birthday.toZonedDateTime(zone).epochMilliseconds);
}

/** Age in whole years; 0 before birth. */
export function ageAt(birthDate: string, moment: Date): number {
  const years = dayAndTimeOf(moment).year - Temporal.PlainDate.from(birthDate).year;
  return Math.max(0, birthdayAt(birthDate, years) <= moment ? years : years - 1);
}

function dayAndTimeOf(moment: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
}
