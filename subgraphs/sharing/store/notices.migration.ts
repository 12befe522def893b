import { noticeSql } from '@cie/kit/notices/notice.store.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sharing has to tell: messages to patients, proxies and the privacy officer. */
export class KeepNotices1795390000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(noticeSql('sharing'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notice');
  }
}
