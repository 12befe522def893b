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
  /** Whether it was refused to somebody who had opened the record in an emergency shortly before: who goes back in the browser is no intruder. */
  readonly afterEmergency: boolean;
}

/** One page view asks for several areas; entries this near to each other are one visit to a reader, in milliseconds. */
const stretch = 30 * 60_000;

/** A summary reads many areas at once; the next one that the patient makes is another, in milliseconds. */
const oneSummary = 60_000;

/** How long after an emergency a refusal is put down to it, in milliseconds. */
const shortlyAfter = 60 * 60_000;

/** What people do again and again within a visit. All else, such as a change of sharing, is an event of its own, in its own place. */
const oftenDone: ReadonlySet<AccessAction> = new Set<AccessAction>(['READ', 'VIEWED_AS', 'DOWNLOADED', 'CALENDAR_READ', 'REFUSED', 'CHANGED', 'SUMMARY_SHARED']);

const same = (one: AccessLogEntry, other: AccessLogEntry): boolean =>
  oftenDone.has(one.action) &&
  one.who === other.who &&
  // Two people may have one name.
  one.person === other.person &&
  one.own === other.own &&
  one.role === other.role &&
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

function isAfterEmergency({ action, at, who, person }: AccessLogEntry, entries: readonly AccessLogEntry[]): boolean {
  if (action !== 'REFUSED' || person === null) return false;
  return entries.some((each) => {
    const since = Date.parse(at) - Date.parse(each.at);
    return each.person === person && each.who === who && each.doors.includes('EMERGENCY') && since >= 0 && since <= shortlyAfter;
  });
}

/**
 * ACS-6 for people: joins the entries of one visit, latest visit first. Nothing is left out; the count says
 * how many entries a visit stands for.
 */
export function groupEntries(entries: readonly AccessLogEntry[]): readonly Visit[] {
  const visits: Visit[] = [];
  for (const entry of entries) {
    const afterEmergency = isAfterEmergency(entry, entries);
    const most = entry.action === 'SUMMARY_SHARED' ? oneSummary : stretch;
    const index = visits.findLastIndex((visit) => same(visit.entry, entry) && visit.afterEmergency === afterEmergency && Date.parse(visit.from) - Date.parse(entry.at) <= most);
    const visit = visits[index];
    if (visit === undefined) visits.push({ entry, areas: entry.areas, from: entry.at, to: entry.at, count: 1, afterEmergency });
    else visits[index] = { ...visit, from: entry.at, areas: [...new Set([...visit.areas, ...entry.areas])], count: visit.count + 1 };
  }
  return visits;
}
