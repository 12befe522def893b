import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses from which a calendar fetches a person's appointments. What opens one is kept only as its hash, like a session's token. */
class KeepCalendarFeeds1795400060002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_feed (
        token_hash bytea primary key check (length(token_hash) = 32),
        id uuid not null unique,
        account_id text not null,
        -- Who made it, as the session said; which record is theirs, identity says at each fetch.
        person jsonb not null,
        name text not null,
        detail text not null check (detail in ('general', 'clinic')),
        labels smallint[] not null,
        created_at timestamptz not null,
        fetched_at timestamptz
      )`);
    await runner.query('create index calendar_feed_account on calendar_feed (account_id)');
    await runner.query('grant select, insert, update, delete on calendar_feed to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table calendar_feed');
  }
}

/** The tables of calendars in the gateway's database, run as `gateway_owner`. */
export const calendarMigrations = [KeepCalendarFeeds1795400060002];
