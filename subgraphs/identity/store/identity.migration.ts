import { appliedMessageSql } from '@cie/kit/database/applied-message.ts';
import { passPolicySql, passVerificationSql, unhexSql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { signInSql } from './sign-in-sql.ts';

/**
 * People, their identifiers, and what organisations say of them. The service's role reads only `demographics`, and that under
 * passes; who is who is the feed's business, and sign-in goes through two functions.
 */
export class CreateIdentity1795348800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(unhexSql);
    await runner.query(passVerificationSql('identity'));
    await runner.query(peopleSql);
    await runner.query(demographicsSql);
    await runner.query(passPolicySql('identity', 'demographics'));
    await runner.query(signInSql);
    await runner.query(appliedMessageSql('identity'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function if exists sign_in_patient, sign_in_professional');
    await runner.query('drop table applied_message, account, demographics, patient_identifier, patient');
  }
}

const peopleSql = `
  create table patient (
    id uuid primary key,
    nhs_number text not null unique check (nhs_number ~ '^[0-9]{10}$'),
    birth_date date not null,
    family_name text not null,
    given_name text,
    created_at timestamptz not null default now()
  );
  create table patient_identifier (
    patient_id uuid not null references patient,
    assigning_authority text not null,
    value text not null,
    organisation text not null,
    created_at timestamptz not null default now(),
    primary key (assigning_authority, value)
  );
  create index on patient_identifier (patient_id);

  alter table patient enable row level security;
  alter table patient force row level security;
  alter table patient_identifier enable row level security;
  alter table patient_identifier force row level security;
  create policy kept_by_feed on patient for all to identity_feed using (true) with check (true);
  create policy kept_by_feed on patient_identifier for all to identity_feed using (true) with check (true);
  -- The owner reads only inside sign_in_patient, which answers one number and birth date at a time.
  create policy matched_at_sign_in on patient for select to identity_owner using (true);
  grant select, insert, update on patient to identity_feed;
  grant select, insert on patient_identifier to identity_feed;
`;

const demographicsSql = `
  create table demographics (
    patient_id uuid not null references patient,
    organisation text not null,
    label smallint not null default 0,
    release_at timestamptz not null default '-infinity',
    nhs_number text not null,
    birth_date date not null,
    family_name text,
    given_name text,
    prefix text,
    sex text check (sex in ('female', 'male', 'other', 'unknown')),
    address_lines text[] not null,
    postcode text,
    phone text,
    email text,
    next_of_kin jsonb not null,
    general_practice_name text,
    general_practice_code text,
    general_practitioner text,
    sent_at timestamptz(3) not null,
    provisional boolean not null,
    primary key (patient_id, organisation)
  );
`;
