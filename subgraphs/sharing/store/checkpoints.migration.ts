import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Signed checkpoints of the access log (ACS-6), and by which transaction each entry was written. The service adds checkpoints and
 * reads them; it changes and removes none.
 */
export class KeepCheckpoints1795502000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(transactionSql);
    await runner.query(tablesSql);
  }

  async down(): Promise<void> {
    throw new Error('Without its checkpoints the access log could be written anew from its beginning and nobody would see it.');
  }
}

/**
 * Transactions are numbered in the order in which they begin, whatever a clock says: all that were over when a checkpoint looked
 * are seen by it, and what was under way has a number from that on.
 */
const transactionSql = `
  alter table access_log add column transaction xid8 not null default pg_current_xact_id();
  create index access_log_transaction on access_log (transaction);
`;

const tablesSql = `
  -- The text is what was signed, byte for byte.
  create table log_checkpoint (
    number bigint primary key check (number > 0),
    body text not null,
    signature bytea not null
  );
  create table log_checkpoint_leaf (
    checkpoint bigint not null references log_checkpoint,
    position integer not null check (position >= 0),
    patient_id uuid not null,
    seq bigint not null,
    hash bytea not null,
    primary key (checkpoint, position)
  );
  create unique index log_checkpoint_leaf_patient on log_checkpoint_leaf (patient_id, checkpoint);
  alter table log_checkpoint enable row level security;
  alter table log_checkpoint force row level security;
  alter table log_checkpoint_leaf enable row level security;
  alter table log_checkpoint_leaf force row level security;
  create policy read_by_service on log_checkpoint for select to sharing_service using (true);
  create policy added_by_service on log_checkpoint for insert to sharing_service with check (true);
  create policy read_by_service on log_checkpoint_leaf for select to sharing_service using (true);
  create policy added_by_service on log_checkpoint_leaf for insert to sharing_service with check (true);
  grant select, insert on log_checkpoint, log_checkpoint_leaf to sharing_service;
`;
