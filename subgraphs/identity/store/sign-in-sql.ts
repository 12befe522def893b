/** What every sign-in with NHS login is recorded under; an account's key is (issuer, subject). */
export const NHS_LOGIN = 'nhs-login';

/**
 * Accounts, and the only two ways to them. The service's role may run these functions and read neither accounts nor
 * patients: a bug in a resolver cannot list who uses the exchange, or who has a record.
 */
export const signInSql = `
  create table account (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('patient', 'professional')),
    issuer text not null,
    subject text not null,
    name text not null,
    email text,
    organisation text,
    role text,
    proofing text check (proofing in ('P5', 'P9')),
    patient_id uuid references patient,
    created_at timestamptz not null default now(),
    signed_in_at timestamptz not null default now(),
    unique (issuer, subject)
  );
  alter table account enable row level security;
  alter table account force row level security;
  -- The functions below run as the owner.
  create policy kept_at_sign_in on account for all to identity_owner using (true) with check (true);

  create function sign_in_patient(
    given_subject text, given_nhs_number text, given_birth_date date, given_family_name text, given_email text, given_proofing text
  ) returns table (account_id uuid, patient_id uuid, name text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    found_patient uuid;
    shown_name text := coalesce(given_family_name, '');
  begin
    if given_proofing = 'P9' then
      select p.id, concat_ws(' ', p.given_name, p.family_name) into found_patient, shown_name
        from public.patient p where p.nhs_number = given_nhs_number and p.birth_date = given_birth_date;
      if not found then shown_name := coalesce(given_family_name, ''); end if;
    end if;
    return query
      insert into public.account as a (kind, issuer, subject, name, email, proofing, patient_id)
      values ('patient', '${NHS_LOGIN}', given_subject, shown_name, given_email, given_proofing, found_patient)
      on conflict (issuer, subject) do update set
        name = excluded.name, email = excluded.email, proofing = excluded.proofing, signed_in_at = now(),
        -- A sign-in at a lower level says nothing of the link, it only must not use it.
        patient_id = coalesce(excluded.patient_id, a.patient_id)
      returning a.id, found_patient, a.name;
  end $$;

  create function sign_in_professional(
    given_issuer text, given_subject text, given_name text, given_email text, given_organisation text, given_role text
  ) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    found_account uuid;
  begin
    if given_issuer = '${NHS_LOGIN}' then
      raise exception 'a professional does not sign in with NHS login';
    end if;
    insert into public.account as a (kind, issuer, subject, name, email, organisation, role)
    values ('professional', given_issuer, given_subject, given_name, given_email, given_organisation, given_role)
    on conflict (issuer, subject) do update set
      name = excluded.name, email = excluded.email, organisation = excluded.organisation, role = excluded.role, signed_in_at = now()
    returning a.id into found_account;
    return found_account;
  end $$;

  revoke all on function sign_in_patient, sign_in_professional from public;
  grant execute on function sign_in_patient, sign_in_professional to identity_service;
`;
