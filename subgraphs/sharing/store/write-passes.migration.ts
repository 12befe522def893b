import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passes to write: one for each door through which sharing allowed the change, beside the passes to read. */
export class MintWritePasses1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mintSql);
  }

  async down(): Promise<void> {
    throw new Error('Without write passes no room could write what people enter.');
  }
}

/**
 * Input as before; with `purpose` in a request, each opening may say in `writes` what the rows written may name as their
 * organisation, and gets a second pass whose audience is `room:purpose`. The log names the purpose, whatever the caller says.
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
    audience text;
    claims text;
    secret record;
    -- The database's own clock and limit: a service whose clock or setting is wrong cannot make a pass live longer.
    expires_at timestamptz := clock_timestamp() + least(lifetime, interval '30 seconds');
  begin
    -- By patient, so that two lists that overlap lock the heads in one order.
    for wanted in select value from jsonb_array_elements(requests) order by value ->> 'patient' loop
      patient := (wanted ->> 'patient')::uuid;
      -- The log names the rooms and the purpose that passes are made for, whatever the caller says it opens.
      entry_seq := public.append_access_entry(patient, at, (wanted -> 'entry') || jsonb_build_object('areas', wanted -> 'rooms')
        || case when wanted ? 'purpose' then jsonb_build_object('purpose', wanted -> 'purpose') else '{}' end);
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
  end $$;
`;
