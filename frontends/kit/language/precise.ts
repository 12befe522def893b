import { day, dayAndTime } from './dates.ts';
import { words } from './kit.en.ts';

/** `2016` and `2016-05` stand for themselves, a whole date for a day. */
function partOfDay(text: string): string {
  const [year = '', month, date] = text.split('-');
  if (month === undefined) return year;
  return date === undefined ? `${words.months[Number(month) - 1] ?? month} ${year}` : day(text);
}

/**
 * A date only as precisely as the sender gave it (ING-5): `2016`, `May 2016`, `4 May 2016`. `text` is the sender's own (ISO 8601) and decides
 * how much is shown; a time of day in it is read from the instant `at`, which knows its offset. Null when nothing is known.
 */
export const preciseDay = (at: string | null, text: string | null): string | null =>
  text !== null && (at === null || !text.includes('T')) ? partOfDay(text.slice(0, 'yyyy-mm-dd'.length)) : at === null ? null : day(at);

/** The same with the time of day where the sender gave one: a day is not midnight. */
export const preciseMoment = (at: string | null, text: string | null): string | null =>
  at === null || text?.includes('T') === false ? preciseDay(at, text) : dayAndTime(at);
