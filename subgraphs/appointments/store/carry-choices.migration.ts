import { carriedChoicesSql } from '@cie/kit/database/carried-choices.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACS-1: keeps whose record it was when a label was chosen. No message says that one appointment takes the place of another. */
export class CarryChoices1795501000001 implements MigrationInterface {
  name = 'CarryChoices1795501000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(carriedChoicesSql('appointments', [{ table: 'appointment', purpose: 'move-appointment', parts: [] }]));
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
