import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { cleanText, newCaseReference, type NewCase } from '../domain/desk-case.ts';

/** Characters kept of one answer; a mail is cut there. */
const longestDetail = 20_000;

const cleaned = (values: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string').map(([name, value]) => [name, cleanText(value, longestDetail)])));

/** Puts a case into the desk's queue, in the caller's transaction; returns its id. */
export async function openCase(manager: EntityManager, newCase: NewCase): Promise<string> {
  return (await openCaseWithReference(manager, newCase)).id;
}

/** The same, with the reference that the person is to quote. */
export async function openCaseWithReference(manager: EntityManager, newCase: NewCase): Promise<{ id: string; reference: string }> {
  const { kind, contact, details, accountId, patientId, openedBy, openedAt, dueAt } = newCase;
  const id = randomUUID();
  const reference = newCaseReference();
  await manager.query(
    `insert into desk_case (id, reference, kind, contact, details, account_id, patient_id, opened_by, opened_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, reference, kind, cleaned(contact), cleaned(details), accountId ?? null, patientId ?? null, openedBy, openedAt, dueAt ?? null],
  );
  return { id, reference };
}
