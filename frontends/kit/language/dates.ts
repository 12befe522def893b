/** Hospitals' times are shown as the clocks in their buildings show them, wherever the reader is. */
const timeZone = 'Europe/London';

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
const shortDayFormat = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
const isoDayFormat = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });
const weekdayFormat = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: '2-digit', hour12: true });

/** A date without a time belongs to no time zone; noon keeps it the same day in London all year. */
const instant = (iso: string): Date => new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T12:00:00Z` : iso);

/** `12 December 2026`. */
export const day = (iso: string): string => dayFormat.format(instant(iso));

/** `2026-12-12`, for names of files. Built from parts: no language promises this order. */
export function isoDay(iso: string): string {
  const parts = Object.fromEntries(isoDayFormat.formatToParts(instant(iso)).map(({ type, value }) => [type, value]));
  return [parts['year'], parts['month'], parts['day']].join('-');
}

/** `12 Dec 2026`. */
export const shortDay = (iso: string): string => shortDayFormat.format(instant(iso));

/** `Saturday 12 December 2026`. */
export const weekday = (iso: string): string => `${weekdayFormat.format(instant(iso))} ${day(iso)}`;

/**
 * `2:30pm`, `midday`, as the NHS digital service manual writes times. Built from parts, because the
 * space before am and pm differs between versions of the language data, and a server and a browser must agree.
 */
export function time(iso: string): string {
  const parts = Object.fromEntries(timeFormat.formatToParts(instant(iso)).map(({ type, value }) => [type, value]));
  const half = parts['dayPeriod']?.toLowerCase().startsWith('a') === true ? 'am' : 'pm';
  const hour = parts['hour'] === '0' ? '12' : (parts['hour'] ?? '');
  if (parts['minute'] === '00') {
    if (hour === '12') return half === 'am' ? 'midnight' : 'midday';
    return `${hour}${half}`;
  }
  return `${hour}:${parts['minute'] ?? ''}${half}`;
}

/** `12 December 2026 at 2:30pm`. */
export const dayAndTime = (iso: string): string => `${day(iso)} at ${time(iso)}`;

/** The last day of something that ends at this instant: an end at midnight belongs to the day before. */
export const lastDay = (iso: string): string => day(new Date(instant(iso).getTime() - 1).toISOString());
