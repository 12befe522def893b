import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables of sharing, and the two functions that are the only way to write the access log. The service's role holds no right
 * to insert, change or delete log rows, nor to read pass keys: it calls `pass.mint`, which does both at once or neither.
 */
export class CreateSharing1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(appendFunction);
    await runner.query(mintFunction);
    await runner.query(grants);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function pass.mint, public.log_access, public.append_access_entry');
    await runner.query('drop table access_log, access_log_head, emergency, invitation, care, patient_finder');
  }
}

const tables = `
  -- The finder is an HMAC over NHS number and birth date: sharing finds a person by both and stores neither.
  create table patient_finder (
    finder bytea primary key,
    patient_id uuid not null
  );
  create index patient_finder_patient on patient_finder (patient_id);

  create table care (
    patient_id uuid not null,
    organisation text not null,
    since timestamptz not null default now(),
    primary key (patient_id, organisation)
  );

  create table invitation (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    email text not null,
    account_id uuid,
    invitee_name text,
    organisation text,
    labels smallint[] not null check (cardinality(labels) > 0 and labels <@ array[0,1,2,3]::smallint[]),
    created_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    ends_at timestamptz,
    primary key (patient_id, id),
    check ((account_id is null) = (accepted_at is null))
  );
  create index invitation_account on invitation (account_id) where revoked_at is null;
  create index invitation_pending on invitation (email) where account_id is null and revoked_at is null;

  create table emergency (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    account_id uuid not null,
    category text not null,
    reason text not null,
    started_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    primary key (patient_id, id)
  );
  create index emergency_account on emergency (account_id, patient_id);

  -- The body is what is hashed, byte for byte; the columns beside it only serve to find it.
  create table access_log (
    patient_id uuid not null,
    seq bigint not null,
    at timestamptz not null,
    body text not null,
    hash bytea not null,
    primary key (patient_id, seq)
  );
  create table access_log_head (
    patient_id uuid primary key,
    seq bigint not null,
    hash bytea not null
  );
`;

/** hash(n) = SHA-256(hash(n-1) || body(n)); the head row's lock puts the entries of one patient in order. */
const appendFunction = `
  create function public.append_access_entry(patient uuid, at timestamptz, entry jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    head record;
    next_seq bigint;
    body text;
    next_hash bytea;
  begin
    insert into public.access_log_head as h (patient_id, seq, hash) values (patient, 0, ''::bytea)
      on conflict (patient_id) do nothing;
    select h.seq, h.hash into head from public.access_log_head h where h.patient_id = patient for update;
    next_seq := head.seq + 1;
    -- What the entry says of its own place does not count: the last object wins.
    body := (entry || jsonb_build_object('patient', patient, 'seq', next_seq, 'at', (extract(epoch from at) * 1000)::bigint))::text;
    next_hash := sha256(head.hash || convert_to(body, 'UTF8'));
    insert into public.access_log (patient_id, seq, at, body, hash) values (patient, next_seq, at, body, next_hash);
    update public.access_log_head h set seq = next_seq, hash = next_hash where h.patient_id = patient;
    return next_seq;
  end $$;

  create function public.log_access(patient uuid, at timestamptz, entry jsonb) returns bigint
  language sql security definer set search_path = pg_catalog, pg_temp
  as 'select public.append_access_entry(patient, at, entry)';
`;

/**
 * Input: an array of {patient, entry, rooms, openings: [{door, labels, organisations, delayed}], viewer, request}. A record
 * without an opening gets a signed pass with no label and no organisation: it verifies, and shows nothing.
 */
const mintFunction = `
  create function pass.mint(requests jsonb, at timestamptz, lifetime interval)
  returns table (patient uuid, room text, passes text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    wanted jsonb;
    entry_seq bigint;
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
      openings := wanted -> 'openings';
      if jsonb_array_length(openings) = 0 then
        openings := '[{"door": "none", "labels": "", "organisations": "", "delayed": "n"}]'::jsonb;
      end if;
      for room in select jsonb_array_elements_text(wanted -> 'rooms') loop
        select k.key_id, k.key into strict secret from pass.key k
          where k.room = mint.room order by k.key_id desc limit 1;
        passes := null;
        for opening in select jsonb_array_elements(openings) loop
          claims := concat_ws('|', 'v1', room, wanted ->> 'viewer', patient, opening ->> 'door', opening ->> 'labels',
            opening ->> 'organisations', opening ->> 'delayed', wanted ->> 'request', entry_seq,
            (extract(epoch from least(expires_at, coalesce((opening ->> 'until')::timestamptz, expires_at))) * 1000)::bigint, secret.key_id);
          passes := concat_ws(' ', passes,
            claims || '|' || encode(crypto.hmac(convert_to(claims, 'UTF8'), secret.key, 'sha256'), 'hex'));
        end loop;
        return next;
      end loop;
    end loop;
  end $$;
`;

const grants = `
  revoke all on all functions in schema pass from public;
  revoke all on function public.append_access_entry, public.log_access from public;
  grant usage on schema pass to sharing_service;
  grant execute on function pass.mint, public.log_access to sharing_service;
  grant select on access_log, access_log_head to sharing_service;
  grant select, insert on emergency, patient_finder, care, invitation to sharing_service;
  grant update (ended_at) on emergency to sharing_service;
  grant update (account_id, accepted_at, invitee_name, organisation, revoked_at) on invitation to sharing_service;
  grant select, insert on patient_finder, care to sharing_feed;
`;
