import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ACC-5: when records are parted, whoever learns of it stops the summaries that were made of them together. */
export class PartRecords1795508200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(partSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table record_group drop column parted_at');
    await runner.query('drop policy stopped_by_feed on summary_share; drop policy emptied_by_feed on summary_content');
    await runner.query('revoke all on summary_share, summary_content from sharing_feed; revoke execute on function public.log_access from sharing_feed');
  }
}

const partSql = `
  -- A summary that was begun a moment before is still made of both records.
  alter table record_group add column parted_at timestamptz;
  create policy stopped_by_feed on summary_share for all to sharing_feed using (true) with check (stopped_at is not null);
  create policy emptied_by_feed on summary_content for all to sharing_feed using (true) with check (false);
  grant select (patient_id, id, opened_at, stopped_at, ends_at), update (stopped_at) on summary_share to sharing_feed;
  grant select (share_id), delete on summary_content to sharing_feed;
  grant execute on function public.log_access to sharing_feed;
`;
