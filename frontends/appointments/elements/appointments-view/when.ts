import { time, weekday } from '@cie/web-kit/language/dates.ts';
import { words } from '../../language/appointments.en.ts';

const month = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', month: 'long', year: 'numeric' });

export interface Moment {
  readonly day: string;
  /** `at 9:30am`; null when the hospital gave no time of day. */
  readonly time: string | null;
}

/** A time only as precisely as the hospital gave it (ING-5): a day is not midnight, a month is not its first day. */
export function momentOf(at: string, text: string | null): Moment {
  if (text === null || text.includes('T')) return { day: weekday(at), time: words.at(time(at)) };
  if (text.length === 'yyyy-mm-dd'.length) return { day: weekday(text), time: null };
  return { day: text.length === 'yyyy'.length ? text : month.format(new Date(at)), time: null };
}

/** In one line. */
export const momentText = (at: string, text: string | null): string => Object.values(momentOf(at, text)).filter((part) => part !== null).join(' ');
