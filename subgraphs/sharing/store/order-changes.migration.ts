import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { AccessAction } from '../domain/access-entry.ts';

/** SQLSTATE of a minting that came too late. */
export const sharingChanged = 'CR002';

/** Entries of the access log after which everybody may still do what they might before; any other that comes in between stops a minting. */
export const takesNothing: readonly AccessAction[] = [
  'read', 'viewed-as', 'downloaded', 'calendar-read', 'log-downloaded', 'refused', 'changed', 'invited', 'invitation-accepted', 'summary-shared', 'summary-opened', 'summary-stopped',
  'emergency-started', 'reason-stated', 'request-received', 'request-previewed', 'proxy-requested', 'proxy-started', 'proxy-resumed',
];

/** Abuse case 10: after what takes access away has been committed, no pass is made by a decision of before it. */
export class OrderChanges1795507000000 implements MigrationInterface {
  name = 'OrderChanges1795507000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mintSql);
  }

  async down(): Promise<void> {
    throw new Error('Without this a pass could be made after a revoke, by a decision of the moment before.');
  }
}

/**
 * Input as before; `known` in a request is the last entry of the person's chain when the facts of the decision were read. Every change of
 * sharing writes its entry in its own transaction, so the chain has the order of decision, change and pass.
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
    takes_nothing constant text[] := '{${takesNothing.join(',')}}';
    -- The database's own clock and limit: a service whose clock or setting is wrong cannot make a pass live longer.
    expires_at timestamptz := clock_timestamp() + least(lifetime, interval '30 seconds');
  begin
    -- By patient, so that two lists that overlap lock the heads in one order.
    for wanted in select value from jsonb_array_elements(requests) order by value ->> 'patient' loop
      patient := (wanted ->> 'patient')::uuid;
      -- The log names the rooms and the purpose that passes are made for, whatever the caller says it opens.
      entry_seq := public.append_access_entry(patient, at, (wanted -> 'entry') || jsonb_build_object('areas', wanted -> 'rooms')
        || case when wanted ? 'purpose' then jsonb_build_object('purpose', wanted -> 'purpose') else '{}' end);
      -- The head of the chain is locked now, so these are the changes between decision and pass, and no other can come before it.
      if exists (select from public.access_log l where l.patient_id = mint.patient and l.seq > (wanted ->> 'known')::bigint and l.seq < entry_seq
          and (l.body::jsonb ->> 'action') <> all (takes_nothing)) then
        raise exception 'who may see this record has changed' using errcode = '${sharingChanged}';
      end if;
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
