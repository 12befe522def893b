import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which records are one person's (ACC-5). A row of `record_merge` is a link; no other row moves or changes when two records are
 * joined, so that parting them is to undo a link and nothing else.
 */
export class JoinRecords1795390060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mergeSql);
    await runner.query(optOutSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function record_ids, forget_email, note_return cascade');
    await runner.query('drop table opt_out, record_merge');
    await runner.query('drop sequence record_link_version');
  }
}

const mergeSql = `
  create table record_merge (
    id uuid primary key,
    retired_id uuid not null references patient,
    surviving_id uuid not null references patient,
    -- Provenance: a message of a hospital, by its id and organisation, or a person of the desk, by their account.
    made_at timestamptz not null,
    basis text not null check (basis in ('message', 'staff')),
    made_by text not null,
    organisation text,
    reason text,
    undone_at timestamptz,
    undone_basis text check (undone_basis in ('message', 'staff')),
    undone_by text,
    undone_reason text,
    check (retired_id <> surviving_id),
    check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_basis is null))
  );
  -- A record is retired into one other at a time; together the live links form trees, whose roots are the surviving records.
  create unique index record_merge_retired on record_merge (retired_id) where undone_at is null;
  create index record_merge_surviving on record_merge (surviving_id) where undone_at is null;
  create index record_merge_pair on record_merge (retired_id, surviving_id);
  create index record_merge_newest on record_merge (made_at desc, id desc);
  alter table record_merge enable row level security;
  alter table record_merge force row level security;
  create policy kept_by_feed on record_merge for all to identity_feed using (true) with check (true);
  create policy kept_by_keeper on record_merge for all to identity_keeper using (true) with check (true);
  grant select, insert, update on record_merge to identity_feed, identity_keeper;

  create sequence record_link_version;
  grant usage on sequence record_link_version to identity_feed, identity_keeper;

  -- All ids of the person whose record this is, the surviving one first.
  create function record_ids(patient uuid) returns uuid[] language sql stable set search_path = pg_catalog, public, pg_temp as $$
    with recursive person (id) as (
      select patient
      union
      select case when m.retired_id = person.id then m.surviving_id else m.retired_id end
      from person join record_merge m on m.undone_at is null and (m.retired_id = person.id or m.surviving_id = person.id)
    )
    select array_agg(id order by exists (select from record_merge m where m.undone_at is null and m.retired_id = person.id), id) from person
  $$;
  revoke all on function record_ids from public;
  grant execute on function record_ids to identity_feed, identity_keeper;
`;

const optOutSql = `
  -- A tombstone: the person removed their e-mail address (ACC-3). It stays when they come back, with the time of their return.
  create table opt_out (
    patient_id uuid primary key references patient,
    at timestamptz not null,
    returned_at timestamptz
  );
  alter table opt_out enable row level security;
  alter table opt_out force row level security;
  create policy kept_by_keeper on opt_out for all to identity_keeper using (true) with check (true);
  create policy heeded_by_feed on opt_out for select to identity_feed using (true);
  grant select, insert, update on opt_out to identity_keeper;
  grant select on opt_out to identity_feed;
  -- The owner acts only inside the two functions below.
  create policy returned_at_registration on opt_out for all to identity_owner using (true) with check (true);
  create policy forgotten_at_opt_out on demographics for all to identity_owner using (true) with check (true);
  create policy joined_at_return on record_merge for select to identity_owner using (true);

  -- The keeper reads nothing that hospitals say of people, and may make them forget one thing.
  create function forget_email(patients uuid[]) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    update public.demographics set email = null where patient_id = any (patients) and email is not null
  $$;
  revoke all on function forget_email from public;
  grant execute on function forget_email to identity_keeper;

  -- However somebody registers, it is complete when an account that agreed is linked to the record: from then on the opt-out is over.
  create function note_return() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    update public.opt_out o set returned_at = new.agreed_at
      where o.returned_at is null and new.agreed_at > o.at and o.patient_id = any (public.record_ids(new.patient_id));
    return null;
  end $$;
  revoke all on function note_return from public;
  create trigger note_return after insert or update of patient_id, agreed_at on account for each row
    when (new.patient_id is not null and new.agreed_at is not null and new.closed_at is null)
    execute function note_return();
`;
