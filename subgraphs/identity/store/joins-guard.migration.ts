import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a join by message looks at before two people could read each other's record (ACC-5, abuse case 59). */
export class GuardJoins1795390061000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(guardSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function has_open_account');
  }
}

const guardSql = `
  -- The feed's role reads no accounts; it may ask whether somebody would be let in.
  create function has_open_account(patients uuid[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from public.account where patient_id = any (patients) and closed_at is null)
  $$;
  revoke all on function has_open_account from public;
  grant execute on function has_open_account to identity_feed;
`;
