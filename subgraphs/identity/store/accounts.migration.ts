import { noticeSql } from '@cie/kit/notices/notice.store.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts as people keep them: how far a registration has come, how to reach the person, and that it was closed. The keeper's
 * role works on them; the role that answers GraphQL still reaches them only through the functions of the first migration.
 */
export class KeepAccounts1795390000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(accountSql);
    await runner.query(deskSql);
    await runner.query(noticeSql('identity'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notice, desk_event, desk_case');
  }
}

const accountSql = `
  alter table account
    add column mobile text,
    add column language text not null default 'en',
    -- Versions of the user agreement and privacy policy that the person agreed to, and when (REG-4).
    add column agreement_version text,
    add column agreed_at timestamptz,
    -- When the person was shown how sharing works (REG-10).
    add column explained_at timestamptz,
    add column closed_at timestamptz,
    add column closed_because text check (closed_because in ('opted-out', 'left', 'merged', 'replaced')),
    add constraint closed_with_reason check ((closed_at is null) = (closed_because is null)),
    drop constraint account_proofing_check,
    add constraint account_proofing_check check (proofing in ('P5', 'vouched', 'P9')),
    -- A closed account forgets its subject: coming back is a fresh registration, with an account of its own (ACC-3).
    add constraint closed_forgets_subject check (closed_at is null or (subject = 'closed ' || id and email is null and mobile is null));
  create index account_patient on account (patient_id) where closed_at is null;
  create index account_email on account (lower(email)) where closed_at is null;
  create policy kept_by_keeper on account for all to identity_keeper using (true) with check (true);
  grant select, insert, update on account to identity_keeper;
  -- To match a person who registers; what organisations say of them is not the keeper's business.
  create policy matched_by_keeper on patient for select to identity_keeper using (true);
  grant select on patient to identity_keeper;
`;

const deskSql = `
  create table desk_case (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    state text not null default 'new' check (state in ('new', 'in-progress', 'done', 'refused')),
    -- Who asks, as they say themselves, and what they ask for.
    contact jsonb not null,
    details jsonb not null,
    account_id uuid references account,
    patient_id uuid references patient,
    opened_by text not null,
    opened_at timestamptz not null,
    due_at timestamptz,
    taken_by uuid references account,
    closed_at timestamptz
  );
  create index desk_case_waiting on desk_case (opened_at) where closed_at is null;
  create index desk_case_account on desk_case (account_id);
  create index desk_case_patient on desk_case (patient_id);
  -- What was done about a case, in order; rows are only ever added.
  create table desk_event (
    case_id uuid not null references desk_case,
    seq integer not null,
    at timestamptz not null,
    account_id uuid,
    who text not null,
    action text not null,
    note text,
    primary key (case_id, seq)
  );
  alter table desk_case enable row level security;
  alter table desk_case force row level security;
  alter table desk_event enable row level security;
  alter table desk_event force row level security;
  create policy kept_by_keeper on desk_case for all to identity_keeper using (true) with check (true);
  create policy kept_by_keeper on desk_event for all to identity_keeper using (true) with check (true);
  create policy opened_by_feed on desk_case for insert to identity_feed with check (true);
  grant select, insert, update on desk_case to identity_keeper;
  grant select, insert on desk_event to identity_keeper;
  grant insert on desk_case to identity_feed;
`;
