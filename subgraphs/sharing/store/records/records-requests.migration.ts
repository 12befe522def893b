import { requestBases, extensionReasons, requestRefusals } from '@cie/kit/records-requests.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for copies of records, and what was shown for them (SAR-1). Requests are never removed: that and how they were answered can be looked up later. */
export class KeepRecordsRequests1795503000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(requestSql);
    await runner.query(evidenceSql);
    await runner.query(rightsSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table evidence_part, evidence, records_request');
  }
}

const nil = '00000000-0000-0000-0000-000000000000';
const oneOf = (values: readonly string[]): string => values.map((each) => `'${each}'`).join(', ');

const requestSql = `
  create table records_request (
    -- The nil UUID while nobody knows whose record it is.
    patient_id uuid not null,
    id uuid not null unique,
    reference text not null unique,
    account_id uuid not null,
    proved boolean not null,
    basis text not null check (basis in (${oneOf(requestBases)})),
    birth_date date not null,
    decided text not null check (decided in ('evidence', 'open', 'approved', 'refused', 'withdrawn')),
    received_at timestamptz not null,
    clock_from timestamptz,
    due_day date,
    -- The last day of which the team was reminded; another one is spoken of anew.
    reminded_of date,
    extended_at timestamptz,
    extension_reason text check (extension_reason in (${oneOf(extensionReasons)})),
    checked_at timestamptz,
    checker text,
    reviewer_id uuid,
    reviewer text,
    review_asked_at timestamptz,
    review_until timestamptz,
    reviewed_at timestamptz,
    harmful smallint[] not null default '{}' check (harmful <@ array[0,1,2,3]::smallint[]),
    decided_at timestamptz,
    decider text,
    refusal text check (refusal in (${oneOf(requestRefusals)})),
    released smallint[] not null default '{}' check (released <@ array[0,1,2,3]::smallint[]),
    collect_until timestamptz,
    collected_at timestamptz,
    -- Names, numbers, and what people wrote; sealed by the service with a key of its own.
    sealed bytea not null,
    primary key (patient_id, id),
    check ((decided = 'open') = (due_day is not null)),
    check (decided <> 'open' or clock_from is not null),
    -- Nobody is given a copy before it was made sure who asks, a health professional has read it, and somebody of the team decided; nor for long, nor what could do serious harm.
    check (decided <> 'approved' or (
      checked_at is not null and reviewed_at is not null and decider is not null and decided_at is not null and collect_until is not null
      and collect_until <= decided_at + interval '30 days' and cardinality(released) > 0 and not (released && harmful) and patient_id <> '${nil}')),
    check (decided <> 'refused' or (decider is not null and refusal is not null)),
    check ((reviewer_id is null) = (review_until is null) and (review_until is null) = (review_asked_at is null))
  );
  create index records_request_account on records_request (account_id, received_at);
  create index records_request_reviewer on records_request (reviewer_id) where decided = 'open' and reviewed_at is null;
  create index records_request_due on records_request (due_day, id) where decided = 'open';
  create index records_request_waiting on records_request (received_at, id) where decided = 'evidence';
  create index records_request_closed on records_request (decided_at desc, id desc) where decided in ('approved', 'refused', 'withdrawn');
`;

const evidenceSql = `
  create table evidence (
    request_id uuid not null references records_request (id),
    id uuid not null unique,
    name text not null,
    media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
    size integer not null default 0,
    parts integer not null default 0,
    state text not null check (state in ('receiving', 'waiting', 'clean', 'refused', 'held')),
    -- Whether it was promised to a scanner: it does not get through without one, whatever the setting says later.
    to_scan boolean not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default '-infinity',
    created_at timestamptz not null,
    updated_at timestamptz not null default now(),
    primary key (request_id, id)
  );
  create index evidence_due on evidence (next_attempt_at) where state = 'waiting';
  create index evidence_receiving on evidence (updated_at) where state = 'receiving';
  create table evidence_part (
    evidence_id uuid not null references evidence (id) on delete cascade,
    number integer not null,
    sealed bytea not null,
    primary key (evidence_id, number)
  );
  alter table evidence_part alter column sealed set storage external;
`;

const rightsSql = `
  ${['records_request', 'evidence', 'evidence_part'].map((table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy kept_by_service on ${table} for all to sharing_service using (true) with check (true);
  grant select, insert on ${table} to sharing_service;`).join('')}
  grant update (patient_id, birth_date, decided, clock_from, due_day, reminded_of, extended_at, extension_reason, checked_at, checker, reviewer_id, reviewer, review_asked_at, review_until,
    reviewed_at, harmful, decided_at, decider, refusal, released, collect_until, collected_at, sealed) on records_request to sharing_service;
  grant update (size, parts, state, attempts, next_attempt_at, updated_at) on evidence to sharing_service;
  grant delete on evidence, evidence_part to sharing_service;
`;
