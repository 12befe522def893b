import { passPolicySql } from '@cie/kit/database/pass-verification.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that every guarded table has; nothing here waits, so `release_at` lies before all time. */
const guard = `
    organisation text not null,
    label smallint not null,
    release_at timestamptz not null generated always as ('-infinity'::timestamptz) stored`;

/**
 * Medications, allergies, conditions and plans (CAR-1) in one table: what differs between them are a few words, and every
 * reader asks for all of them. `author_id` is set where a person entered the item, and null for what a feed brought.
 */
const tables = `
  create table care_item (
    patient_id uuid not null,
    id uuid not null,
    ${guard},
    kind smallint not null,
    source_id text not null,
    withdrawn boolean not null,
    author_id uuid,
    author text,
    site text,
    code text,
    code_system text,
    name text not null,
    started_on text,
    ended_on text,
    recorded_on text,
    notes text[] not null,
    status text,
    verification text,
    severity text,
    criticality text,
    reaction text,
    dosage text,
    reason text,
    words text,
    sent_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (patient_id, id),
    unique (patient_id, organisation, kind, source_id)
  );

  create table care_item_version (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    care_item_id uuid not null,
    ${guard},
    facts jsonb not null,
    replaced_at timestamptz not null default now(),
    primary key (patient_id, id),
    foreign key (patient_id, care_item_id) references care_item (patient_id, id)
  );
  create index care_item_version_by_item on care_item_version (patient_id, care_item_id);

  -- RES-6: a table of its own, so that no query over laboratory results can meet what people measured themselves.
  create table measurement (
    patient_id uuid not null,
    id uuid not null,
    ${guard},
    author_id uuid not null,
    author text not null,
    kind smallint not null,
    value numeric not null,
    second_value numeric,
    measured_at timestamptz not null,
    note text,
    removed boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (patient_id, id)
  );
  create index measurement_by_time on measurement (patient_id, measured_at desc, id desc);

  create table measurement_version (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    measurement_id uuid not null,
    ${guard},
    facts jsonb not null,
    replaced_at timestamptz not null default now(),
    primary key (patient_id, id),
    foreign key (patient_id, measurement_id) references measurement (patient_id, id)
  );
  create index measurement_version_by_measurement on measurement_version (patient_id, measurement_id);
`;

/**
 * The version that an update replaces is kept by the database itself, so that no path of the code, a person's own change
 * included, can leave history out. The function writes as the owner: the service's role may read history, never write it, and the
 * owner sees rows inside triggers only.
 */
function historySql(table: 'care_item' | 'measurement'): string {
  return `
  create function keep_${table}_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    insert into ${table}_version (patient_id, ${table}_id, organisation, label, facts)
    values (old.patient_id, old.id, old.organisation, new.label, to_jsonb(old) - 'release_at');
    update ${table}_version set label = new.label where patient_id = old.patient_id and ${table}_id = old.id and label <> new.label;
    return new;
  end $$;
  revoke all on function keep_${table}_version() from public;
  create trigger keep_version after update on ${table} for each row execute function keep_${table}_version();
  create policy kept_by_trigger on ${table}_version for all to results_owner using (pg_trigger_depth() > 0) with check (pg_trigger_depth() > 0);
  `;
}

export class CreateCare1795408000000 implements MigrationInterface {
  name = 'CreateCare1795408000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const table of ['care_item', 'care_item_version', 'measurement', 'measurement_version']) {
      await runner.query(passPolicySql('results', table));
    }
    await runner.query(historySql('care_item'));
    await runner.query(historySql('measurement'));
  }

  async down(): Promise<void> {
    // Going back would delete what hospitals sent and people wrote; a later migration mends instead.
    throw new Error('The tables of care items and measurements cannot be undone.');
  }
}
