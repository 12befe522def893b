import { carriedChoicesSql } from '@cie/kit/database/carried-choices.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACS-1: what the patient chose for a letter holds for the one that replaces it. */
export class CarryChoices1795501000001 implements MigrationInterface {
  name = 'CarryChoices1795501000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(carriedChoicesSql('documents', [{ table: 'document', purpose: 'move-document', parts: [] }]));
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
