import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What registration in steps keeps (REG-1): which agreements a person made, what NHS login proved of somebody whose account is
 * not linked yet, and when hospitals saw a person, for eligibility (REG-3).
 */
export class RegisterInSteps1795390010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Sign-in is the keeper's business now: what the function did in one step happens in several.
    await runner.query('drop function sign_in_patient');
    await runner.query('drop policy matched_at_sign_in on patient');
    await runner.query(accountSql);
    await runner.query(encounterSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table encounter, account_claim, agreement');
    await runner.query('drop index account_record');
  }
}

const accountSql = `
  -- One record, one open account for each way in: a second subject that claims the same person waits for the desk.
  create unique index account_record on account (issuer, patient_id) where closed_at is null and patient_id is not null;
  create table agreement (
    account_id uuid not null references account,
    version text not null,
    agreed_at timestamptz not null,
    primary key (account_id, version)
  );
  -- Kept only while an account is not linked; identity alone knows it, so that the gateway need not carry it from step to step.
  create table account_claim (
    account_id uuid primary key references account,
    nhs_number text not null check (nhs_number ~ '^[0-9]{10}$'),
    birth_date date not null,
    proved_at timestamptz not null
  );
  alter table agreement enable row level security;
  alter table agreement force row level security;
  alter table account_claim enable row level security;
  alter table account_claim force row level security;
  create policy kept_by_keeper on agreement for all to identity_keeper using (true) with check (true);
  create policy kept_by_keeper on account_claim for all to identity_keeper using (true) with check (true);
  grant select, insert on agreement to identity_keeper;
  grant select, insert, update, delete on account_claim to identity_keeper;
`;

const encounterSql = `
  create table encounter (
    patient_id uuid not null references patient,
    organisation text not null,
    -- PV1-19, or the time of the encounter where the sender numbers no visits.
    visit text not null,
    started_at timestamptz not null,
    primary key (patient_id, organisation, visit)
  );
  alter table encounter enable row level security;
  alter table encounter force row level security;
  create policy kept_by_feed on encounter for all to identity_feed using (true) with check (true);
  create policy counted_by_keeper on encounter for select to identity_keeper using (true);
  grant select, insert, update on encounter to identity_feed;
  grant select on encounter to identity_keeper;
`;
