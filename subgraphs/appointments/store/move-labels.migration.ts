import { fourLabelsSql, labelMovesSql } from '@cie/kit/database/label-moves.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACS-1: the patient moves an appointment from label to label, with what was asked about it. */
export class MoveLabels1795501000000 implements MigrationInterface {
  name = 'MoveLabels1795501000000';

  async up(runner: QueryRunner): Promise<void> {
    const parts = [{ table: 'appointment_request', column: 'appointment_id' }];
    await runner.query(labelMovesSql('appointments', [{ table: 'appointment', purpose: 'move-appointment', parts }]));
    await runner.query(fourLabelsSql(['appointment', 'appointment_request']));
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
