import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which e-mail address an account came when it accepted an invitation: whoever was found in the directory and is then invited by e-mail
 * is the same person (ACS-3).
 */
export class KnowAcceptedEmail1795505100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table invitation add column accepted_email text');
    await runner.query('grant update (accepted_email) on invitation to sharing_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table invitation drop column accepted_email');
  }
}
