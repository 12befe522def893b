import type { AccessContext } from '@cie/kit/access-context.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { RecordLinks } from '@cie/kit/notices/notice.ts';
import type { EntityManager } from 'typeorm';
import { summaryParted } from '../domain/share-summary.ts';
import { logParameters, logSql } from './door.store.ts';
import { stopSummaries } from './stop-summaries.ts';

/** Which records belong to one person, as identity tells it. */
export interface RecordGroupStore {
  /**
   * Keeps what is newer than what is known; may be told again, and late. Where records are parted, summaries that may have been made of them
   * together are stopped in the same transaction, and what they hold is deleted.
   */
  learn(access: AccessContext, links: RecordLinks): Promise<void>;
}

/** Everybody who was with these, locked by id: what comes of them is compared with it. */
const beforeSql = `
  select g.patient_id as "patientId", g.surviving_id as "survivingId" from record_group g
  where g.surviving_id in (select k.surviving_id from record_group k where k.patient_id = any ($1::uuid[])) order by g.patient_id for update`;

const learnSql = `
  insert into record_group (patient_id, surviving_id, version)
  select id, surviving_id, $3 from unnest($1::uuid[], $2::uuid[]) as g (id, surviving_id) order by id
  on conflict (patient_id) do update set surviving_id = excluded.surviving_id, version = excluded.version where record_group.version < excluded.version`;

const afterSql = 'select patient_id as "patientId", surviving_id as "survivingId" from record_group where patient_id = any ($1::uuid[])';

interface Member {
  readonly patientId: string;
  readonly survivingId: string;
}

export function createRecordGroupStore(database: Pick<RoomDatabase, 'asFeed'>, notices: Pick<NoticeStore, 'post'>): RecordGroupStore {
  return {
    learn: (access, { version, groups }) =>
      database.asFeed(async (manager) => {
        const rows = groups.flatMap(({ survivingId, patientIds }) => patientIds.map((id) => [id, survivingId] as const));
        const before: Member[] = await manager.query(beforeSql, [rows.map(([id]) => id)]);
        await manager.query(learnSql, [rows.map(([id]) => id), rows.map(([, survivor]) => survivor), version]);
        const after: Member[] = await manager.query(afterSql, [before.map(({ patientId }) => patientId)]);
        await part(manager, access, partedOf(before, after));
      }),
  };

  async function part(manager: EntityManager, access: AccessContext, parted: readonly string[]): Promise<void> {
    if (parted.length === 0) return;
    // One that is being kept at this moment is waited for.
    await lockKeys(manager, parted.map((id) => `summaries ${id}`));
    await manager.query('update record_group set parted_at = now() where patient_id = any ($1::uuid[])', [parted]);
    const { entry, notice } = summaryParted(access);
    for (const patientId of await stopSummaries(manager, parted, access.now)) {
      await manager.query(logSql, logParameters(access, patientId, entry));
      await notices.post(manager, [notice(patientId)]);
    }
  }
}

/** Members of groups that no longer have one survivor. */
function partedOf(before: readonly Member[], after: readonly Member[]): readonly string[] {
  const now = new Map(after.map(({ patientId, survivingId }) => [patientId, survivingId]));
  return [...Map.groupBy(before, ({ survivingId }) => survivingId).values()].flatMap((members) => {
    const survivors = new Set(members.map(({ patientId, survivingId }) => now.get(patientId) ?? survivingId));
    return survivors.size > 1 ? members.map(({ patientId }) => patientId) : [];
  });
}
