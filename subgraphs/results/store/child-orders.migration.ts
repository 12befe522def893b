import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The child order that a test came in (OBR-26, OBR-29): one that is cancelled without a word on its tests takes them along. */
export class NoteChildOrders1795409600000 implements MigrationInterface {
  name = 'NoteChildOrders1795409600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table observation add column child_order text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table observation drop column child_order');
  }
}
