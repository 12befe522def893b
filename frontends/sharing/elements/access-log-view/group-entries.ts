import { day } from '@cie/web-kit/language/dates.ts';
import type { AccessLogEntry } from '../../data/fetch-access-log.ts';
import type { AccessAction } from '../../data/operations.ts';

/** Entries of one visit: the same person, by the same door, doing the same, in one stretch of one day. */
export interface Visit {
  readonly entry: AccessLogEntry;
  readonly areas: readonly AccessLogEntry['areas'][number][];
  /** ISO times of the first and the last entry. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** One page view asks for several areas; entries this near to each other are one visit to a reader, in milliseconds. */
const stretch = 30 * 60_000;

/** What people do again and again within a visit. All else, such as a change of sharing, is an event of its own, in its own place. */
const oftenDone: ReadonlySet<AccessAction> = new Set<AccessAction>(['READ', 'VIEWED_AS', 'DOWNLOADED', 'CALENDAR_READ', 'REFUSED', 'CHANGED']);

const same = (one: AccessLogEntry, other: AccessLogEntry): boolean =>
  oftenDone.has(one.action) &&
  one.who === other.who &&
  one.organisation?.name === other.organisation?.name &&
  one.doors.join() === other.doors.join() &&
  one.action === other.action &&
  one.purpose === other.purpose &&
  one.reason === other.reason &&
  one.teams.join() === other.teams.join() &&
  one.copy === other.copy &&
  one.from?.place === other.from?.place &&
  one.from?.site === other.from?.site &&
  day(one.at) === day(other.at);

/**
 * ACS-6 for people: joins the entries of one visit, latest visit first. Nothing is left out; the count says
 * how many entries a visit stands for.
 */
export function groupEntries(entries: readonly AccessLogEntry[]): readonly Visit[] {
  const visits: Visit[] = [];
  for (const entry of entries) {
    const index = visits.findLastIndex((visit) => same(visit.entry, entry) && Date.parse(visit.from) - Date.parse(entry.at) <= stretch);
    const visit = visits[index];
    if (visit === undefined) visits.push({ entry, areas: entry.areas, from: entry.at, to: entry.at, count: 1 });
    else visits[index] = { ...visit, from: entry.at, areas: [...new Set([...visit.areas, ...entry.areas])], count: visit.count + 1 };
  }
  return visits;
}
