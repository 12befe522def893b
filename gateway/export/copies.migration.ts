import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file may be the copy that a request for records was granted (SAR-1): then it is made by that request alone. */
export class MakeCopies1795503300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table export_job add column request_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table export_job drop column request_id');
  }
}
