import type { MigrationInterface, QueryRunner } from 'typeorm';

class Throttle1795390032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: what a crash forgets is at worst one window of tries, and each try costs no flush to disk.
    await runner.query(`
      create unlogged table throttle (
        bucket_hash bytea primary key check (length(bucket_hash) = 32),
        used integer not null,
        until timestamptz not null
      )`);
    await runner.query('create index throttle_until on throttle (until)');
    await runner.query('grant select, insert, update, delete on throttle to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table throttle');
  }
}

/** The table of the throttle in the gateway's database, run as `gateway_owner`. */
export const throttleMigrations = [Throttle1795390032000];
