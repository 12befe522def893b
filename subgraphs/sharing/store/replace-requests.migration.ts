import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request to act for somebody may give way to a corrected one of the same account for the same person (ACC-4). */
export class ReplaceProxyRequests1795390160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(stateSql(['requested', 'active', 'ended', 'refused', 'replaced']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update proxy set decided = 'refused', reason = 'OTHER' where decided = 'replaced'`);
    await runner.query(stateSql(['requested', 'active', 'ended', 'refused']));
  }
}

const stateSql = (states: readonly string[]): string => `
  alter table proxy drop constraint proxy_decided_check;
  alter table proxy add constraint proxy_decided_check check (decided in (${states.map((each) => `'${each}'`).join(', ')}))`;
