import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { AccessLogStore, LoggedAccess } from '../domain/read-access-log.ts';

interface LogRow {
  readonly seq: string;
  readonly body: string;
}

export function createAccessLogStore(database: RoomDatabase): AccessLogStore {
  return {
    page: async (patientId, first, before) => {
      const rows = await database.statement<LogRow>(
        'select seq, body from access_log where patient_id = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3',
        [patientId, before, first],
      );
      return rows.map(entryOf);
    },
  };
}

function entryOf(row: LogRow): LoggedAccess {
  // The body was written by append_access_entry from an AccessEntry.
  const body = JSON.parse(row.body) as Omit<LoggedAccess, 'at' | 'seq'> & { at: number; seq: number };
  return { ...body, at: new Date(body.at) };
}
