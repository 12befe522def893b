import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { longestMinutes, refusalOf, searchLimits, type SearchStore } from '../domain/limit-searches.ts';

const mostMisses = Math.max(...searchLimits.map(({ misses }) => misses));

export function createSearchStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>): SearchStore {
  return {
    begin: ({ now }, accountId) =>
      database.asService(async (manager) => {
        // One account's searches take turns: of two at once, the second sees the first in the count.
        await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 39015))', [accountId]);
        const since = new Date(now.getTime() - longestMinutes * 60_000);
        const rows: { at: Date }[] = await manager.query('select at from search_miss where account_id = $1 and at > $2 order by at desc limit $3', [accountId, since, mostMisses]);
        const refusal = refusalOf(rows.map(({ at }) => at), now);
        if (refusal !== null) {
          await alertOnce(manager, notices, accountId, now, refusal.limit.minutes);
          return refusal;
        }
        const id = randomUUID();
        await manager.query('delete from search_miss where account_id = $1 and at <= $2', [accountId, since]);
        await manager.query('insert into search_miss (account_id, id, at) values ($1, $2, $3)', [accountId, id, now]);
        return { id };
      }),
    found: async (accountId, id) => {
      await database.statement('delete from search_miss where account_id = $1 and id = $2', [accountId, id]);
    },
  };
}

/** One message while a limit lasts, however often somebody goes on trying. It names nobody: the access log does. */
async function alertOnce(manager: EntityManager, notices: Pick<NoticeStore, 'post'>, accountId: string, now: Date, minutes: number): Promise<void> {
  const alerted: unknown[] = await manager.query(
    `insert into search_alert as a (account_id, at) values ($1, $2)
     on conflict (account_id) do update set at = excluded.at where a.at <= $3 returning account_id`,
    [accountId, now, new Date(now.getTime() - minutes * 60_000)],
  );
  if (alerted.length > 0) await notices.post(manager, [{ kind: 'message', to: { duty: 'privacy-officer' }, template: 'search-alert', values: {} }]);
}
