import { appliedMessageSql } from '@cie/kit/database/applied-message.ts';
import { passPolicySql, passVerificationSql, unhexSql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appointments. `patient_id` leads every key and index, so that the table partitions and shards by patient. */
export class CreateAppointments1795348800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(unhexSql);
    await runner.query(passVerificationSql('appointments'));
    await runner.query(tables);
    await runner.query(passPolicySql('appointments', 'appointment'));
    await runner.query(appliedMessageSql('appointments'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table applied_message, appointment');
  }
}

const tables = `
  create table appointment (
    patient_id uuid not null,
    id uuid not null,
    organisation text not null,
    label smallint not null,
    -- Appointments are never delayed; the pass policy reads this column of every clinical table.
    release_at timestamptz not null default '-infinity',
    placer_id text,
    filler_id text,
    status text not null check (status in ('booked', 'cancelled', 'attended', 'did-not-attend')),
    start_at timestamptz(3) not null,
    start_text text not null,
    end_at timestamptz(3),
    over_at timestamptz(3) not null,
    clinic text,
    clinician text,
    place text,
    reason text,
    instructions text,
    sent_at timestamptz(3) not null,
    created_at timestamptz not null default now(),
    primary key (patient_id, id),
    check (placer_id is not null or filler_id is not null)
  );
  create unique index appointment_by_filler on appointment (patient_id, organisation, filler_id) where filler_id is not null;
  create unique index appointment_by_placer on appointment (patient_id, organisation, placer_id) where filler_id is null;
  create index appointment_by_start on appointment (patient_id, start_at, id);
`;
