import type { EntityManager } from 'typeorm';

/**
 * Makes transactions that concern the same things wait for each other until they end. Keys are taken in one order, so that
 * two transactions with the same keys cannot wait for each other for ever.
 */
export async function lockKeys(manager: EntityManager, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await manager.query('select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) with ordinality as k(key, n) order by n', [
    [...new Set(keys)].sort(),
  ]);
}
