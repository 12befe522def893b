import type { AccessContext } from '@cie/kit/access-context.ts';
import { endOfDay, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Door, Label, RecordRoom } from '@cie/kit/names.ts';
import type { Grants, GrantStore } from './grants.ts';
import type { MemberOpening } from './open-record.ts';
import { ownsRecord } from './own-record.ts';
import type { LoggedAccess } from './read-access-log.ts';
import { readersAt, type RecordReader } from './record-readers.ts';

/** One item of the record, as far as it decides who may see it. */
export interface SeenItem {
  readonly area: RecordRoom;
  /** ODS code of who supplied it. */
  readonly organisation: string;
  /** Its label from each moment on, oldest first; it came into the record at the first. */
  readonly labels: readonly { readonly label: Label; readonly since: Date }[];
  /** From when patients can read it (RES-3); null where it never waited. */
  readonly availableFrom: Date | null;
}

/** Somebody who could see an item for a while of a day. */
export interface PossibleReader extends Omit<RecordReader, 'openings'> {
  readonly doors: readonly Door[];
  /** One after another; between two of them they could not. */
  readonly spans: readonly DaySpan[];
}

/** A while of a day. */
export interface DaySpan {
  /** From when on that day; null where it was so when the day began. */
  readonly from: Date | null;
  /** Until when on that day; null where it was still so at its end. */
  readonly to: Date | null;
}

export interface ItemSight {
  readonly start: Date;
  readonly end: Date;
  readonly could: readonly PossibleReader[];
  readonly did: readonly LoggedAccess[];
  /** Whether the day had more entries than are read. */
  readonly more: boolean;
}

export interface LogDayStore {
  /** Entries of these logs from `start` up to `end`, oldest first, so many at the most. */
  between(patientIds: readonly string[], start: Date, end: Date, most: number): Promise<LoggedAccess[]>;
}

/** Entries of a day that are looked through: a record that is read every minute around the clock has fewer. */
export const mostEntries = 2000;

/** Labels of an item that one question may name: more than anybody moves an item in a day; each is a moment to be decided about. */
export const mostLabels = 100;

/** Actions by which somebody reads what is in the record. */
const readings: ReadonlySet<string> = new Set(['read', 'viewed-as', 'downloaded', 'calendar-read', 'changed', 'summary-opened', 'request-delivered']);

/**
 * Who could, and who did, see an item of the viewer's own record on a day (ACS-8), in London time; null for everybody but the owner. The
 * log says which part of a record was opened through which doors, not which item was looked at: who opened the part through a door that
 * showed the item did see it. Throws SIGHT_DAY for a day that has not come, SIGHT_LABELS for too long a history.
 */
export async function itemSight(
  access: AccessContext,
  stores: { readonly grants: GrantStore; readonly log: LogDayStore },
  patientIds: readonly string[],
  item: SeenItem,
  day: string,
): Promise<ItemSight | null> {
  if (!ownsRecord(access, patientIds, 'see-sharing')) return null;
  if (item.labels.length > mostLabels) throw new CieError('SIGHT_LABELS', `Name ${mostLabels} labels at the most: those of the day, and the one before.`);
  const { start, end } = boundsOf(day, access.now);
  const [all, entries] = await Promise.all([stores.grants.grants(patientIds), stores.log.between(patientIds, start, end, mostEntries + 1)]);
  const grants = grantsOn(all, start, end, access.viewer?.accountId);
  const readersOn = readersThrough(grants, patientIds, start, end);
  const did = entries.slice(0, mostEntries).filter((entry) => didSee(item, entry, () => readersOn(entry.at)));
  return { start, end, could: couldSee(item, grants, readersOn, start, end), did, more: entries.length > mostEntries };
}

/** A day of people in London; of today, what has passed of it. */
function boundsOf(day: string, now: Date): { start: Date; end: Date } {
  const problem = new CieError('SIGHT_DAY', 'Choose today or a day before it.');
  if (!isDay(day)) throw problem;
  const start = new Date(endOfDay(Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()));
  if (start > now) throw problem;
  const end = endOfDay(day);
  return { start, end: end < now ? end : new Date(now.getTime() + 1) };
}

/** What shows an item at a moment: its label, its organisation, and its release. */
function shows(opening: Pick<MemberOpening, 'labels' | 'organisations' | 'delayed'>, { labels, organisation, availableFrom }: SeenItem, moment: Date): boolean {
  const then = labels.findLast(({ since }) => since <= moment);
  if (then === undefined || !opening.labels.includes(then.label)) return false;
  if (opening.organisations !== 'every' && !opening.organisations.includes(organisation)) return false;
  return opening.delayed || availableFrom === null || availableFrom <= moment;
}

/** What held at any time of the day, of others than the reader: of a life's invitations, few. */
function grantsOn(grants: Grants, start: Date, end: Date, ownAccount: string | undefined): Grants {
  const held = (from: Date, ...ends: readonly (Date | null)[]): boolean => from < end && ends.every((each) => each === null || each > start);
  return {
    ...grants,
    invitations: grants.invitations.filter(({ createdAt, revokedAt, until }) => held(createdAt, revokedAt, until)),
    emergencies: grants.emergencies.filter(({ startedAt, endsAt }) => held(startedAt, endsAt)),
    copies: grants.copies.filter(({ accountId, from, until }) => accountId !== ownAccount && held(from, until)),
    reviews: grants.reviews.filter(({ from, until }) => held(from, until)),
  };
}

/** Who could read at a moment of the day. It is decided once for each time between two changes, however often it is asked. */
function readersThrough(grants: Grants, patientIds: readonly string[], start: Date, end: Date): (moment: Date) => readonly RecordReader[] {
  const moments = momentsBetween(changesOf(grants), start, end);
  const decided = new Map<Date, readonly RecordReader[]>();
  return (moment) => {
    const since = moments.findLast((each) => each <= moment) ?? start;
    // A copy shows what is in it: whoever could collect one could see the item.
    const readers = decided.get(since) ?? readersAt(grants, patientIds, since, ['read', 'download']);
    decided.set(since, readers);
    return readers;
  };
}

/** Nothing of the grants changes between two of these. */
function changesOf({ invitations, proxies, care, emergencies, copies, reviews, members }: Grants): (Date | null)[] {
  return [
    ...invitations.flatMap(({ createdAt, revokedAt, until }) => [createdAt, revokedAt, until]),
    ...proxies.flatMap(({ versions }) => versions.flatMap(({ at, terms }) => [at, terms.endsAt])),
    ...care.map(({ since }) => since),
    ...emergencies.flatMap(({ startedAt, endsAt }) => [startedAt, endsAt]),
    ...[...copies, ...reviews].flatMap(({ from, until }) => [from, until]),
    ...members.flatMap(({ since, endedAt }) => [since, endedAt]),
  ];
}

function momentsBetween(changes: readonly (Date | null)[], start: Date, end: Date): Date[] {
  const inDay = changes.filter((each) => each !== null).map((each) => each.getTime()).filter((each) => each > start.getTime() && each < end.getTime());
  return [start, ...[...new Set(inDay)].toSorted((one, other) => one - other).map((each) => new Date(each))];
}

function couldSee(item: SeenItem, grants: Grants, readersOn: (moment: Date) => readonly RecordReader[], start: Date, end: Date): PossibleReader[] {
  const found = new Map<string, { reader: RecordReader; doors: Set<Door>; at: number[] }>();
  const moments = momentsBetween([...item.labels.map(({ since }) => since), item.availableFrom, ...changesOf(grants)], start, end);
  for (const [index, moment] of moments.entries()) {
    for (const reader of readersOn(moment)) {
      const doors = reader.openings.filter((opening) => shows(opening, item, moment)).map(({ door }) => door);
      if (doors.length === 0) continue;
      const known = found.get(reader.id) ?? { reader, doors: new Set<Door>(), at: [] };
      found.set(reader.id, { reader, doors: new Set([...known.doors, ...doors]), at: [...known.at, index] });
    }
  }
  const isStaff = ({ reader }: { readonly reader: RecordReader }): number => Number(reader.id.startsWith('organisation-'));
  // Whom the patient let in stands before whom care does, whoever could first.
  return [...found.values()].toSorted((one, other) => isStaff(one) - isStaff(other)).map(({ reader: { openings: _openings, ...reader }, doors, at }) => ({
    ...reader, doors: [...doors], spans: spansOf(moments, at),
  }));
}

/** At which of the moments of a day somebody could, each until the next: what follows on is one span. */
function spansOf(moments: readonly Date[], at: readonly number[]): DaySpan[] {
  const firsts = at.filter((index) => !at.includes(index - 1));
  const lasts = at.filter((index) => !at.includes(index + 1));
  return firsts.map((first, index) => ({ from: first === 0 ? null : (moments[first] ?? null), to: moments[(lasts[index] ?? first) + 1] ?? null }));
}

/** Where nothing kept says what a door showed then, the patient is told of the look. */
function didSee(item: SeenItem, { action, at, areas, account, organisation, doors }: LoggedAccess, readersThen: () => readonly RecordReader[]): boolean {
  if (!readings.has(action) || !areas.includes(item.area)) return false;
  if (!item.labels.some(({ since }) => since <= at)) return false;
  const own: Pick<MemberOpening, 'labels' | 'organisations' | 'delayed'> = { labels: [0, 1, 2, 3], organisations: 'every', delayed: false };
  if (doors.includes('self')) return shows(own, item, at);
  const readers = readersThen();
  const inPerson = readers.filter(({ accountId }) => accountId !== null && accountId === account);
  const likely = inPerson.length > 0 ? inPerson : readers.filter((each) => each.accountId === null && each.organisation !== null && each.organisation === organisation);
  const openings = likely.flatMap((each) => each.openings).filter(({ door }) => doors.includes(door));
  return openings.length === 0 || openings.some((opening) => shows(opening, item, at));
}
