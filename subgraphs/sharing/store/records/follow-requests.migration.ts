import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is left undone about requests for records (SAR-1): when each was last touched, reviews that were not answered in time, accounts that
 * were closed. And who was asked for a review before somebody else was (ACS-8): assigning another writes over the row.
 */
export class FollowRequests1795503200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columnsSql);
    await runner.query(historySql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger review_kept on records_request');
    await runner.query('drop function keep_review');
    await runner.query('drop table review_history');
    await runner.query('drop index records_request_late');
    await runner.query('alter table records_request drop constraint copy_ends_at_16, drop column touched_at, drop column late_told_of, drop column account_closed_at');
  }
}

const columnsSql = `
  alter table records_request
    -- Null for what was last touched before this column: then it is the day on which it came.
    add column touched_at timestamptz,
    -- End of the review of which the team was told that nobody had answered in time.
    add column late_told_of timestamptz,
    add column account_closed_at timestamptz,
    -- From 16 on a child's record is the child's own; a day more for who was born on 29 February. What was decided before stays as it was.
    add constraint copy_ends_at_16 check (basis <> 'parental-responsibility' or collect_until is null
      or collect_until <= (birth_date + interval '16 years 1 day') at time zone 'Europe/London') not valid;
  grant update (touched_at, late_told_of, account_closed_at) on records_request to sharing_service;
  create index records_request_late on records_request (review_until) where decided = 'open' and reviewed_at is null;
`;

const historySql = `
  create table review_history (
    id uuid not null default gen_random_uuid(),
    patient_id uuid not null,
    request_id uuid not null,
    reviewer_id uuid not null,
    reviewer text not null,
    asked_at timestamptz not null,
    -- When they could read no more: they had answered, their time was over, or somebody else was asked.
    until timestamptz not null,
    primary key (patient_id, id)
  );
  alter table review_history enable row level security;
  alter table review_history force row level security;
  -- Written by the trigger only, with the owner's rights: no review is made up, changed or removed.
  create policy kept_by_trigger on review_history for insert to sharing_owner with check (true);
  create policy read_by_service on review_history for select to sharing_service using (true);
  grant select on review_history to sharing_service;
  create function keep_review() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    insert into public.review_history (patient_id, request_id, reviewer_id, reviewer, asked_at, until)
      values (old.patient_id, old.id, old.reviewer_id, old.reviewer, old.review_asked_at, least(old.review_until, old.reviewed_at, new.review_asked_at));
    return null;
  end $$;
  revoke all on function keep_review from public;
  create trigger review_kept after update on records_request for each row
    when (old.reviewer_id is not null and (new.reviewer_id, new.review_asked_at) is distinct from (old.reviewer_id, old.review_asked_at))
    execute function keep_review();
`;
