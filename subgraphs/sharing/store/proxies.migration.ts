import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who act for patients (ACC-4). Rows are never removed: who acted for somebody, and until when, can be looked up later. */
export class KeepProxies1795390070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tablesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table proxy_told, proxy');
  }
}

const tablesSql = `
  create table proxy (
    -- The nil UUID while nobody with the number and date of birth of the request has a record.
    patient_id uuid not null,
    id uuid not null default gen_random_uuid() unique,
    account_id uuid not null,
    proxy_name text not null,
    -- HMAC over the NHS number and birth date that were asked for, as in patient_finder.
    finder bytea not null,
    basis text not null check (basis in ('written-consent', 'parental-responsibility', 'power-of-attorney', 'court-appointment')),
    -- Birthdays decide about a parent's access; without a name and a number a date says little.
    birth_date date not null,
    decided text not null default 'requested' check (decided in ('requested', 'active', 'ended', 'refused')),
    labels smallint[] not null default '{}' check (labels <@ array[0,1,2,3]::smallint[]),
    -- Number, address, and what people wrote about evidence and reasons; sealed by the service with a key of its own.
    sealed bytea not null,
    requested_at timestamptz not null,
    verifier text,
    started_at timestamptz,
    ends_at timestamptz,
    reviewed_at timestamptz,
    consent text check (consent in ('given', 'refused', 'cannot-decide')),
    suspended_by_patient_at timestamptz,
    suspended_by_desk_at timestamptz,
    reason text,
    primary key (patient_id, id),
    -- Nobody acts for anybody without a verifier, an end, a label, and the patient's own answer.
    check (decided <> 'active' or (
      verifier is not null and started_at is not null and reviewed_at is not null and ends_at is not null and consent is not null
      and ends_at <= reviewed_at + interval '5 years 2 days'
      and cardinality(labels) > 0 and consent in ('given', 'cannot-decide') and patient_id <> '00000000-0000-0000-0000-000000000000')),
    check (decided not in ('ended', 'refused') or reason is not null)
  );
  -- The same request twice waits once.
  create unique index proxy_waiting on proxy (account_id, finder) where decided = 'requested';
  create index proxy_account on proxy (account_id, requested_at);
  create index proxy_queue on proxy (requested_at, id) where decided in ('requested', 'active');
  create index proxy_birth_date on proxy (birth_date) where decided = 'active' and basis = 'parental-responsibility';
  create index proxy_end on proxy (ends_at) where decided = 'active';

  -- What was said once about an occasion, so that calling again says nothing twice.
  create table proxy_told (
    proxy_id uuid not null,
    what text not null,
    about text not null,
    at timestamptz not null,
    primary key (proxy_id, what, about)
  );
  alter table proxy enable row level security;
  alter table proxy force row level security;
  alter table proxy_told enable row level security;
  alter table proxy_told force row level security;
  create policy kept_by_service on proxy for all to sharing_service using (true) with check (true);
  create policy kept_by_service on proxy_told for all to sharing_service using (true) with check (true);
  grant select, insert on proxy, proxy_told to sharing_service;
  grant update (patient_id, decided, labels, sealed, verifier, started_at, ends_at, reviewed_at, consent, suspended_by_patient_at, suspended_by_desk_at, reason)
    on proxy to sharing_service;
`;
