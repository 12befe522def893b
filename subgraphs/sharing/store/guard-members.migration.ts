import type { MigrationInterface, QueryRunner } from 'typeorm';
import { recordKey } from './each-look-once.ts';
import { sharingChanged, takesNothing } from './order-changes.migration.ts';

/**
 * Abuse case 10, also where several records are one person's (ACC-5) and where a team lets somebody in (ACS-3): what takes access away is
 * written in the log of the one record that it is about, and who belongs to a team in no log at all.
 */
export class GuardMembers1795508100000 implements MigrationInterface {
  name = 'GuardMembers1795508100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rightsSql);
    await runner.query(mintSql);
  }

  async down(): Promise<void> {
    throw new Error('Without this a pass could be made after a revoke, by a decision of the moment before.');
  }
}

/** To lock a row against a change one needs the right to change it; by this policy nothing can be changed to anything. */
const rightsSql = `
  create policy locked_by_mint on record_group for update to sharing_owner using (true) with check (false);
  create policy read_by_mint on team_member for select to sharing_owner using (true);
  create policy locked_by_mint on team_member for update to sharing_owner using (true) with check (false);
`;

/**
 * Input as before, but `known` in a request names each record of the person with the last entry of its log when the facts of the decision
 * were read, and `teams` the teams by which the viewer comes. Locks are taken in one order by everybody: who belongs together, who belongs
 * to the teams, then the heads of the logs, each by id. A member may bring an `entry` of its own, which says by which of its doors it was
 * opened; it names the log with the person's entry by a hash (`joined`): after a parting nobody learns the id of the other record.
 */
const mintSql = `
  create or replace function pass.mint(requests jsonb, at timestamptz, lifetime interval)
  returns table (patient uuid, room text, passes text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    wanted jsonb;
    written jsonb;
    entry_seq bigint;
    member jsonb;
    opening jsonb;
    openings jsonb;
    audience text;
    claims text;
    secret record;
    known_record uuid;
    known_seq bigint;
    memberships bigint;
    held bigint;
    joined uuid[];
    takes_nothing constant text[] := '{${takesNothing.join(',')}}';
    -- The database's own clock and limit: a service whose clock or setting is wrong cannot make a pass live longer.
    expires_at timestamptz := clock_timestamp() + least(lifetime, interval '30 seconds');
  begin
    joined := array(select k.id::uuid from jsonb_array_elements(requests) r (value), jsonb_object_keys(r.value -> 'known') k (id) where k.id <> r.value ->> 'patient');
    if cardinality(joined) > 0 then
      perform from public.record_group g where g.patient_id = any (joined) order by g.patient_id for share;
    end if;

    if jsonb_path_exists(requests, '$[*].teams[*]') then
      select count(*) into memberships from (
        select distinct r.value ->> 'viewer', t.id from jsonb_array_elements(requests) r (value), jsonb_array_elements_text(r.value -> 'teams') t (id)) as wanted_teams;
      perform from public.team_member m join (
        select distinct (r.value ->> 'viewer')::uuid as account_id, t.id::uuid as team_id
          from jsonb_array_elements(requests) r (value), jsonb_array_elements_text(r.value -> 'teams') t (id)) as w
        on m.account_id = w.account_id and m.team_id = w.team_id where m.ended_at is null order by m.team_id for share of m;
      get diagnostics held = row_count;
      if held < memberships then
        raise exception 'who may see this record has changed' using errcode = '${sharingChanged}';
      end if;
    end if;

    if cardinality(joined) > 0 then
      for known_record in
        select distinct x.id::uuid from jsonb_array_elements(requests) r (value), lateral (
          select jsonb_object_keys(r.value -> 'known') union select r.value ->> 'patient') x (id) order by 1
      loop
        -- A log that is begun by a change at this moment is waited for as well.
        insert into public.access_log_head as h (patient_id, seq, hash) values (known_record, 0, ''::bytea) on conflict (patient_id) do nothing;
        perform from public.access_log_head h where h.patient_id = known_record for update;
      end loop;
    end if;

    -- By patient, so that two lists that overlap lock the heads in one order.
    for wanted in select value from jsonb_array_elements(requests) order by value ->> 'patient' loop
      patient := (wanted ->> 'patient')::uuid;
      -- The log names the rooms and the purpose that passes are made for, whatever the caller says it opens.
      written := jsonb_build_object('areas', wanted -> 'rooms') || case when wanted ? 'purpose' then jsonb_build_object('purpose', wanted -> 'purpose') else '{}' end;
      entry_seq := public.append_access_entry(patient, at, (wanted -> 'entry') || written);
      -- The heads of the chains are locked now, so these are the changes between decision and pass, and no other can come before it.
      for known_record, known_seq in select k.key::uuid, k.value::bigint from jsonb_each_text(wanted -> 'known') k loop
        if exists (select from public.access_log l where l.patient_id = known_record and l.seq > known_seq and (known_record <> patient or l.seq < entry_seq)
              and (l.body::jsonb ->> 'action') <> all (takes_nothing))
            or (known_record <> patient and not exists (
              select from public.record_group g where g.patient_id = known_record and g.surviving_id = mint.patient)) then
          raise exception 'who may see this record has changed' using errcode = '${sharingChanged}';
        end if;
      end loop;
      -- Each record that is opened has the look in its own log as well, which goes with it when it is parted from the others.
      for member in select m.value from jsonb_array_elements(wanted -> 'members') m (value)
          where (m.value ->> 'patient')::uuid <> patient and jsonb_array_length(m.value -> 'openings') > 0
            and (m.value ->> 'patient')::uuid in (select g.patient_id from public.record_group g where g.surviving_id = mint.patient)
          order by (m.value ->> 'patient')::uuid loop
        perform public.append_access_entry((member ->> 'patient')::uuid, at,
          coalesce(member -> 'entry', wanted -> 'entry') || written || jsonb_build_object('joined', ${recordKey('patient')}));
      end loop;
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
            foreach audience in array case when wanted ? 'purpose' and opening ? 'writes' then array[room, room || ':' || (wanted ->> 'purpose')] else array[room] end loop
              claims := concat_ws('|', 'v1', audience, wanted ->> 'viewer', (member ->> 'patient')::uuid, opening ->> 'door', opening ->> 'labels',
                opening ->> (case when audience = room then 'organisations' else 'writes' end), opening ->> 'delayed', wanted ->> 'request', entry_seq,
                (extract(epoch from least(expires_at, coalesce((opening ->> 'until')::timestamptz, expires_at))) * 1000)::bigint, secret.key_id);
              passes := concat_ws(' ', passes,
                claims || '|' || encode(crypto.hmac(convert_to(claims, 'UTF8'), secret.key, 'sha256'), 'hex'));
            end loop;
          end loop;
        end loop;
        return next;
      end loop;
    end loop;

    -- A log without an entry is none: nobody else has seen these.
    if cardinality(joined) > 0 then
      delete from public.access_log_head h where h.patient_id = any (joined) and h.seq = 0;
    end if;
  end $$;
`;
