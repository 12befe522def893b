import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Closing an account forgets whom it claimed to be as well (ACC-3); the keeper may ask whether a practice is a person's own
 * (REG-4); an invitation counts its confirmation e-mails; and feeds lose a right that they never used.
 */
export class TightenAccounts1795390091000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(claimSql);
    await runner.query(practiceSql);
    await runner.query('alter table invited_registration add column confirmations_sent smallint not null default 0');
    // What a held message asks of the desk is written by the keeper.
    await runner.query('revoke insert on desk_case from identity_feed');
    await runner.query('drop policy opened_by_feed on desk_case');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('create policy opened_by_feed on desk_case for insert to identity_feed with check (true)');
    await runner.query('grant insert on desk_case to identity_feed');
    await runner.query('alter table invited_registration drop column confirmations_sent');
    await runner.query('drop function is_practice_of');
    await runner.query('drop trigger forget_claim on account');
    await runner.query('drop function forget_claim');
    await runner.query('drop policy forgotten_at_closing on account_claim');
  }
}

const claimSql = `
  create policy forgotten_at_closing on account_claim for all to identity_owner using (true) with check (true);
  create function forget_claim() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    delete from public.account_claim where account_id = new.id;
    return null;
  end $$;
  revoke all on function forget_claim from public;
  create trigger forget_claim after update of closed_at on account
    for each row when (new.closed_at is not null) execute function forget_claim();
`;

const practiceSql = `
  -- The keeper reads nothing that hospitals say of people, and learns yes or no of one thing: the practice that was named last.
  create function is_practice_of(patients uuid[], practice text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce((
      select upper(d.general_practice_code) = upper(practice) from public.demographics d
      where d.patient_id = any (patients) and d.general_practice_code is not null
      order by d.sent_at desc, d.organisation limit 1
    ), false)
  $$;
  revoke all on function is_practice_of from public;
  grant execute on function is_practice_of to identity_keeper;
`;
