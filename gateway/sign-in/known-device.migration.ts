import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browsers that have signed in to an account by password (abuse case 39). */
export class KnowDevices1795390031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table known_device (
        -- Of the browser's secret and the address together: the table tells neither.
        pair_hash bytea primary key check (length(pair_hash) = 32),
        seen_at timestamptz not null
      )`);
    await runner.query('create index known_device_seen_at on known_device (seen_at)');
    await runner.query('grant select, insert, update, delete on known_device to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table known_device');
  }
}
