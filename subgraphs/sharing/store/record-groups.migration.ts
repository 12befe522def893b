import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which records belong to one person (ACC-5), as identity says, and passes for all of them under one entry of the access log. A
 * record without a row was never joined.
 */
export class JoinRecords1795390080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tableSql);
    await runner.query(mintSql);
  }

  async down(): Promise<void> {
    // Without groups, half of a joined record would be hidden from the person themself; a later migration mends instead.
    throw new Error('Joined records cannot be forgotten.');
  }
}

const tableSql = `
  create table record_group (
    patient_id uuid primary key,
    surviving_id uuid not null,
    -- Of the notice that said so: what was held up on its way undoes nothing newer.
    version bigint not null
  );
  create index record_group_surviving on record_group (surviving_id);
  alter table record_group enable row level security;
  alter table record_group force row level security;
  create policy kept_by_feed on record_group for all to sharing_feed using (true) with check (true);
  -- The owner reads it inside pass.mint only.
  create policy read_by_doors on record_group for select to sharing_service, sharing_owner using (true);
  grant select on record_group to sharing_service;
  grant select, insert, update on record_group to sharing_feed;
`;

/**
 * Input: an array of {patient, entry, rooms, members: [{patient, openings: [{door, labels, organisations, delayed}]}], viewer,
 * request}. Each member is a record of the person named by \`patient\`, in whose log the one entry stands. A member without an
 * opening gets a signed pass with no label and no organisation: it verifies, and shows nothing.
 */
const mintSql = `
  create or replace function pass.mint(requests jsonb, at timestamptz, lifetime interval)
  returns table (patient uuid, room text, passes text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    wanted jsonb;
    entry_seq bigint;
    member jsonb;
    opening jsonb;
    openings jsonb;
    claims text;
    secret record;
    -- The database's own clock and limit: a service whose clock or setting is wrong cannot make a pass live longer.
    expires_at timestamptz := clock_timestamp() + least(lifetime, interval '30 seconds');
  begin
    -- By patient, so that two lists that overlap lock the heads in one order.
    for wanted in select value from jsonb_array_elements(requests) order by value ->> 'patient' loop
      patient := (wanted ->> 'patient')::uuid;
      -- The log names the rooms that passes are made for, whatever the caller says it opens.
      entry_seq := public.append_access_entry(patient, at, (wanted -> 'entry') || jsonb_build_object('areas', wanted -> 'rooms'));
      for room in select jsonb_array_elements_text(wanted -> 'rooms') loop
        select k.key_id, k.key into strict secret from pass.key k
          where k.room = mint.room order by k.key_id desc limit 1;
        passes := null;
        for member in select jsonb_array_elements(wanted -> 'members') loop
          -- Nobody's record is opened under an entry in somebody else's log.
          continue when (member ->> 'patient')::uuid <> patient and not exists (
            select from public.record_group g where g.patient_id = (member ->> 'patient')::uuid and g.surviving_id = mint.patient);
          openings := member -> 'openings';
          if jsonb_array_length(openings) = 0 then
            openings := '[{"door": "none", "labels": "", "organisations": "", "delayed": "n"}]'::jsonb;
          end if;
          for opening in select jsonb_array_elements(openings) loop
            claims := concat_ws('|', 'v1', room, wanted ->> 'viewer', (member ->> 'patient')::uuid, opening ->> 'door', opening ->> 'labels',
              opening ->> 'organisations', opening ->> 'delayed', wanted ->> 'request', entry_seq,
              (extract(epoch from least(expires_at, coalesce((opening ->> 'until')::timestamptz, expires_at))) * 1000)::bigint, secret.key_id);
            passes := concat_ws(' ', passes,
              claims || '|' || encode(crypto.hmac(convert_to(claims, 'UTF8'), secret.key, 'sha256'), 'hex'));
          end loop;
        end loop;
        return next;
      end loop;
    end loop;
  end $$;
`;
