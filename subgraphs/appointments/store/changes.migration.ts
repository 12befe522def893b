import { passPolicySql } from '@cie/kit/database/pass-verification.ts';
import { writePolicySql } from '@cie/kit/database/write-pass.ts';
import { noticeSql } from '@cie/kit/notices/notice.store.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deleted and moved appointments with their history, and what patients ask booking teams for (APT-1). */
export class ChangeAppointments1795400060001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(history);
    await runner.query(requests);
    await runner.query(passPolicySql('appointments', 'appointment_request'));
    await runner.query(writePolicySql('appointments', 'appointment_request', { purpose: 'request-appointment-change', operations: ['insert'], own: true }));
    await runner.query(outbound);
    await runner.query(noticeSql('appointments'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notice, outbound_message, outbound_route, appointment_request, appointment_version');
    await runner.query('alter table appointment drop column moved_from, drop column moved_from_text, drop column deleted_at, drop column revision');
  }
}

/** What the record had after each message, for whoever has to explain it later; no view leads there, so the service's role has no right to it. */
const history = `
  alter table appointment add column moved_from timestamptz(3), add column moved_from_text text, add column deleted_at timestamptz(3), add column revision integer not null default 0;

  create table appointment_version (
    patient_id uuid not null,
    appointment_id uuid not null,
    revision integer not null,
    message_id text not null,
    event text not null,
    state jsonb not null,
    sent_at timestamptz(3) not null,
    filed_at timestamptz not null default now(),
    primary key (patient_id, appointment_id, revision)
  );
  alter table appointment_version enable row level security;
  alter table appointment_version force row level security;
  create policy kept_by_feed on appointment_version for all to appointments_feed using (true) with check (true);
  grant select, insert on appointment_version to appointments_feed;
`;

/** The label is that of the appointment, so that the wish to change it shows no more than it does. */
const requests = `
  create table appointment_request (
    patient_id uuid not null,
    id uuid not null,
    organisation text not null,
    label smallint not null,
    release_at timestamptz not null default '-infinity',
    appointment_id uuid not null,
    author_id uuid not null,
    kind text not null check (kind in ('cancel', 'move')),
    reason text check (length(reason) <= 1000),
    wishes text check (length(wishes) <= 1000),
    phone text check (length(phone) <= 40),
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'acknowledged', 'done', 'refused', 'not-sent')),
    asked_at timestamptz(3) not null,
    state_at timestamptz(3) not null,
    created_at timestamptz not null default now(),
    primary key (patient_id, id),
    foreign key (patient_id, appointment_id) references appointment
  );
  -- One at a time: a booking team must not be asked for two things at once.
  create unique index appointment_request_open on appointment_request (patient_id, appointment_id) where state in ('waiting', 'sent', 'acknowledged');
  create index appointment_request_to_send on appointment_request (asked_at) where state in ('waiting', 'sent');
  grant insert (patient_id, id, organisation, label, appointment_id, author_id, kind, reason, wishes, phone, asked_at, state_at) on appointment_request to appointments_service;
`;

/** How each request is sent. What goes out is made of guarded rows by the feed's role: the service's role can put no message in the queue. */
const outbound = `
  create table outbound_message (
    request_id uuid primary key,
    patient_id uuid not null,
    -- MSH-10: the same at each try, so that a hospital that got it twice does it once.
    control_id text not null unique,
    attempts integer not null default 0,
    due_at timestamptz not null,
    -- Why it is not tried any more; null while it is, or when the hospital has it.
    dead_code text,
    acknowledged_at timestamptz,
    created_at timestamptz not null default now()
  );
  create index outbound_message_due on outbound_message (due_at) where acknowledged_at is null and dead_code is null;
  alter table outbound_message enable row level security;
  alter table outbound_message force row level security;
  create policy kept_by_feed on outbound_message for all to appointments_feed using (true) with check (true);
  grant select, insert, update on outbound_message to appointments_feed;

  -- Organisations that take requests; nothing of a person.
  create table outbound_route (organisation text primary key);
  grant select on outbound_route to appointments_service, appointments_feed;
  grant insert, delete on outbound_route to appointments_feed;
`;
