import { appliedMessageSql } from '@cie/kit/database/applied-message.ts';
import { passPolicySql, passVerificationSql, unhexSql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that every guarded table has; `release_at` is what the pass policy compares with the time. */
const guard = `
    organisation text not null,
    label smallint not null,
    delayed_until timestamptz,
    release_at timestamptz not null generated always as (coalesce(delayed_until, '-infinity')) stored`;

/** `patient_id` leads every key and index, so that the tables partition and shard by patient. */
const tables = `
  create table report (
    patient_id uuid not null,
    id uuid not null,
    ${guard},
    delay_from timestamptz not null,
    kind smallint not null,
    filler text not null,
    placer text,
    code text not null,
    code_system text not null,
    name text not null,
    status smallint not null,
    issued_at timestamptz not null,
    sent_at timestamptz not null,
    collected_at timestamptz,
    site text,
    author text,
    comments text[] not null,
    corrected boolean not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, organisation, filler, code)
  );
  create index report_by_issue on report (patient_id, issued_at desc, id desc);

  create table observation (
    patient_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    ${guard},
    position integer not null,
    code text not null,
    code_system text not null,
    name text not null,
    sub_id text not null,
    type text not null,
    value text,
    unit text,
    reference_range text,
    low double precision,
    high double precision,
    flag smallint,
    status smallint not null,
    issued_at timestamptz not null,
    sent_at timestamptz not null,
    observed_at timestamptz not null,
    comments text[] not null,
    corrected boolean not null,
    previous_value text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, report_id, code, sub_id),
    foreign key (patient_id, report_id) references report (patient_id, id)
  );
  create index observation_by_code on observation (patient_id, code, observed_at);

  create table observation_version (
    patient_id uuid not null,
    id uuid not null,
    observation_id uuid not null,
    ${guard},
    replaced_by_message text not null,
    value text,
    unit text,
    reference_range text,
    flag smallint,
    status smallint not null,
    issued_at timestamptz not null,
    comments text[] not null,
    created_at timestamptz not null default now(),
    primary key (patient_id, id),
    foreign key (patient_id, observation_id) references observation (patient_id, id)
  );
  create index observation_version_by_observation on observation_version (patient_id, observation_id);

  create table waiting_report (
    patient_id uuid not null,
    id uuid not null,
    organisation text not null,
    label smallint not null,
    -- The notice itself is not delayed; available_from says when its report is.
    release_at timestamptz not null generated always as ('-infinity'::timestamptz) stored,
    kind smallint not null,
    available_from timestamptz not null,
    primary key (patient_id, id),
    foreign key (patient_id, id) references report (patient_id, id)
  );
  create index waiting_report_by_time on waiting_report (patient_id, available_from);

  create table delay_policy (
    organisation text not null,
    kind smallint not null,
    test_code text not null,
    days smallint not null check (days between 0 and 365),
    show_notice boolean not null,
    primary key (organisation, kind, test_code)
  );
  grant select on delay_policy to results_feed;
`;

/** RES-3: every radiology report everywhere; for laboratories the tests whose results are best told by a person. */
const usualPolicy = `
  insert into delay_policy (organisation, kind, test_code, days, show_notice)
  values ('*', 1, '*', 28, true);
  insert into delay_policy (organisation, kind, test_code, days, show_notice)
  select organisation, 0, test_code, 28, true
  from unnest(array['RYJ', 'RQM', 'RAS', 'R1K']) organisation
  cross join unnest(array['HISTO', 'CYTO', 'BMAT', 'CA125', 'CA199', 'CEA', 'AFP', 'BRCA', 'HTT', 'JAK2', 'BCRABL']) test_code;
`;

export class CreateResults1795305600000 implements MigrationInterface {
  name = 'CreateResults1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(unhexSql);
    await runner.query(passVerificationSql('results'));
    await runner.query(tables);
    await runner.query(appliedMessageSql('results'));
    for (const table of ['report', 'observation', 'observation_version', 'waiting_report']) {
      await runner.query(passPolicySql('results', table));
    }
    await runner.query(usualPolicy);
  }

  async down(): Promise<void> {
    // Going back would delete what hospitals sent; a later migration mends instead.
    throw new Error('The first migration of the results room cannot be undone.');
  }
}
