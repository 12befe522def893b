import { isoDay } from '@cie/web-kit/language/dates.ts';
import type { Route } from '@cie/web-kit/page/route.ts';
import type { AccessLogFilter, AccessLogSubject } from '../../data/operations.ts';

/** Before the name of a person in an address. */
export const personPrefix = 'person-';

/** By their names in addresses. */
export const subjects: Readonly<Record<string, AccessLogSubject>> = { others: 'OTHERS', refusals: 'REFUSALS', emergencies: 'EMERGENCIES', sharing: 'SHARING' };

const isMonth = (text: string | undefined): text is string => text !== undefined && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text);

/** The month after this one, as `2026-05`. */
function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Midnight in London on the first of a month: the clocks change at ends of March and October, so that the month alone says which time it is. */
const beginOf = (month: string): string => {
  const number = Number(month.slice(5));
  return `${month}-01T00:00:00${number >= 4 && number <= 10 ? '+01:00' : 'Z'}`;
};

/** Which entries an address asks for; what it has that is none of ours is left out. */
export function filterOf({ kind, when }: Route): AccessLogFilter {
  const about = kind !== undefined && Object.hasOwn(subjects, kind) ? subjects[kind] : undefined;
  return {
    ...(isMonth(when) ? { from: beginOf(when), to: beginOf(monthAfter(when)) } : {}),
    ...(about === undefined ? {} : { about }),
    ...(kind?.startsWith(personPrefix) === true ? { person: kind.slice(personPrefix.length) } : {}),
  };
}

/** Whether an address asks for less than everything. */
export const isFiltered = (route: Route): boolean => Object.keys(filterOf(route)).length > 0;

/** Every month from the first entry to now, the latest first. */
export function monthsSince(since: string | null, now: string): string[] {
  const last = isoDay(now).slice(0, 7);
  const months: string[] = [];
  for (let month = since === null ? last : isoDay(since).slice(0, 7); month <= last; month = monthAfter(month)) months.unshift(month);
  return months;
}
