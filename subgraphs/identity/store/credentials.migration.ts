import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people prove themselves with who have an account by invitation (REG-7, REG-8). The database holds no clear text of it:
 * passwords and answers as argon2id, codes as keyed hashes, tokens as hashes, secrets of authenticators sealed.
 */
export class KeepCredentials1795390030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(credentialSql);
    await runner.query(stepSql);
    await runner.query(forgettingSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger forget_credentials on account');
    await runner.query('drop function forget_credentials');
    await runner.query('drop index account_password_email');
    await runner.query('drop table security_step, second_factor, recovery, credential');
  }
}

const kept = (table: string): string => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  -- The owner's part is to forget them when an account is closed.
  create policy kept_by_keeper on ${table} for all to identity_keeper, identity_owner using (true) with check (true);
  grant select, insert, update, delete on ${table} to identity_keeper;
`;

const credentialSql = `
  -- An e-mail address and a password are one account, or the address would not say whose password to check.
  create unique index account_password_email on account (lower(email)) where issuer = 'exchange' and closed_at is null;
  create table credential (
    account_id uuid primary key references account,
    password_hash text not null check (password_hash like '$argon2id$%'),
    changed_at timestamptz not null,
    -- Before the e-mail address is confirmed nobody signs in (REG-4).
    activated_at timestamptz,
    signed_in_at timestamptz
  );
  -- The third check of a reset (REG-8).
  create table recovery (
    account_id uuid primary key references account,
    question text not null,
    answer_hash text not null check (answer_hash like '$argon2id$%')
  );
  create table second_factor (
    id uuid primary key,
    account_id uuid not null references account,
    kind text not null check (kind in ('totp', 'passkey', 'text')),
    -- What the person calls it.
    name text not null,
    -- Secret of an authenticator app, or public key of a passkey; a phone's number is the account's.
    sealed bytea check ((sealed is null) = (kind = 'text')),
    credential_hash bytea unique check ((credential_hash is null) = (kind <> 'passkey')),
    -- Time step of the last code of an app, uses that a passkey counts: neither may be seen twice.
    counter bigint not null default 0,
    created_at timestamptz not null,
    used_at timestamptz
  );
  create index second_factor_account on second_factor (account_id);
  create unique index second_factor_single on second_factor (account_id, kind) where kind <> 'passkey';
  ${kept('credential')}
  ${kept('recovery')}
  ${kept('second_factor')}
`;

const stepSql = `
  -- A person half way: through a sign-in, a reset, or adding a second factor.
  create table security_step (
    token_hash bytea primary key check (length(token_hash) = 32),
    purpose text not null check (purpose in ('sign-in', 'passkey', 'add-totp', 'add-passkey', 'add-text', 'reset')),
    -- Null while nobody knows whose it is: a sign-in with a passkey alone.
    account_id uuid references account,
    stage smallint not null default 0,
    code_hash bytea,
    code_expires_at timestamptz,
    codes_sent smallint not null default 0,
    tries smallint not null default 0,
    -- Challenge, secret or number that waits to be confirmed.
    sealed bytea,
    expires_at timestamptz not null
  );
  create index security_step_expires_at on security_step (expires_at);
  create index security_step_account on security_step (account_id);
  ${kept('security_step')}
`;

const forgettingSql = `
  create function forget_credentials() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    delete from public.security_step where account_id = new.id;
    delete from public.second_factor where account_id = new.id;
    delete from public.recovery where account_id = new.id;
    delete from public.credential where account_id = new.id;
    return new;
  end $$;
  revoke all on function forget_credentials from public;
  create trigger forget_credentials after update of closed_at on account
    for each row when (new.closed_at is not null) execute function forget_credentials();
`;
