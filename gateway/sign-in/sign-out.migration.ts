import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing out ends whatever the browser has under way: it is found by the browser. */
export class FindSignInsOfBrowser1795390080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index pending_sign_in_browser on pending_sign_in (browser_hash)');
    await runner.query('create index professional_arrival_browser on professional_arrival (browser_hash)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index professional_arrival_browser, pending_sign_in_browser');
  }
}
