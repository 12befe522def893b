import { fourLabelsSql } from '@cie/kit/database/label-moves.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACS-1: personal details have one of the four labels, as everything under passes has. */
export class HaveFourLabels1795501000001 implements MigrationInterface {
  name = 'HaveFourLabels1795501000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(fourLabelsSql(['demographics']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table demographics drop constraint demographics_has_one_of_four_labels');
  }
}
