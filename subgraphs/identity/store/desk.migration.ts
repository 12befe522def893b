import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The desk's queue as people work it (REG-5): references, checks of identity, and an index for each list. */
export class WorkDeskCases1795390040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deskQueueSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table desk_check');
    await runner.query('alter table desk_case drop column reference, drop column source_hash, drop column told_at');
  }
}

const deskQueueSql = `
  alter table desk_case
    -- What the person quotes. Cases from before there were references get one of hexadecimal digits.
    add column reference text not null default regexp_replace(upper(substr(md5(gen_random_uuid()::text), 1, 8)), '^(.{4})', '\\1-'),
    -- SHA-256 of what a mail is known by, so that one delivered twice is one case.
    add column source_hash bytea,
    -- When the person was told that the desk has their request.
    add column told_at timestamptz;
  alter table desk_case alter column reference drop default;
  create unique index desk_case_reference on desk_case (reference);
  create unique index desk_case_source on desk_case (source_hash) where source_hash is not null;
  create index desk_case_told on desk_case (lower(contact ->> 'email'), told_at) where told_at is not null;
  drop index desk_case_waiting;
  create index desk_case_waiting on desk_case (opened_at, id) where closed_at is null;
  create index desk_case_kind on desk_case (kind, opened_at, id) where closed_at is null;
  create index desk_case_taken on desk_case (taken_by, opened_at, id) where closed_at is null;
  create index desk_case_closed on desk_case (closed_at desc, id) where closed_at is not null;
  create index desk_case_closed_kind on desk_case (kind, closed_at desc, id) where closed_at is not null;

  -- How an identity was checked before somebody was invited; rows are only ever added, the latest counts.
  create table desk_check (
    case_id uuid not null references desk_case,
    seq integer not null,
    at timestamptz not null,
    account_id uuid not null references account,
    who text not null,
    method text not null check (method in ('in-person', 'video-call', 'vouched')),
    evidence text[] not null check (cardinality(evidence) > 0),
    nhs_number text not null check (nhs_number ~ '^[0-9]{10}$'),
    birth_date date not null,
    note text,
    primary key (case_id, seq)
  );
  alter table desk_check enable row level security;
  alter table desk_check force row level security;
  create policy kept_by_keeper on desk_check for all to identity_keeper using (true) with check (true);
  grant select, insert on desk_check to identity_keeper;
`;
