import { writePolicySql } from '@cie/kit/database/write-pass.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * RES-6, CAR-1: people enter and change their own measurements and care items. The policies admit rows of the pass's viewer
 * only; the columns that say whose a row is, and who entered it, are granted for no update.
 */
const grants = `
  grant insert (patient_id, id, organisation, label, author_id, author, kind, value, second_value, measured_at, note, created_at) on measurement to results_service;
  grant update (value, second_value, measured_at, note, removed, updated_at) on measurement to results_service;
  grant insert (patient_id, id, organisation, label, kind, source_id, withdrawn, author_id, author, site, code, code_system, name, started_on, ended_on,
    recorded_on, notes, status, verification, severity, criticality, reaction, dosage, reason, words, sent_at, created_at, updated_at) on care_item to results_service;
  grant update (label, withdrawn, name, started_on, ended_on, notes, status, reaction, dosage, sent_at, updated_at) on care_item to results_service;
`;

export class WriteCare1795408001000 implements MigrationInterface {
  name = 'WriteCare1795408001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(grants);
    await runner.query(writePolicySql('results', 'measurement', { purpose: 'record-measurement', operations: ['insert', 'update'], own: true }));
    await runner.query(writePolicySql('results', 'care_item', { purpose: 'enter-care-item', operations: ['insert', 'update'], own: true }));
  }

  async down(): Promise<void> {
    throw new Error('What people entered stands on these policies; a later migration mends instead.');
  }
}
