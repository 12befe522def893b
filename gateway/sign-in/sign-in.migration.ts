import type { MigrationInterface, QueryRunner } from 'typeorm';
import { KnowDevices1795390031000 } from './known-device.migration.ts';
import { KeepPendingSignIns1795390011000 } from './pending.migration.ts';
import { KeepArrivals1795390050000 } from './professionals/arrival.migration.ts';
import { DescribeSessions1795390010000 } from './sessions.migration.ts';
import { FindSignInsOfBrowser1795390080000 } from './sign-out.migration.ts';

class SignIn1767225600100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session (
        token_hash bytea primary key check (length(token_hash) = 32),
        id uuid not null unique,
        viewer jsonb not null,
        client text not null check (client in ('widget', 'script')),
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index session_expires_at on session (expires_at)');
    await runner.query('create index session_last_seen_at on session (last_seen_at)');
    await runner.query(`
      create table sign_in_attempt (
        state_hash bytea primary key check (length(state_hash) = 32),
        browser_hash bytea not null,
        provider text not null check (provider in ('nhs-login', 'professional')),
        level text not null check (level in ('any', 'P9')),
        nonce text not null,
        verifier text not null,
        destination jsonb not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index sign_in_attempt_expires_at on sign_in_attempt (expires_at)');
    await runner.query(`
      create table redemption_code (
        code_hash bytea primary key check (length(code_hash) = 32),
        challenge text not null,
        viewer jsonb not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index redemption_code_expires_at on redemption_code (expires_at)');
    await runner.query('grant select, insert, update, delete on session, sign_in_attempt, redemption_code to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table redemption_code, sign_in_attempt, session');
  }
}

/** The tables of sign-in in the gateway's database, run as `gateway_owner`. */
export const signInMigrations = [SignIn1767225600100, DescribeSessions1795390010000, KeepPendingSignIns1795390011000, KnowDevices1795390031000, KeepArrivals1795390050000, FindSignInsOfBrowser1795390080000];
