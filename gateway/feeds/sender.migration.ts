import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff say of a system that may send, beside whom it speaks for, and who changed it when (ING-1). */
export class ConfigureSenders1795400010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feed_sender
        add column name text not null default '',
        -- Codes of MSH-4 and PV1-3 with the name that people know.
        add column sites jsonb not null default '{}' check (jsonb_typeof(sites) = 'object'),
        add column default_label smallint check (default_label between 1 and 3),
        add column zone text not null default 'Europe/London',
        add column events text[] not null default '{}',
        add column certificates text[] not null default '{}',
        add column outbound_host text,
        add column outbound_port int check (outbound_port between 1 and 65535),
        add column token_sha256 bytea check (length(token_sha256) = 32),
        add column enabled boolean not null default true,
        -- Null while it stands as CIE_FEED_SENDERS says.
        add column changed_by text,
        add column changed_at timestamptz not null default now(),
        add constraint outbound_whole check ((outbound_host is null) = (outbound_port is null))`);
    // Whoever can show a sender's token or certificate is that sender: two of them would be one.
    await runner.query('create unique index feed_sender_token on feed_sender (token_sha256)');
    await runner.query(`
      create table feed_sender_change (
        seq bigint generated always as identity primary key,
        application text not null,
        facility text not null,
        changed_by text not null,
        changed_at timestamptz not null,
        sender jsonb not null,
        foreign key (facility, application) references feed_sender
      )`);
    await runner.query('create index feed_sender_changes on feed_sender_change (facility, application, seq)');
    await runner.query('grant select, insert on feed_sender_change to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table feed_sender_change');
    await runner.query('drop index feed_sender_token');
    await runner.query(`
      alter table feed_sender
        drop column name, drop column sites, drop column default_label, drop column zone, drop column events, drop column certificates,
        drop column outbound_host, drop column outbound_port, drop column token_sha256, drop column enabled, drop column changed_by, drop column changed_at`);
  }
}
