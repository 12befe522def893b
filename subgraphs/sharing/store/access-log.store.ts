import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { AccessLogStore, LoggedAccess } from '../domain/read-access-log.ts';

interface LogRow {
  readonly patient_id: string;
  readonly seq: string;
  readonly body: string;
}

/**
 * Each log by its own key, newest first, then put together by time. Within a log the number decides, whatever a clock said: the
 * position of a page in it is a number, and an entry that stands later never comes before it.
 */
const pageSql = `
  select e.patient_id, e.seq, e.body from unnest($1::uuid[], $2::bigint[]) as p (patient_id, before)
  cross join lateral (
    select l.patient_id, l.seq, l.body, min(l.at) over (order by l.seq desc rows unbounded preceding) as at from (
      select patient_id, seq, body, at from access_log where patient_id = p.patient_id and seq < p.before order by seq desc limit $3
    ) l
  ) e order by e.at desc, e.patient_id, e.seq desc limit $3`;

/** Above every number of an entry. */
const newest = '9223372036854775807';

export function createAccessLogStore(database: RoomDatabase): AccessLogStore {
  return {
    page: async (patientIds, first, before) => {
      const starts = patientIds.map((id) => before.get(id) ?? newest);
      return (await database.statement<LogRow>(pageSql, [patientIds, starts, first])).map(entryOf);
    },
  };
}

function entryOf(row: LogRow): LoggedAccess {
  // The body was written by append_access_entry from an AccessEntry.
  const body = JSON.parse(row.body) as Omit<LoggedAccess, 'at' | 'seq' | 'patientId'> & { at: number; seq: number };
  return { ...body, patientId: row.patient_id, at: new Date(body.at) };
}
