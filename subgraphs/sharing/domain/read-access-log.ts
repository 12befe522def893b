import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
import type { AccessEntry } from './access-entry.ts';

/** An entry of the access log as it was written. */
export interface LoggedAccess extends AccessEntry {
  /** In whose log it stands, and its number there. */
  readonly patientId: string;
  readonly seq: number;
  readonly at: Date;
}

/** How far each log has been read: by patient, the number of the oldest entry seen. A log that is not named begins at its newest. */
export type LogPosition = ReadonlyMap<string, number>;

export interface AccessLogStore {
  /** Newest first, of one log or of several at once; `before` says where to go on in each. */
  page(patientIds: readonly string[], first: number, before: LogPosition): Promise<LoggedAccess[]>;
}

/**
 * The viewer's own access log (ACS-6), of all records that were joined to it (ACC-5): each keeps its own, so that it stays what it
 * was when two are parted. Null for everybody else, as if there were no such record.
 */
export async function readAccessLog(
  access: AccessContext,
  store: AccessLogStore,
  patientIds: readonly string[],
  page: { first: number; before: LogPosition },
): Promise<{ entries: { entry: LoggedAccess; position: LogPosition }[]; hasNext: boolean } | null> {
  if (!ownsRecord(access, patientIds)) return null;
  const found = await store.page(patientIds, page.first + 1, page.before);
  let position = page.before;
  const entries = found.slice(0, page.first).map((entry) => {
    position = new Map([...position, [entry.patientId, entry.seq]]);
    return { entry, position };
  });
  return { entries, hasNext: found.length > page.first };
}

/** Whether this is the viewer's own record, by a proved identity; `patientIds` are all ids of the person. */
export function ownsRecord(access: AccessContext, patientIds: readonly string[]): boolean {
  const { viewer } = access;
  return viewer !== null && isProvedPatient(viewer) && viewer.patientId !== null && patientIds.includes(viewer.patientId);
}
