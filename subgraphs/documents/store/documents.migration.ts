import { appliedMessageSql } from '@cie/kit/database/applied-message.ts';
import { passPolicySql, passVerificationSql, unhexSql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents and what they say, apart, so that lists never read content. `patient_id` leads every key and index, so that
 * the tables partition and shard by patient.
 */
export class CreateDocuments1795348800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(unhexSql);
    await runner.query(passVerificationSql('documents'));
    await runner.query(tables);
    for (const table of ['document', 'document_content']) await runner.query(passPolicySql('documents', table));
    await runner.query(appliedMessageSql('documents'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table applied_message, document_content, document');
  }
}

/** Columns that the pass policy reads. */
const guard = `
    organisation text not null,
    label smallint not null,
    delayed_until timestamptz(3),
    release_at timestamptz not null generated always as (coalesce(delayed_until, '-infinity')) stored`;

const tables = `
  create table document (
    patient_id uuid not null,
    id uuid not null,
    ${guard},
    delay_from timestamptz(3),
    source_id text not null,
    parent_source_id text,
    version integer not null,
    type_code text not null,
    type text,
    title text not null,
    status text not null check (status in ('current', 'replaced', 'withdrawn')),
    completion text check (completion in ('in-progress', 'unsigned', 'signed')),
    author text,
    at timestamptz(3) not null,
    at_text text not null,
    site text,
    media_type text not null check (media_type in ('text/plain', 'application/pdf')),
    size integer not null,
    sent_at timestamptz(3) not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, organisation, source_id)
  );
  create index document_by_time on document (patient_id, at desc, id desc);

  -- Content of every version; the document itself is the newest.
  create table document_content (
    patient_id uuid not null,
    document_id uuid not null,
    version integer not null,
    ${guard},
    text text,
    pdf bytea,
    sent_at timestamptz(3) not null,
    created_at timestamptz not null default now(),
    primary key (patient_id, document_id, version),
    foreign key (patient_id, document_id) references document (patient_id, id)
  );
  alter table document_content alter column pdf set storage external;
`;
