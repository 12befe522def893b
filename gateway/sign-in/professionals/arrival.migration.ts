import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Professionals whom a provider has vouched for and who are not signed in: they choose a role, or ask the desk for access. */
export class KeepArrivals1795390050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table professional_arrival (
        id_hash bytea primary key check (length(id_hash) = 32),
        browser_hash bytea not null check (length(browser_hash) = 32),
        professional jsonb not null,
        offered jsonb not null,
        destination jsonb not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index professional_arrival_expires_at on professional_arrival (expires_at)');
    await runner.query('grant select, insert, delete on professional_arrival to gateway_service');
    // Trusts' own providers and patient-record systems come and go with the settings; the form of a name is what is checked here.
    await runner.query('alter table sign_in_attempt drop constraint sign_in_attempt_provider_check');
    await runner.query(`
      alter table sign_in_attempt add constraint sign_in_attempt_provider_check
        check (provider in ('nhs-login', 'professional') or provider ~ '^(trust|launch)-[a-z][a-z0-9]{1,19}$')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table professional_arrival');
    await runner.query(`delete from sign_in_attempt where provider not in ('nhs-login', 'professional')`);
    await runner.query('alter table sign_in_attempt drop constraint sign_in_attempt_provider_check');
    await runner.query(`alter table sign_in_attempt add constraint sign_in_attempt_provider_check check (provider in ('nhs-login', 'professional'))`);
  }
}
