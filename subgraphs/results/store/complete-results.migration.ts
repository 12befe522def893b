import { passPolicySql, verifiedSql } from '@cie/kit/database/pass-verification.ts';
import { writePolicySql } from '@cie/kit/database/write-pass.ts';
import { noticeSql } from '@cie/kit/notices/notice.store.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const guard = `
    organisation text not null,
    label smallint not null,
    delayed_until timestamptz,
    release_at timestamptz not null generated always as (coalesce(delayed_until, '-infinity')) stored`;

/** ING-5: times as far as they were given. RES-1: what was found of medicines against germs, and files in place of values. */
const columns = `
  alter table report add column issued_at_text text, add column collected_at_text text, add column requester text;
  alter table observation add column observed_at_text text, add column susceptibility smallint, add column file_digest text;
  alter table observation_version add column susceptibility smallint, add column file_digest text;
  create index report_by_release on report (delayed_until) where delayed_until is not null;
`;

/** A file shares delay and label with its report, for each table is guarded by itself; its bytes are sealed (AES-256-GCM, a key for each file). */
const attachments = `
  create table report_attachment (
    patient_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    observation_id uuid not null,
    ${guard},
    title text not null,
    media_type text not null,
    size integer not null,
    digest text not null,
    key_id text not null,
    wrapped_key bytea not null,
    sealed bytea not null,
    created_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, observation_id, digest),
    foreign key (patient_id, report_id) references report (patient_id, id),
    foreign key (patient_id, observation_id) references observation (patient_id, id)
  );
  create index report_attachment_by_report on report_attachment (patient_id, report_id);
  -- What is sealed does not compress.
  alter table report_attachment alter column sealed set storage external;
`;

/** RES-4: who decided what about the release of a report, and why. One early release and one extension at most. */
const decisions = `
  create table release_decision (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    report_id uuid not null,
    ${guard},
    kind smallint not null check (kind in (0, 1)),
    days smallint check (days between 1 and 28),
    reason text not null check (length(btrim(reason)) between 1 and 1000),
    from_at timestamptz not null,
    until_at timestamptz not null,
    test_codes text[] not null,
    author_id uuid not null,
    author_name text not null,
    author_role text,
    author_organisation text not null,
    decided_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, report_id, kind),
    check ((kind = 1) = (days is not null)),
    foreign key (patient_id, report_id) references report (patient_id, id)
  );
`;

/**
 * The service's role may add a decision and nothing else: what follows from it is done by the database, to the report, its tests,
 * their history, its files and its notice in one transaction. Whose the report is, how long it waits and which tests it has is
 * read from the report itself, whatever the statement says; the policy then compares organisation and label with the write pass.
 * The owner sees rows inside triggers only.
 */
const applyDecisions = `
  create function decide_release() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    decided report;
  begin
    select * into decided from report where patient_id = new.patient_id and id = new.report_id for update;
    if not found or decided.delayed_until is null or decided.delayed_until <= now() then
      raise exception 'the report does not wait' using errcode = 'CR001';
    end if;
    if new.kind = 0 and decided.status not in (3, 4) then
      raise exception 'the report is not final' using errcode = 'CR001';
    end if;
    new.organisation := decided.organisation;
    new.label := decided.label;
    new.decided_at := now();
    new.from_at := decided.delayed_until;
    new.until_at := case new.kind when 0 then now() else decided.delayed_until + make_interval(days => new.days) end;
    new.delayed_until := new.until_at;
    new.test_codes := array[decided.code] || array(
      select o.code from observation o where o.patient_id = new.patient_id and o.report_id = new.report_id order by o.position);
    return new;
  end $$;

  create function apply_release() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    update report set delayed_until = new.until_at, updated_at = now() where patient_id = new.patient_id and id = new.report_id;
    update observation set delayed_until = new.until_at where patient_id = new.patient_id and report_id = new.report_id;
    update observation_version v set delayed_until = new.until_at from observation o
      where v.patient_id = new.patient_id and o.patient_id = new.patient_id and o.id = v.observation_id and o.report_id = new.report_id;
    update report_attachment set delayed_until = new.until_at where patient_id = new.patient_id and report_id = new.report_id;
    update release_decision set delayed_until = new.until_at where patient_id = new.patient_id and report_id = new.report_id and id <> new.id;
    update waiting_report set available_from = new.until_at where patient_id = new.patient_id and id = new.report_id;
    return null;
  end $$;

  revoke all on function decide_release(), apply_release() from public;
  create trigger decide_release before insert on release_decision for each row execute function decide_release();
  create trigger apply_release after insert on release_decision for each row execute function apply_release();
`;

const byTrigger = (table: string): string =>
  `create policy moved_by_decision on ${table} for all to results_owner using (pg_trigger_depth() > 0) with check (pg_trigger_depth() > 0);`;

const decisionRights = `
  ${writePolicySql('results', 'release_decision', { purpose: 'release-result', operations: ['insert'], own: true })}
  ${writePolicySql('results', 'release_decision', { purpose: 'extend-delay', operations: ['insert'], own: true })}
  create policy kind_of_purpose on release_decision as restrictive for insert to results_service with check (
    (case kind when 0 then 'results:release-result/' else 'results:extend-delay/' end || patient_id::text || '/by/' || author_id::text)
      = any ((select pass.writes())::text[])
  );
  grant insert (patient_id, report_id, kind, days, reason, author_id, author_name, author_role, author_organisation) on release_decision to results_service;
`;

/**
 * Who of the professionals has opened which report. The service's role may note it for the viewer of a read pass that includes
 * waiting items, of a report that this pass shows, and may not read it back.
 */
const openings = `
  ${verifiedSql('results', {
    name: 'verified_readers',
    audience: `part[2] <> 'results' or part[8] <> 'y'`,
    collect: `answer.items := answer.items || (part[4] || '/by/' || part[3]);`,
  })}
  create function pass.readers() returns text[] language sql stable security definer
    set search_path = pg_catalog, pg_temp as 'select (pass.verified_readers()).items';
  revoke all on function pass.verified_readers(), pass.readers() from public;
  grant execute on function pass.readers() to results_service;

  create table report_opening (
    patient_id uuid not null,
    report_id uuid not null,
    viewer_id uuid not null,
    opened_at timestamptz not null default now(),
    primary key (patient_id, report_id, viewer_id),
    foreign key (patient_id, report_id) references report (patient_id, id)
  );
  alter table report_opening enable row level security;
  alter table report_opening force row level security;
  create policy noted_by_reader on report_opening for insert to results_service with check (
    (patient_id::text || '/by/' || viewer_id::text) = any ((select pass.readers())::text[])
    and exists (select from report r where r.patient_id = report_opening.patient_id and r.id = report_opening.report_id)
  );
  create policy read_by_feed on report_opening for select to results_feed using (true);
  grant insert (patient_id, report_id, viewer_id) on report_opening to results_service;
  grant select on report_opening to results_feed;

  create table result_task (
    patient_id uuid not null,
    report_id uuid not null,
    organisation text not null,
    raised_at timestamptz not null default now(),
    primary key (patient_id, report_id),
    foreign key (patient_id, report_id) references report (patient_id, id)
  );
  create index result_task_by_organisation on result_task (organisation, raised_at);
  alter table result_task enable row level security;
  alter table result_task force row level security;
  create policy kept_by_feed on result_task for all to results_feed using (true) with check (true);
  grant select, insert, delete on result_task to results_feed;
`;

/** Policies are changed by staff: what stood before, who changed it and when is never written over. */
const policies = `
  alter table delay_policy add column author text, add column changed_at timestamptz;
  grant insert, update, delete on delay_policy to results_feed;

  create table result_task_policy (
    organisation text primary key,
    days smallint not null check (days between 1 and 28),
    email text,
    author text not null,
    changed_at timestamptz not null default now()
  );
  grant select, insert, update on result_task_policy to results_feed;

  create table policy_change (
    id bigint primary key generated always as identity,
    at timestamptz not null default now(),
    author text not null,
    organisation text not null,
    policy jsonb not null
  );
  grant select, insert on policy_change to results_feed;
${['result_task_policy', 'policy_change'].map((table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy kept_by_feed on ${table} for all to results_feed using (true) with check (true);`).join('')}
`;

export class CompleteResults1795404000000 implements MigrationInterface {
  name = 'CompleteResults1795404000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await runner.query(attachments);
    await runner.query(decisions);
    for (const table of ['report_attachment', 'release_decision']) await runner.query(passPolicySql('results', table));
    await runner.query(applyDecisions);
    for (const table of ['report', 'observation', 'observation_version', 'waiting_report', 'report_attachment', 'release_decision']) await runner.query(byTrigger(table));
    await runner.query(decisionRights);
    await runner.query(openings);
    await runner.query(policies);
    await runner.query(noticeSql('results'));
  }

  async down(): Promise<void> {
    // Going back would delete what hospitals sent and professionals decided; a later migration mends instead.
    throw new Error('The rules of results cannot be undone.');
  }
}
