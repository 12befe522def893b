import type { MigrationInterface, QueryRunner } from 'typeorm';

class DownloadAddresses1795400050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: what a crash forgets, the person asks for again. Nothing here opens anything without the session it was made for.
    await runner.query(`
      create unlogged table download_address (
        token_hash bytea primary key check (length(token_hash) = 32),
        session_id text not null,
        kind text not null,
        reference text not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index download_address_expiry on download_address (expires_at)');
    await runner.query('grant select, insert, delete on download_address to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table download_address');
  }
}

/** Tables of upload and download in the gateway's database, run as `gateway_owner`. */
export const filesMigrations = [DownloadAddresses1795400050000];
