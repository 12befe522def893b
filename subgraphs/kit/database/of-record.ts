import { In, type FindOperator } from 'typeorm';

/** One person's ids: nearly always one, more where records were joined (ACC-5). */
interface RecordIds {
  readonly ids: readonly string[];
}

/** The condition on `patientId` that finds a person's rows. One id stays an equality, which reads an index in its own order. */
export function ofRecord({ ids }: RecordIds): string | FindOperator<string> {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? only : In([...ids]);
}

/** The same in SQL, for a statement whose first parameter is the ids. */
export function ofRecordSql({ ids }: RecordIds): { readonly sql: string; readonly parameter: string | readonly string[] } {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? { sql: 'patient_id = $1', parameter: only } : { sql: 'patient_id = any ($1::uuid[])', parameter: ids };
}

/** Of rows in several records of one person, the one that a message is about: that of its own identifiers, else in the order of the ids. */
export function rowFor<Row extends { readonly patientId: string }>(found: readonly Row[], { patientId, recordIds }: { readonly patientId: string; readonly recordIds: readonly string[] }): Row | null {
  const order = [patientId, ...recordIds];
  return found.toSorted((a, b) => order.indexOf(a.patientId) - order.indexOf(b.patientId))[0] ?? null;
}
