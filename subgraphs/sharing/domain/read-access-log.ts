import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
import type { AccessEntry } from './access-entry.ts';

/** An entry of the access log as it was written. */
export interface LoggedAccess extends AccessEntry {
  readonly seq: number;
  readonly at: Date;
}

export interface AccessLogStore {
  /** Newest first; `before` is the sequence number to go on from. */
  page(patientId: string, first: number, before: number | null): Promise<LoggedAccess[]>;
}

/** The viewer's own access log (ACS-6); null for everybody else, as if there were no such record. */
export async function readAccessLog(
  access: AccessContext,
  store: AccessLogStore,
  patientId: string,
  page: { first: number; before: number | null },
): Promise<{ entries: LoggedAccess[]; hasNext: boolean } | null> {
  if (!ownsRecord(access, patientId)) return null;
  const entries = await store.page(patientId, page.first + 1, page.before);
  return { entries: entries.slice(0, page.first), hasNext: entries.length > page.first };
}

/** Whether this is the viewer's own record, by a proved identity. */
export function ownsRecord(access: AccessContext, patientId: string): boolean {
  const { viewer } = access;
  return viewer !== null && isProvedPatient(viewer) && viewer.patientId === patientId;
}
