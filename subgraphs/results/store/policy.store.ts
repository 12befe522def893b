import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { EntityManager } from 'typeorm';
import type { Changed, DelayRuleKey, PolicyStore, TaskRule } from '../domain/change-policies.ts';
import type { DelayRule } from '../domain/delay.ts';
import { DelayPolicyEntity } from './delay-policy.entity.ts';

/** Policies under the feed's role, which files by them: the role that answers GraphQL can neither read nor change them. */
export function createPolicyStore(database: Pick<RoomDatabase, 'asFeed'>): PolicyStore {
  return {
    delays: () => database.asFeed((manager) => manager.find(DelayPolicyEntity, { order: { kind: 'DESC', testCode: 'ASC', organisation: 'ASC' } })),
    tasks: () =>
      database.asFeed((manager) =>
        manager.query<(TaskRule & Changed)[]>('select organisation, days, email, author, changed_at as "changedAt" from result_task_policy order by organisation')),
    saveDelay: (rule, author) =>
      database.asFeed(async (manager) => {
        await manager.upsert(DelayPolicyEntity, { ...rule, author, changedAt: new Date() }, ['organisation', 'kind', 'testCode']);
        await keep(manager, author, rule.organisation, { delay: rule });
      }),
    removeDelay: (rule, author) =>
      database.asFeed(async (manager) => {
        const { organisation, kind, testCode }: DelayRuleKey = rule;
        const removed = await manager.query<Pick<DelayRule, 'days'>[]>(
          'with gone as (delete from delay_policy where organisation = $1 and kind = $2 and test_code = $3 returning days) select days from gone',
          [organisation, kind, testCode],
        );
        if (removed.length === 0) return false;
        await keep(manager, author, organisation, { removedDelay: { organisation, kind, testCode, days: removed[0]?.days } });
        return true;
      }),
    saveTask: (rule, author) =>
      database.asFeed(async (manager) => {
        await manager.query(
          `insert into result_task_policy (organisation, days, email, author) values ($1, $2, $3, $4)
           on conflict (organisation) do update set days = excluded.days, email = excluded.email, author = excluded.author, changed_at = now()`,
          [rule.organisation, rule.days, rule.email, author],
        );
        await keep(manager, author, rule.organisation, { task: rule });
      }),
  };
}

/** Every change stays, with who made it. */
async function keep(manager: EntityManager, author: string, organisation: string, policy: object): Promise<void> {
  await manager.query('insert into policy_change (author, organisation, policy) values ($1, $2, $3)', [author, organisation, JSON.stringify(policy)]);
}
