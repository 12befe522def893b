import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { NewCase } from '../domain/desk-case.ts';

/** Puts a case into the desk's queue, in the caller's transaction; returns its id. */
export async function openCase(manager: EntityManager, { kind, contact, details, accountId, patientId, openedBy, openedAt, dueAt }: NewCase): Promise<string> {
  const id = randomUUID();
  await manager.query(
    `insert into desk_case (id, kind, contact, details, account_id, patient_id, opened_by, opened_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, kind, JSON.stringify(contact), JSON.stringify(details), accountId ?? null, patientId ?? null, openedBy, openedAt, dueAt ?? null],
  );
  return id;
}
