import type { Pool } from 'pg';
import type { HeldScope } from '../../feeds/held-change.ts';

/** How long messages have waited, each band from its first whole day on; a message is in one of them. */
export const bands = ['today', 'over-1-day', 'over-7-days', 'over-28-days'] as const;
export type Band = (typeof bands)[number];

const DAY = 24 * 60 * 60 * 1000;
const daysOf: Readonly<Record<Band, number>> = { today: 0, 'over-1-day': 1, 'over-7-days': 7, 'over-28-days': 28 };

/** When messages of a band came: after `from` (left out for the oldest), at `to` at the latest. */
export function timesOf(band: Band, now: Date): { readonly from: Date | null; readonly to: Date | null } {
  const next = bands[bands.indexOf(band) + 1];
  const before = (days: number): Date => new Date(now.getTime() - days * DAY);
  return { from: next === undefined ? null : before(daysOf[next]), to: band === 'today' ? null : before(daysOf[band]) };
}

/** The band of something that came at `receivedAt`. */
export function bandOf(receivedAt: Date, now: Date): Band {
  return bands.findLast((band) => now.getTime() - receivedAt.getTime() >= daysOf[band] * DAY) ?? 'today';
}

export interface HeldFilter {
  readonly state: 'held' | 'closed';
  readonly code: string | null;
  /** MSH-3 and MSH-4 as sent, joined by `|`. */
  readonly sender: string | null;
  readonly band: Band | null;
}

export interface HeldRow {
  readonly seq: string;
  readonly id: string;
  readonly sender: string;
  readonly event: string;
  readonly code: string;
  readonly organisation: string | null;
  readonly receivedAt: Date;
  readonly closedAt: Date | null;
  readonly isMended: boolean;
}

export interface HeldList {
  readonly rows: readonly HeldRow[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

const PAGE = 50;

/** One page of what waits, oldest first, or of what was closed, latest first (ING-4). */
export async function listHeldPage(database: Pool, scope: HeldScope, { state, code, sender, band }: HeldFilter, after: string | null, now: Date): Promise<HeldList> {
  const { text, values } = heldPageQuery(scope, { state, code, sender, band }, after, now);
  const { rows } = await database.query<HeldRow>(text, values);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  const time = last === undefined ? null : state === 'held' ? last.receivedAt : last.closedAt;
  return { rows: page, next: rows.length > PAGE && last !== undefined && time !== null ? `${time.getTime()}-${last.seq}` : null };
}

/** The query of one page: only the conditions that are asked for, so that each has an index that begins with it. */
export function heldPageQuery(scope: HeldScope, { state, code, sender, band }: HeldFilter, after: string | null, now: Date): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const times = band === null ? null : timesOf(band, now);
  const [time, order] = state === 'held' ? ['received_at', 'asc'] : ['closed_at', 'desc'];
  const cursor = /^(\d{1,15})-(\d{1,19})$/.exec(after ?? '');
  const conditions = [
    `state = '${state}'`,
    scope === null ? null : `organisation = ${given(scope)}`,
    code === null ? null : `code = ${given(code)}`,
    sender === null ? null : `sender = ${given(sender)}`,
    times?.from ? `received_at > ${given(times.from)}` : null,
    times?.to ? `received_at <= ${given(times.to)}` : null,
    cursor === null ? null : `(${time}, seq) ${state === 'held' ? '>' : '<'} (${given(new Date(Number(cursor[1])))}, ${given(cursor[2])}::bigint)`,
  ].filter((each) => each !== null);
  return {
    text: `select seq::text, id, sender, event, coalesce(code, 'held') as code, organisation, received_at as "receivedAt", closed_at as "closedAt", corrects is not null as "isMended"
     from feed_message where ${conditions.join(' and ')} order by ${time} ${order}, seq ${order} limit ${PAGE + 1}`,
    values,
  };
}

export interface HeldCount {
  readonly code: string;
  readonly count: number;
  readonly bands: Readonly<Record<Band, number>>;
}

/** How many wait for each reason, and how long; most first. */
export async function countHeld(database: Pool, scope: HeldScope, now: Date): Promise<readonly HeldCount[]> {
  const older = (days: number): Date => new Date(now.getTime() - days * DAY);
  const { rows } = await database.query<{ code: string; count: number; day: number; week: number; month: number }>(
    `select coalesce(code, 'held') as code, count(*)::int as count, count(*) filter (where received_at <= $1)::int as day,
            count(*) filter (where received_at <= $2)::int as week, count(*) filter (where received_at <= $3)::int as month
     from feed_message where state = 'held' and ($4::text is null or organisation = $4) group by 1 order by count(*) desc, 1`,
    [older(1), older(7), older(28), scope],
  );
  return rows.map(({ code, count, day, week, month }) => ({
    code, count, bands: { today: count - day, 'over-1-day': day - week, 'over-7-days': week - month, 'over-28-days': month },
  }));
}

/** Who sent what is held or closed, those with most first. */
export async function sendersOf(database: Pool, scope: HeldScope, state: 'held' | 'closed'): Promise<readonly string[]> {
  const { rows } = await database.query<{ sender: string }>(
    'select sender from feed_message where state = $1 and ($2::text is null or organisation = $2) group by sender order by count(*) desc, sender limit 1000',
    [state, scope],
  );
  return rows.map(({ sender }) => sender);
}
