import type { MigrationInterface, QueryRunner } from 'typeorm';
import { proxyTerms } from './proxy-terms.ts';

/** Who could see an item on a day (ACS-8): what was decided about proxies is written over in their rows, so each version is kept here. */
export class KeepProxyHistory1795508000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tableSql);
    await runner.query(triggerSql);
    await runner.query(logSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index access_log_at');
    await runner.query('drop trigger proxy_kept on proxy');
    await runner.query('drop function keep_proxy_version');
    await runner.query('drop table proxy_history');
  }
}

const tableSql = `
  create table proxy_history (
    patient_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    terms jsonb not null,
    primary key (patient_id, id, at)
  );
  alter table proxy_history enable row level security;
  alter table proxy_history force row level security;
  -- Written by the trigger only, with the owner's rights: no version is made up, changed or removed.
  create policy kept_by_trigger on proxy_history for insert to sharing_owner with check (true);
  create policy read_by_service on proxy_history for select to sharing_service using (true);
  grant select on proxy_history to sharing_service;
  -- What stood before this table is known as it stands today.
  create policy read_once on proxy for select to sharing_owner using (true);
  insert into proxy_history (patient_id, id, at, terms) select x.patient_id, x.id, coalesce(x.started_at, x.requested_at), ${proxyTerms} from proxy x;
  drop policy read_once on proxy;
`;

/** By the database's clock: the terms hold whatever moments were decided about, this is when they began to hold. */
const triggerSql = `
  create function keep_proxy_version() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    x public.proxy := new;
  begin
    insert into public.proxy_history (patient_id, id, at, terms) values (x.patient_id, x.id, clock_timestamp(), ${proxyTerms});
    return null;
  end $$;
  revoke all on function keep_proxy_version from public;
  create trigger proxy_kept after insert or update on proxy for each row execute function keep_proxy_version();
`;

const logSql = 'create index access_log_at on access_log (patient_id, at)';
