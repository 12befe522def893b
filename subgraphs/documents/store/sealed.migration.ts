import { passPolicySql, verifiedSql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardColumns } from './guard-columns.ts';

/**
 * Content sealed at rest (DOC-2): each version has a key of its own, wrapped by a key that the database does not know, and its
 * text and file lie in sealed parts. What was stored before has no key yet; it is sealed after the start (domain/seal-plain.ts).
 */
export class SealContent1795400050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table document_content
        add column key_id text,
        add column wrapped_key bytea,
        add column media_type text,
        add column size integer,
        add column author text,
        add column at timestamptz(3),
        add column at_text text,
        add constraint sealed_or_plain check ((wrapped_key is null) = (key_id is null) and (wrapped_key is null or (text is null and pdf is null)));
      create index document_content_plain on document_content (patient_id) where wrapped_key is null;
      create index document_content_key on document_content (key_id, patient_id, document_id, version);

      -- Of the newest version stands with the document; of earlier ones only what was kept.
      update document_content c set media_type = case when c.pdf is null then 'text/plain' else 'application/pdf' end,
        size = coalesce(length(c.pdf), octet_length(c.text), 0), author = d.author, at = d.at, at_text = d.at_text
        from document d where d.patient_id = c.patient_id and d.id = c.document_id and d.version = c.version;
      update document_content c set media_type = case when c.pdf is null then 'text/plain' else 'application/pdf' end,
        size = coalesce(length(c.pdf), octet_length(c.text), 0), at = c.sent_at, at_text = to_char(c.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        where media_type is null;
      alter table document_content
        alter column media_type set not null, alter column size set not null, alter column at set not null, alter column at_text set not null;

      create table document_part (
        patient_id uuid not null,
        document_id uuid not null,
        version integer not null,
        part text not null check (part in ('text', 'file')),
        number integer not null,
        ${guardColumns},
        sealed bytea not null,
        primary key (patient_id, document_id, version, part, number),
        foreign key (patient_id, document_id, version) references document_content (patient_id, document_id, version) on delete cascade
      );
      alter table document_part alter column sealed set storage external;

      alter table document
        drop constraint document_media_type_check,
        add column replaces_source_id text,
        add column versions integer,
        add column maternity boolean not null default false,
        add column expected_delivery date,
        add column author_id uuid,
        add column file_name text;
      update document set versions = version;
      alter table document alter column versions set not null;
      create index document_replacing on document (patient_id, organisation, replaces_source_id) where replaces_source_id is not null;
      create index document_maternity on document (patient_id, at) where maternity;`);
    await runner.query(passPolicySql('documents', 'document_part'));
    // Which keys the running room can open with: rotation re-wraps with none that it cannot.
    await runner.query(`
      create table file_key (id text primary key, known_at timestamptz not null default now());
      grant select, insert, update, delete on file_key to documents_feed;`);
    await runner.query(`
      ${verifiedSql('documents', {
        name: 'verified_readers',
        audience: "part[2] <> 'documents'",
        collect: "answer.items := answer.items || (part[4] || '/by/' || part[3]);",
      })}
      create function pass.readers() returns text[] language sql stable security definer
        set search_path = pg_catalog, pg_temp as 'select (pass.verified_readers()).items';
      revoke all on function pass.verified_readers(), pass.readers() from public;
      grant execute on function pass.readers() to documents_service;`);
  }

  async down(): Promise<void> {
    throw new Error('What was sealed is not made plain again.');
  }
}
