import { passPolicySql } from '@cie/kit/database/pass-verification.ts';
import { writePolicySql } from '@cie/kit/database/write-pass.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardColumns } from './guard-columns.ts';

/**
 * Quarantine (DOC-2): files that people add, until they are found clean. In a table of their own, so that no reading of
 * documents can come upon one. A row is read under a pass for the record by the account that added it, and by no other; the
 * bytes are read by nobody but the check.
 */
export class CreateUploads1795400050001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table upload (
        patient_id uuid not null,
        id uuid not null unique,
        ${guardColumns},
        author_id uuid not null,
        author text not null,
        title text not null,
        type text not null,
        file_name text not null,
        media_type text not null,
        dated date,
        size integer not null default 0,
        parts integer not null default 0,
        state text not null check (state in ('receiving', 'waiting', 'held', 'refused', 'withdrawn')),
        reason text check (reason in ('malware', 'too-large-to-scan')),
        key_id text,
        wrapped_key bytea,
        attempts integer not null default 0,
        next_attempt_at timestamptz not null default '-infinity',
        created_at timestamptz(3) not null,
        updated_at timestamptz not null default now(),
        primary key (patient_id, id)
      );
      create index upload_due on upload (next_attempt_at) where state = 'waiting';
      create index upload_over on upload (updated_at) where state in ('receiving', 'refused', 'withdrawn');
      create table upload_part (
        patient_id uuid not null,
        upload_id uuid not null,
        number integer not null,
        sealed bytea not null,
        primary key (patient_id, upload_id, number),
        foreign key (patient_id, upload_id) references upload (patient_id, id) on delete cascade
      );
      alter table upload_part alter column sealed set storage external;
      alter table upload_part enable row level security;
      alter table upload_part force row level security;
      create policy kept_by_feed on upload_part for all to documents_feed using (true) with check (true);
      grant select, insert, delete on upload_part to documents_feed;`);
    await runner.query(passPolicySql('documents', 'upload'));
    await runner.query(`
      create policy seen_by_author on upload as restrictive for select to documents_service
        using (patient_id::text || '/by/' || author_id::text = any ((select pass.readers())::text[]));
      ${writePolicySql('documents', 'upload', { purpose: 'upload-document', operations: ['insert', 'update'], own: true })}
      ${writePolicySql('documents', 'document', { purpose: 'upload-document', operations: ['update'], own: true })}
      grant insert (patient_id, id, organisation, label, author_id, author, title, type, file_name, media_type, dated, state, key_id, wrapped_key, created_at) on upload to documents_service;
      grant update (state, updated_at) on upload to documents_service;
      grant update (status, updated_at) on document to documents_service;`);
  }

  async down(): Promise<void> {
    throw new Error('Files in quarantine are not thrown away by a migration.');
  }
}

/** Which files were promised to a scanner: they do not get through without one, whatever the setting says later. */
export class MarkFilesToScan1795400050002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table upload add column to_scan boolean not null default true');
    await runner.query('grant insert (to_scan) on upload to documents_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table upload drop column to_scan');
  }
}
