import type { EntityManager } from 'typeorm';

const stopSql = `
  update summary_share set stopped_at = $2
  where patient_id = any ($1::uuid[]) and opened_at is null and stopped_at is null and ends_at > $2 returning patient_id as "patientId"`;

/** Also of those that were opened and wait for their file to be fetched. */
const emptySql = `
  delete from summary_content where share_id in (select s.id from summary_share s where s.patient_id = any ($1::uuid[]))`;

/**
 * Stops all summaries of these records that wait to be opened, and deletes what they hold. Resolves with the record of each, by id: each is
 * logged there by the caller, in the same transaction. Before the log is locked, as by who opens one.
 */
export async function stopSummaries(manager: EntityManager, patientIds: readonly string[], now: Date): Promise<readonly string[]> {
  // TypeORM answers an update with [rows, count].
  const [stopped]: [{ patientId: string }[], number] = await manager.query(stopSql, [patientIds, now]);
  await manager.query(emptySql, [patientIds]);
  return stopped.map(({ patientId }) => patientId).toSorted();
}
