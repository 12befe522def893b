import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of an encounter: planned, begun, moved, ended, or cancelled and counted no more (ING-1, REG-3). */
export class FollowEncounters1795400010001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table encounter
        add column status text not null default 'in-progress' check (status in ('planned', 'in-progress', 'finished', 'cancelled')),
        add column ended_at timestamptz,
        add column patient_class text,
        add column location text,
        add column prior_location text,
        -- MSH-7 of the newest message; null for what was kept before.
        add column sent_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table encounter drop column status, drop column ended_at, drop column patient_class, drop column location,
        drop column prior_location, drop column sent_at`);
  }
}
