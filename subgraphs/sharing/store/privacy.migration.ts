import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the privacy officer looks into, flags of records that care alone does not open, and reasons stated for these (ACS-5, abuse cases 3,
 * 19 and 21). No row is ever removed: who knew what, and who decided, can be looked up later.
 */
export class WatchPrivacy1795504000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tablesSql);
    await runner.query(rightsSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table privacy_case, stated_reason, record_flag');
  }
}

const tablesSql = `
  create table privacy_case (
    -- That of the emergency or of the stated reason; of an alert, its own.
    id uuid primary key,
    kind text not null check (kind in ('emergency', 'reason', 'alert')),
    patient_id uuid,
    account_id uuid not null,
    who text not null,
    role text,
    organisation text,
    own_record boolean not null,
    category text not null,
    opened_at timestamptz not null,
    ends_at timestamptz,
    disputed_at timestamptz,
    answer_by timestamptz,
    -- When the officer was last reminded of the answer.
    reminded_at timestamptz,
    outcome text check (outcome in ('justified', 'not-justified', 'passed-on')),
    -- What people wrote, and every decision; sealed by the service with a key of its own.
    sealed bytea not null,
    check ((kind = 'alert') = (patient_id is null)),
    check ((kind = 'alert') = (ends_at is null)),
    check ((disputed_at is null) = (answer_by is null)),
    check (disputed_at is null or kind = 'emergency')
  );
  create index privacy_case_disputed on privacy_case (answer_by, id) where disputed_at is not null and outcome is null;
  create index privacy_case_open on privacy_case (opened_at, id) where disputed_at is null and outcome is null;
  create index privacy_case_closed on privacy_case (opened_at, id) where outcome is not null;
  create index privacy_case_patient on privacy_case (patient_id, opened_at) where kind = 'emergency';
  create index privacy_case_alerts on privacy_case (account_id, opened_at) where kind = 'alert';

  create table stated_reason (
    patient_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    stated_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (patient_id, id),
    check (ends_at > stated_at and ends_at <= stated_at + interval '30 minutes')
  );
  create index stated_reason_account on stated_reason (patient_id, account_id, ends_at);

  create table record_flag (
    patient_id uuid not null,
    id uuid not null unique,
    -- With what the member of staff signs in whose own record it is.
    staff_email text,
    flagged_at timestamptz not null,
    lifted_at timestamptz,
    -- Who flagged it and why, and who took the flag away and why.
    sealed bytea not null,
    primary key (patient_id, id)
  );
  -- A record is flagged once at a time; the doors look it up here.
  create unique index record_flag_standing on record_flag (patient_id) where lifted_at is null;
  create index record_flag_list on record_flag (flagged_at, id);
`;

const rightsSql = ['privacy_case', 'stated_reason', 'record_flag'].map((table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy kept_by_service on ${table} for all to sharing_service using (true) with check (true);
  grant select, insert on ${table} to sharing_service;
`).join('') + `
  grant update (disputed_at, answer_by, reminded_at, outcome, sealed) on privacy_case to sharing_service;
  grant update (lifted_at, sealed) on record_flag to sharing_service;
`;
