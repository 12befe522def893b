import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invitations to register, and how far whoever uses one has come (REG-4). Links, codes, passwords and answers are kept as
 * hashes only: link and visit tokens by SHA-256, codes by HMAC with a key that the database does not know, what people choose
 * by argon2id.
 */
export class InvitePatients1795390020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(invitationSql);
    await runner.query(registrationSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invited_registration, invitation');
  }
}

const invitationSql = `
  create table invitation (
    id uuid primary key,
    patient_id uuid not null references patient,
    channel text not null check (channel in ('electronic', 'letter')),
    language text not null,
    email text,
    mobile text,
    token_hash bytea not null unique check (length(token_hash) = 32),
    code_hash bytea not null check (length(code_hash) = 32),
    -- What a letter is known by, without hyphen.
    reference text unique,
    invited_by uuid not null references account,
    inviter_name text not null,
    organisation text,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    wrong_tries smallint not null default 0,
    ended_at timestamptz,
    ended_because text check (ended_because in ('completed', 'replaced', 'withdrawn', 'burned', 'opted-out')),
    check ((ended_at is null) = (ended_because is null)),
    check ((channel = 'letter') = (reference is not null)),
    -- Who opts out is not to be reached any more: what is over may forget its addresses.
    check (ended_at is not null or (channel = 'electronic') = (email is not null and mobile is not null))
  );
  -- A re-issue voids what was sent before: there is one at most.
  create unique index invitation_open on invitation (patient_id) where ended_at is null;
  create index invitation_patient on invitation (patient_id, issued_at desc);
  create index invitation_expiry on invitation (expires_at) where ended_at is null;
  create index invitation_inviter on invitation (invited_by);
  alter table invitation enable row level security;
  alter table invitation force row level security;
  create policy kept_by_keeper on invitation for all to identity_keeper using (true) with check (true);
  grant select, insert, update on invitation to identity_keeper;
`;

const registrationSql = `
  create table invited_registration (
    invitation_id uuid primary key references invitation,
    visit_hash bytea not null unique check (length(visit_hash) = 32),
    seen_at timestamptz not null,
    birth_date_known boolean not null,
    email text,
    mobile text,
    password_hash text check (password_hash like '$argon2id$%'),
    question text,
    answer_hash text check (answer_hash like '$argon2id$%'),
    text_code_hash bytea check (length(text_code_hash) = 32),
    text_code_expires_at timestamptz,
    text_code_tries smallint not null default 0,
    text_codes_sent smallint not null default 0,
    mobile_confirmed_at timestamptz,
    agreed_version text,
    agreed_at timestamptz,
    confirm_hash bytea unique check (length(confirm_hash) = 32),
    confirm_expires_at timestamptz,
    check ((text_code_hash is null) = (text_code_expires_at is null)),
    check ((confirm_hash is null) = (confirm_expires_at is null))
  );
  alter table invited_registration enable row level security;
  alter table invited_registration force row level security;
  create policy kept_by_keeper on invited_registration for all to identity_keeper using (true) with check (true);
  grant select, insert, update, delete on invited_registration to identity_keeper;
`;
