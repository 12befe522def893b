import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { RecordLinks } from '@cie/kit/notices/notice.ts';

/** Which records belong to one person, as identity tells it. */
export interface RecordGroupStore {
  /** Keeps what is newer than what is known; may be told again, and late. */
  learn(links: RecordLinks): Promise<void>;
}

const learnSql = `
  insert into record_group (patient_id, surviving_id, version)
  select id, surviving_id, $3 from unnest($1::uuid[], $2::uuid[]) as g (id, surviving_id) order by id
  on conflict (patient_id) do update set surviving_id = excluded.surviving_id, version = excluded.version where record_group.version < excluded.version`;

export function createRecordGroupStore(database: RoomDatabase): RecordGroupStore {
  return {
    learn: ({ version, groups }) =>
      database.asFeed(async (manager) => {
        const rows = groups.flatMap(({ survivingId, patientIds }) => patientIds.map((id) => [id, survivingId] as const));
        await manager.query(learnSql, [rows.map(([id]) => id), rows.map(([, survivor]) => survivor), version]);
      }),
  };
}
