import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Searches of professionals that opened no record, for a day, and when the privacy officer was last alerted (abuse case 21). */
export class LimitSearches1795390150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(searchSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table search_alert, search_miss');
  }
}

const searchSql = `
  -- Who and when, never for whom: the table must not tell which numbers were tried.
  create table search_miss (
    account_id uuid not null,
    at timestamptz not null,
    id uuid not null,
    primary key (account_id, at, id)
  );
  create table search_alert (
    account_id uuid primary key,
    at timestamptz not null
  );
  alter table search_miss enable row level security;
  alter table search_miss force row level security;
  alter table search_alert enable row level security;
  alter table search_alert force row level security;
  create policy counted_by_service on search_miss for all to sharing_service using (true) with check (true);
  create policy counted_by_service on search_alert for all to sharing_service using (true) with check (true);
  grant select, insert, delete on search_miss to sharing_service;
  grant select, insert, update on search_alert to sharing_service;
`;
