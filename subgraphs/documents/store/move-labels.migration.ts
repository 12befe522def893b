import { fourLabelsSql, labelMovesSql } from '@cie/kit/database/label-moves.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACS-1: the patient moves a document from label to label, with all its versions and files. */
export class MoveLabels1795501000000 implements MigrationInterface {
  name = 'MoveLabels1795501000000';

  async up(runner: QueryRunner): Promise<void> {
    const parts = [{ table: 'document_content', column: 'document_id' }, { table: 'document_part', column: 'document_id' }];
    await runner.query(labelMovesSql('documents', [{ table: 'document', purpose: 'move-document', parts }]));
    await runner.query(fourLabelsSql(['document', 'document_content', 'document_part', 'upload']));
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
