import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { longestMinutes, refusalOf, searchLimits, type SearchStore } from '../domain/limit-searches.ts';
import type { RaiseAlert } from './alert.store.ts';

const mostMisses = Math.max(...searchLimits.map(({ misses }) => misses));

export function createSearchStore(database: RoomDatabase, raise: RaiseAlert): SearchStore {
  return {
    begin: (access, accountId) =>
      database.asService(async (manager) => {
        const { now } = access;
        // One account's searches take turns: of two at once, the second sees the first in the count.
        await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 39015))', [accountId]);
        const since = new Date(now.getTime() - longestMinutes * 60_000);
        const rows: { at: Date }[] = await manager.query('select at from search_miss where account_id = $1 and at > $2 order by at desc limit $3', [accountId, since, mostMisses]);
        const refusal = refusalOf(rows.map(({ at }) => at), now);
        if (refusal !== null) {
          await alertOnce(manager, raise, access, accountId, refusal.limit.minutes);
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

/** One alert while a limit lasts, however often somebody goes on trying. */
async function alertOnce(manager: EntityManager, raise: RaiseAlert, access: AccessContext, accountId: string, minutes: number): Promise<void> {
  const alerted: unknown[] = await manager.query(
    `insert into search_alert as a (account_id, at) values ($1, $2)
     on conflict (account_id) do update set at = excluded.at where a.at <= $3 returning account_id`,
    [accountId, access.now, new Date(access.now.getTime() - minutes * 60_000)],
  );
  if (alerted.length > 0) await raise(manager, access, 'many-searches');
}
