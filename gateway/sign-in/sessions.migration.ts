import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person is shown of their sessions (REG-9), and what finds all sessions of an account. */
export class DescribeSessions1795390010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session
        add column account_id text generated always as (viewer ->> 'accountId') stored,
        -- A family such as "Chrome on Windows", never what the browser says of itself.
        add column browser text not null default 'Unknown browser',
        add column place text not null default 'page' check (place in ('page', 'frame', 'script'))`);
    await runner.query('create index session_account on session (account_id)');
    await runner.query("alter table redemption_code add column account_id text generated always as (viewer ->> 'accountId') stored");
    await runner.query('create index redemption_code_account on redemption_code (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table redemption_code drop column account_id');
    await runner.query('alter table session drop column account_id, drop column browser, drop column place');
  }
}
