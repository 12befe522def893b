import type { MigrationInterface, QueryRunner } from 'typeorm';
import { KeepFhir1795400030000 } from './fhir/fhir.migration.ts';
import { HeldDesk1795400200000 } from './held-desk.migration.ts';
import { ConfigureSenders1795400010000 } from './sender.migration.ts';
import { SeparateSenderPair1795400300000 } from './sender-pair.migration.ts';

class Feeds1767225600200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feed_sender (
        application text not null,
        facility text not null,
        organisation text not null,
        assigning_authorities text[] not null,
        primary key (facility, application)
      )`);
    await runner.query(`
      create table feed_message (
        id uuid primary key,
        seq bigint generated always as identity unique,
        sender text not null,
        control_id text not null,
        event text not null,
        sha256 bytea not null check (length(sha256) = 32),
        order_key bytea not null,
        raw bytea not null,
        acknowledged text not null check (acknowledged in ('AA', 'AR')),
        state text not null check (state in ('queued', 'applied', 'held', 'refused')),
        code text,
        reason text,
        attempts int not null default 0,
        received_at timestamptz not null,
        next_attempt_at timestamptz not null default '-infinity',
        applied_at timestamptz
      )`);
    // ING-2: an accepted message occupies its id; another body under it can only be stored as refused or held.
    await runner.query("create unique index feed_message_accepted on feed_message (sender, control_id) where acknowledged = 'AA'");
    // The same bytes sent again and again, accepted or not, are one row.
    await runner.query('create unique index feed_message_body on feed_message (sender, control_id, sha256)');
    await runner.query("create index feed_message_queue on feed_message (seq) where state = 'queued'");
    await runner.query("create index feed_message_order on feed_message (order_key, seq) where state = 'queued'");
    await runner.query("create index feed_message_held on feed_message (seq) where state = 'held'");
    await runner.query('grant select, insert, update on feed_sender, feed_message to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table feed_message, feed_sender');
  }
}

class OrderJoins1767225600201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What else a message names beside its order key: one that joins or parts two records waits for both, and both for it (ACC-5).
    await runner.query("alter table feed_message add column other_keys bytea[] not null default '{}'");
    await runner.query("create index feed_message_joining on feed_message (seq) where state = 'queued' and other_keys <> '{}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table feed_message drop column other_keys');
  }
}

/** The tables of the feeds in the gateway's database, run as `gateway_owner`. Nothing received is ever deleted (ING-4). */
export const feedsMigrations = [Feeds1767225600200, OrderJoins1767225600201, ConfigureSenders1795400010000, KeepFhir1795400030000, HeldDesk1795400200000, SeparateSenderPair1795400300000];
