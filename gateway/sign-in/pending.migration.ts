import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-ins whose person is established and whose session has not begun: there are steps to take first (REG-1, REG-10). */
export class KeepPendingSignIns1795390011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pending_sign_in (
        id_hash bytea primary key check (length(id_hash) = 32),
        browser_hash bytea not null check (length(browser_hash) = 32),
        viewer jsonb not null,
        account_id text generated always as (viewer ->> 'accountId') stored,
        destination jsonb not null,
        -- The person was told that there is no record for them yet, and goes on all the same.
        without_record boolean not null default false,
        expires_at timestamptz not null
      )`);
    await runner.query('create index pending_sign_in_expires_at on pending_sign_in (expires_at)');
    await runner.query('create index pending_sign_in_account on pending_sign_in (account_id)');
    await runner.query('grant select, insert, update, delete on pending_sign_in to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table pending_sign_in');
  }
}
