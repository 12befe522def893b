import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Summaries that patients give away (ACS-3). Whose, when and by whom opened stays; what they hold goes when it is opened, stopped or over. */
export class KeepSummaryShares1795506000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tablesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table summary_content, summary_share');
  }
}

const tablesSql = `
  create table summary_share (
    patient_id uuid not null,
    id uuid not null unique,
    account_id uuid not null,
    labels smallint[] not null check (cardinality(labels) > 0 and labels <@ array[0,1,2,3]::smallint[]),
    made_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > made_at and ends_at <= made_at + interval '168 hours'),
    -- Made from code, link and date of birth by functions that lead back to none of them.
    code_find bytea not null unique check (length(code_find) = 32),
    code_proof bytea not null check (length(code_proof) = 32),
    link_find bytea not null unique check (length(link_find) = 32),
    link_proof bytea not null check (length(link_proof) = 32),
    wrong smallint not null default 0 check (wrong between 0 and 5),
    late smallint not null default 0 check (late between 0 and 5),
    opened_at timestamptz,
    opened_by text check (length(opened_by) between 1 and 200),
    stopped_at timestamptz,
    primary key (patient_id, id),
    check ((opened_at is null) = (opened_by is null)),
    -- It opens once, within its time, and never after it was stopped or five wrong tries.
    check (opened_at is null or (stopped_at is null and wrong < 5 and opened_at < ends_at)),
    check (wrong < 5 or stopped_at is not null)
  );

  -- Cipher text. No key to it is in any database.
  create table summary_content (
    share_id uuid primary key references summary_share (id),
    until timestamptz not null,
    -- Gone once the link was opened, when only the bundle is left to be fetched.
    wrapped bytea,
    page text,
    bundle text not null,
    fetch_find bytea unique check (length(fetch_find) = 32),
    check ((fetch_find is null) = (wrapped is not null) and (fetch_find is null) = (page is not null))
  );
  create index summary_content_until on summary_content (until);

  alter table summary_share enable row level security;
  alter table summary_share force row level security;
  alter table summary_content enable row level security;
  alter table summary_content force row level security;
  create policy kept_by_service on summary_share for all to sharing_service using (true) with check (true);
  create policy kept_by_service on summary_content for all to sharing_service using (true) with check (true);
  grant select, insert on summary_share to sharing_service;
  grant update (wrong, late, opened_at, opened_by, stopped_at) on summary_share to sharing_service;
  grant select, insert, delete on summary_content to sharing_service;
  grant update (until, wrapped, page, fetch_find) on summary_content to sharing_service;
`;
