import type { EntityManager } from 'typeorm';

/** The id that stands for all records of the person whose record this is: whoever waits for a turn with any of them waits by it. */
export async function survivingId(manager: EntityManager, patientId: string): Promise<string> {
  const [row]: { id: string }[] = await manager.query('select (record_ids($1))[1] as id', [patientId]);
  return row?.id ?? patientId;
}
