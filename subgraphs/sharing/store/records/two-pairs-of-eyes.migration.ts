import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * SAR-1: a copy of somebody's record is let out by two people of the records team, soon after a health professional has read it, and never
 * against what any of those who read it said. Who opened evidence is kept. The patient can object.
 */
export class TwoPairsOfEyes1795509100000 implements MigrationInterface {
  name = 'TwoPairsOfEyes1795509100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columnsSql);
    await runner.query(harmfulSql);
    await runner.query(openedSql);
  }

  async down(): Promise<void> {
    throw new Error('Without this one person alone could let a copy out; a later migration mends instead.');
  }
}

/** Forced row level security hides the rows from the owner too, who mends them here. */
const columnsSql = `
  alter table records_request
    add column checker_id uuid,
    add column decider_id uuid,
    add column objected_at timestamptz,
    -- Approved before these rules, by who knows whom.
    add column of_before boolean not null default false;
  alter table records_request no force row level security;
  -- No copy goes out any more that nobody knows to have had two pairs of eyes.
  update records_request set of_before = true, collect_until = case when proved then collect_until else least(collect_until, now(),
    case when basis = 'parental-responsibility' then (birth_date + interval '16 years') at time zone 'Europe/London' end) end where decided = 'approved';
  alter table records_request force row level security;
  alter table records_request
    add constraint two_pairs_of_eyes check (decided <> 'approved' or proved or of_before
      or (checker_id is not null and decider_id is not null and checker_id <> decider_id)),
    -- Seven days, their last one whole, and an hour where clocks change: what is filed later, nobody has read.
    add constraint copy_soon_after_review check (decided <> 'approved' or of_before or collect_until <= reviewed_at + interval '8 days 1 hour');
  grant update (checker_id, decider_id, objected_at) on records_request to sharing_service;
`;

const harmfulSql = `
  create function keep_harmful() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'what a health professional spoke against stays spoken against' using errcode = 'check_violation';
  end $$;
  revoke all on function keep_harmful from public;
  create trigger harmful_kept before update on records_request for each row when (not (new.harmful @> old.harmful)) execute function keep_harmful();
`;

const openedSql = `
  create table evidence_opened (
    request_id uuid not null references records_request (id),
    id uuid not null default gen_random_uuid(),
    -- Outlives the file.
    evidence_id uuid not null,
    account_id uuid not null,
    -- Of staff, as in the columns beside.
    who text not null,
    opened_at timestamptz not null,
    primary key (request_id, id)
  );
  alter table evidence_opened enable row level security;
  alter table evidence_opened force row level security;
  create policy kept_by_service on evidence_opened for all to sharing_service using (true) with check (true);
  -- Never changed, never removed.
  grant select, insert on evidence_opened to sharing_service;
`;
