import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a patient can invite beside an e-mail address (ACS-3): professionals who have signed in, and teams that the desk keeps. */
export class InviteTeams1795505000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(directorySql);
    await runner.query(invitationSql);
    await runner.query(rightsSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from invitation where email is null');
    await runner.query('alter table invitation drop column team_id, drop column invited_account, alter column email set not null');
    await runner.query('alter table invitation add constraint invitation_check check ((account_id is null) = (accepted_at is null))');
    await runner.query('drop table directory_use, team_event, team_member, team, professional');
  }
}

const directorySql = `
  create table professional (
    account_id uuid primary key,
    -- What patients' pages name the person by: the id of an account goes to nobody else.
    id uuid not null unique default gen_random_uuid(),
    name text not null,
    role text not null,
    organisation text not null,
    -- Words in the form that they are searched in (domain/directory.ts), not by a configuration of the server.
    name_words tsvector not null,
    words tsvector not null,
    known_at timestamptz not null,
    left_at timestamptz
  );
  create index professional_words on professional using gin (words) where left_at is null;
  create index professional_name_words on professional using gin (name_words) where left_at is null;

  create table team (
    id uuid primary key default gen_random_uuid(),
    organisation text not null check (organisation ~ '^[A-Z0-9]{3,10}$'),
    name text not null,
    about text not null,
    mailbox text not null,
    words tsvector not null,
    created_at timestamptz not null,
    closed_at timestamptz
  );
  create unique index team_name on team (organisation, lower(name)) where closed_at is null;
  create index team_words on team using gin (words) where closed_at is null;
  create index team_listed on team (lower(name), id) where closed_at is null;

  -- Rows are never removed: who belonged to a team on a day can be looked up later (ACS-8).
  create table team_member (
    team_id uuid not null references team,
    account_id uuid not null references professional,
    since timestamptz not null,
    ended_at timestamptz,
    primary key (team_id, account_id, since)
  );
  create unique index team_member_now on team_member (account_id, team_id) where ended_at is null;

  create table team_event (
    team_id uuid not null references team,
    id uuid not null default gen_random_uuid(),
    at timestamptz not null,
    who text not null,
    account_id uuid,
    action text not null check (action in ('added', 'closed', 'member-added', 'member-removed', 'member-left')),
    member text,
    how text,
    primary key (team_id, id)
  );

  -- How often an account searched since a moment, for the limit; never for what.
  create table directory_use (
    account_id uuid primary key,
    since timestamptz not null,
    searches integer not null
  );
`;

const invitationSql = `
  alter table invitation alter column email drop not null;
  alter table invitation add column invited_account uuid references professional, add column team_id uuid references team;
  alter table invitation drop constraint invitation_check;
  alter table invitation add constraint invitation_of_one check (num_nonnulls(email, invited_account, team_id) = 1);
  -- An invitation of a team is accepted by its first reader and stays the team's.
  alter table invitation add constraint invitation_accepted check (
    case when team_id is null then (account_id is null) = (accepted_at is null) else account_id is null end);
  create index invitation_invited on invitation (invited_account) where account_id is null and revoked_at is null;
  create index invitation_team on invitation (team_id, created_at) where revoked_at is null;
`;

const kept = ['professional', 'team', 'team_member', 'team_event', 'directory_use'];

const rightsSql = `
  ${kept.map((table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy kept_by_service on ${table} for all to sharing_service using (true) with check (true);`).join('')}
  grant select, insert on professional, team, team_member, team_event, directory_use to sharing_service;
  grant update (name, role, organisation, name_words, words, known_at, left_at) on professional to sharing_service;
  grant update (closed_at) on team to sharing_service;
  grant update (ended_at) on team_member to sharing_service;
  grant update (since, searches) on directory_use to sharing_service;
`;
