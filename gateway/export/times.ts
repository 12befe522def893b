import { dayAndTime, dayOf } from '../pages/dates.ts';

const zone = 'Europe/London';

/** A moment as people in London write it; null stays null. */
export const dayAndTimeOrNone = (iso: string | null): string | null => (iso === null ? null : dayAndTime(iso));
export const dayOrNone = (iso: string | null): string | null => (iso === null ? null : dayOf(iso));

const isVague = (text: string | null): text is string => text !== null && !text.includes('T');

/** The day of something, for eyes; the year or month of what was sent no more precisely (ING-5). */
export const writtenDay = (text: string | null, instant: string | null): string | null => (isVague(text) ? writtenDate(text) : dayOrNone(instant));

/**
 * When something was, for eyes: as vague as it was sent (ING-5), and a time from the moment itself. Text with a time stands beside the
 * moment it tells of, and only the moment says which zone it is of.
 */
export function writtenWhen(text: string | null, instant: string | null): string | null {
  if (text !== null && (instant === null || isVague(text))) return writtenDate(text);
  return dayAndTimeOrNone(instant);
}

/** A date kept as precisely as it was given (ING-5): a year stays a year, for eyes. */
export function writtenDate(text: string): string {
  if (/^\d{4}$/.test(text)) return text;
  const [, year = '', month = ''] = /^(\d{4})-(\d\d)$/.exec(text) ?? [];
  if (month !== '') return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${year}-${month}-01T12:00:00Z`));
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayOf(`${text}T12:00:00Z`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? dayAndTime(withZone(text)) : text;
}

/** A time without an offset is London's. */
function withZone(text: string): string {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString();
}

/** ISO 8601 with London's offset, to the second: what spreadsheets and FHIR take, and people can still read. */
export function londonTime(iso: string): string {
  return Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** A date as FHIR's dateTime: year, month, day, or a time with its offset (never one without). */
export function fhirDate(text: string | null, instant: string | null): string | null {
  if (text !== null && /^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(text)) return text;
  if (instant !== null) return londonTime(instant);
  return text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? londonTime(withZone(text)) : null;
}
