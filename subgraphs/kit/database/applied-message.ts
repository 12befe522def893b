import type { EntityManager } from 'typeorm';
import type { RecordRoom } from '../names.ts';

/** SQL for the marks of messages a room has applied; the service's role has no business with them. */
export function appliedMessageSql(room: RecordRoom): string {
  return `
  create table applied_message (
    message_id text primary key,
    patient_id uuid not null,
    applied_at timestamptz not null default now()
  );
  alter table applied_message enable row level security;
  alter table applied_message force row level security;
  create policy kept_by_feed on applied_message for all to ${room}_feed using (true) with check (true);
  grant select, insert on applied_message to ${room}_feed;
  `;
}

/**
 * Claims a message inside the transaction that applies it (ING-2). False when it has been applied before. Two deliveries at
 * once wait for each other here, so that the second sees what became of the first.
 */
export async function claimMessage(manager: EntityManager, messageId: string, patientId: string): Promise<boolean> {
  const claimed: unknown[] = await manager.query(
    'insert into applied_message (message_id, patient_id) values ($1, $2) on conflict do nothing returning message_id',
    [messageId, patientId],
  );
  return claimed.length === 1;
}
