import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MakeCopies1795503300000 } from './copies.migration.ts';

class KeepExports1795400070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table export_job (
        id uuid primary key,
        -- A file ends with the session it was asked for in: signing out, leaving and being signed out take it away at once.
        session_id uuid not null references session (id) on delete cascade,
        account_id text not null,
        patient_id uuid not null,
        format text not null check (format in ('pdf', 'fhir', 'csv')),
        state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
        -- Which part of the record is being read; nothing says how much there is of it.
        part smallint not null default 0,
        failure text,
        attempts smallint not null default 0,
        -- Who works on it, and until when the others leave it alone.
        run uuid,
        leased_until timestamptz,
        key_id text,
        wrapped_key bytea,
        chunks integer not null default 0,
        size bigint not null default 0,
        requested_at timestamptz not null,
        finished_at timestamptz,
        expires_at timestamptz not null
      )`);
    await runner.query('create index export_job_session on export_job (session_id)');
    // One at a time for each account, whatever the number of its tabs and of our processes.
    await runner.query("create unique index export_job_open on export_job (account_id) where state in ('waiting', 'running')");
    await runner.query(`
      create table export_chunk (
        job_id uuid not null references export_job (id) on delete cascade,
        number integer not null,
        sealed bytea not null,
        primary key (job_id, number)
      )`);
    await runner.query('grant select, insert, update, delete on export_job, export_chunk to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table export_chunk, export_job');
  }
}

/** The tables of downloads of the record in the gateway's database, after those of sign-in; run as `gateway_owner`. */
export const exportMigrations = [KeepExports1795400070000, MakeCopies1795503300000];
