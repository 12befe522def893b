import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { AccessLogStore, LoggedAccess, LoggedPerson } from '../domain/read-access-log.ts';
import { eachLookOnce } from './each-look-once.ts';

export interface LogRow {
  readonly patient_id: string;
  readonly seq: string;
  readonly body: string;
}

/** Names an account within a log; whoever reads the log learns nothing of the account by it. */
const personKey = `left(encode(sha256(convert_to(l.body::jsonb ->> 'account', 'UTF8')), 'hex'), 24)`;

/**
 * Each log by its own key, newest first, then put together by time. Within a log the number decides, whatever a clock said: the
 * position of a page in it is a number, and an entry that stands later never comes before it.
 */
const pageSql = `
  select e.patient_id, e.seq, e.body from unnest($1::uuid[], $2::bigint[]) as p (patient_id, before)
  cross join lateral (
    select l.patient_id, l.seq, l.body, min(l.at) over (order by l.seq desc rows unbounded preceding) as at from (
      select l.patient_id, l.seq, l.body, l.at from access_log l where l.patient_id = p.patient_id and l.seq < p.before and ${eachLookOnce('$1')}
        and ($4::timestamptz is null or l.at >= $4) and ($5::timestamptz is null or l.at < $5)
        and ($6::text[] is null or l.body::jsonb ->> 'action' = any ($6) or l.body::jsonb -> 'doors' ? $7)
        and ($8::text is null or l.body::jsonb ->> 'account' is distinct from $8)
        and ($9::text is null or ${personKey} = $9)
      order by l.seq desc limit $3
    ) l
  ) e order by e.at desc, e.patient_id, e.seq desc limit $3`;

/** More people than this do not stand in a list to choose from. */
const mostPeople = 100;

/** By account, since names change; each as they were called last. */
const peopleSql = `
  select ${personKey} as key, (array_agg(l.body::jsonb ->> 'who' order by l.at desc))[1] as name,
    (array_agg(l.body::jsonb ->> 'organisation' order by l.at desc))[1] as organisation
  from access_log l where l.patient_id = any ($1::uuid[]) and l.body::jsonb ->> 'account' <> $2
  group by 1 order by max(l.at) desc limit ${mostPeople}`;

const sinceSql = 'select min(at) as since from access_log where patient_id = any ($1::uuid[])';

/** Above every number of an entry. */
const newest = '9223372036854775807';

export function createAccessLogStore(database: Pick<RoomDatabase, 'statement'>): AccessLogStore {
  return {
    page: async (patientIds, first, before, { from, to, person, actions, door, notBy }) => {
      const starts = patientIds.map((id) => before.get(id) ?? newest);
      const filter = [from ?? null, to ?? null, actions ?? null, door ?? null, notBy ?? null, person ?? null];
      return (await database.statement<LogRow>(pageSql, [patientIds, starts, first, ...filter])).map(entryOf);
    },

    contents: async (patientIds, accountId) => {
      const [people, [dates]] = await Promise.all([
        database.statement<LoggedPerson>(peopleSql, [patientIds, accountId]),
        database.statement<{ since: Date | null }>(sinceSql, [patientIds]),
      ]);
      return { people, since: dates?.since ?? null };
    },
  };
}

export function entryOf(row: LogRow): LoggedAccess {
  // The body was written by append_access_entry from an AccessEntry.
  const body = JSON.parse(row.body) as Omit<LoggedAccess, 'at' | 'seq' | 'patientId'> & { at: number; seq: number };
  return { ...body, patientId: row.patient_id, at: new Date(body.at) };
}
