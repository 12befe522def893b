import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a FHIR sender calls a test, and of which resource a panel was made: a later version of either is found by it. A report of one
 * test that another report takes over is removed, with the marks of who opened it.
 */
const columns = `
  alter table observation add column source_id text;
  create index observation_by_source on observation (patient_id, source_id) where source_id is not null;
  alter table report add column source_code text;
  alter table report_opening drop constraint report_opening_patient_id_report_id_fkey;
  alter table report_opening add foreign key (patient_id, report_id) references report (patient_id, id) on delete cascade;
`;

export class NameSources1795409500000 implements MigrationInterface {
  name = 'NameSources1795409500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
  }

  async down(): Promise<void> {
    throw new Error('Without their names two versions of one test would stand side by side; a later migration mends instead.');
  }
}
