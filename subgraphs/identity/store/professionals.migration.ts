import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the desk decides about professionals (REG-6): access that it gives to people whose provider names no organisation we know,
 * and that somebody has left. Accounts of professionals are the keeper's from here on; the service's role loses its way to them.
 */
export class KeepProfessionals1795390050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(professionalSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table professional_leaver, professional_grant');
  }
}

const professionalSql = `
  create table professional_grant (
    id uuid primary key default gen_random_uuid(),
    account_id uuid not null references account,
    organisation text not null check (organisation ~ '^[A-Z0-9]{3,10}$'),
    organisation_name text not null,
    role text not null,
    case_id uuid references desk_case,
    approved_by uuid not null references account,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    ended_at timestamptz
  );
  create index professional_grant_account on professional_grant (account_id, organisation) where ended_at is null;
  create index professional_grant_ends on professional_grant (ends_at) where ended_at is null;

  -- Whom a provider still vouches for although they have left: a closed account has forgotten its subject, so this remembers it.
  create table professional_leaver (
    issuer text not null,
    subject text not null,
    account_id uuid not null references account,
    -- Whose role the provider's word opens no more, even after the desk has let the person back in elsewhere.
    organisation text,
    left_at timestamptz not null,
    ended_by uuid not null references account,
    reason text not null,
    returned_at timestamptz,
    primary key (issuer, subject, account_id)
  );
  create index professional_leaver_ended_by on professional_leaver (ended_by);
  create index account_professional_name on account (lower(name) text_pattern_ops) where kind = 'professional' and closed_at is null;

  alter table professional_grant enable row level security;
  alter table professional_grant force row level security;
  alter table professional_leaver enable row level security;
  alter table professional_leaver force row level security;
  create policy kept_by_keeper on professional_grant for all to identity_keeper using (true) with check (true);
  create policy kept_by_keeper on professional_leaver for all to identity_keeper using (true) with check (true);
  grant select, insert, update on professional_grant, professional_leaver to identity_keeper;

  drop function sign_in_professional;
`;
