/** How much of a point in time the sender gave (ING-5: "2016" stays a year). */
export type Hl7Precision = 'year' | 'month' | 'day' | 'minute' | 'second';

export interface Hl7Time {
  /** Start of the stretch the sender named. */
  readonly instant: Date;
  /** The same local time an hour later, where clocks were set back and it was read twice; null in every other hour. */
  readonly repeated: Date | null;
  readonly precision: Hl7Precision;
  /** ISO 8601 as far as the sender went: `2016`, `2016-05`, `2016-05-01`, `2016-05-01T14:06`. A time is one of clocks in London, whatever zone it was sent in; a day stays as it was written. */
  readonly text: string;
}

/** People read times as clocks near them show them. */
const HOME = 'Europe/London';

const FORM = /^([12]\d{3})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,6})?)?)?)?)?)?(?:([+-])(\d{2})(\d{2}))?$/;

/**
 * Reads an HL7 time (TS, DTM, DT), `YYYY[MM[DD[HH[MM[SS[.S]]]]]][+ZZZZ]`. Without an offset it is local time of
 * `zone`. Months and days of 00 shorten the precision, and a time of exactly 000000 is how many systems send a
 * date, so it reads as a day. A local time that clocks read twice in autumn is its first moment, one that they leap over in
 * spring an hour later. Returns null for what is no time at all, `00000000` included.
 */
export function parseHl7Time(text: string, zone = HOME): Hl7Time | null {
  const match = FORM.exec(text.trim());
  if (match === null) return null;
  const [, year = '', month = '00', day = '00', hour, minute, second, sign, offsetHours = '', offsetMinutes = ''] = match;
  const precision = precisionOf(month, day, hour, minute, second);
  const date = { year: Number(year), month: Math.max(1, Number(month)), day: Math.max(1, Number(day)) };
  const clock = precision === 'minute' || precision === 'second'
    ? { hour: Number(hour), minute: Number(minute ?? 0), second: Number(second ?? 0) }
    : {};
  const timeZone = sign === undefined ? zone : `${sign}${offsetHours}:${offsetMinutes}`;
  try {
    const local = Temporal.PlainDateTime.from({ ...date, ...clock }, { overflow: 'reject' });
    const zoned = local.toZonedDateTime(timeZone);
    const instant = new Date(zoned.epochMilliseconds);
    const again = new Date(local.toZonedDateTime(timeZone, { disambiguation: 'later' }).epochMilliseconds);
    const shown = timeZone === HOME || !('hour' in clock) ? local : zoned.withTimeZone(HOME).toPlainDateTime();
    return { instant, repeated: again > instant ? again : null, precision, text: shown.toString({ smallestUnit: 'second' }).slice(0, LENGTH[precision]) };
  } catch (error) {
    // Month 13, 30 February, hour 24, offset +99:00: not a time; the caller holds or leaves it out.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The day that was written, whatever time and offset stand behind it: a day of birth is no moment, and a zone must not move it. Null for what is none. */
export function parseHl7Day(text: string): string | null {
  const time = parseHl7Time(text.trim().replace(/[+-]\d{4}$/, ''));
  return time === null ? null : time.text.slice(0, LENGTH.day);
}

const LENGTH: Readonly<Record<Hl7Precision, number>> = { year: 4, month: 7, day: 10, minute: 16, second: 19 };

function precisionOf(month: string, day: string, hour?: string, minute?: string, second?: string): Hl7Precision {
  if (month === '00') return 'year';
  if (day === '00') return 'month';
  const midnight = second !== undefined && `${hour}${minute}${second}` === '000000';
  if (hour === undefined || midnight) return 'day';
  return second === undefined ? 'minute' : 'second';
}

/** Longest stretch that a time may name, in days. */
const DAYS: Readonly<Record<Hl7Precision, number>> = { second: 0, minute: 0, day: 1, month: 31, year: 366 };

/** Latest moment at which what carries this time can have been issued: a delay must not end early because a time is vague. */
export function issuedBy(time: Hl7Time | null, sent: Date): Date {
  if (time === null) return sent;
  const latest = new Date((time.repeated ?? time.instant).getTime() + DAYS[time.precision] * 86_400_000);
  return latest > sent && time.instant < sent ? sent : latest;
}
