import { createHash } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { AccessAction, AccessEntry } from './access-entry.ts';
import { ownsRecord } from './own-record.ts';

/** An entry of the access log as it was written. */
export interface LoggedAccess extends AccessEntry {
  /** In whose log it stands, and its number there. */
  readonly patientId: string;
  readonly seq: number;
  readonly at: Date;
}

/** Whether this account did it as the owner: as an owner comes also somebody whose record was joined to this one (ACC-5). */
export const isByOwner = ({ doors, account }: LoggedAccess, accountId: string): boolean => doors.includes('self') && account === accountId;

/** How far each log has been read: by patient, the number of the oldest entry seen. A log that is not named begins at its newest. */
export type LogPosition = ReadonlyMap<string, number>;

/** Which entries to show; all where nothing is said. */
export interface LogFilter {
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly to?: Date | undefined;
  readonly about?: LogSubject | undefined;
  /** One person, by the key of `LoggedPerson`. */
  readonly person?: string | undefined;
}

/** What an entry may be about. */
export const logSubjects = ['others', 'refusals', 'emergencies', 'emergency-cases', 'sharing'] as const;
export type LogSubject = (typeof logSubjects)[number];

/** Entries of one subject: these actions, or by this door; not of this account. */
export interface SubjectEntries {
  readonly actions?: readonly AccessAction[];
  readonly door?: 'emergency';
  readonly notBy?: string;
}

/** What of the log a subject is; `accountId` is the reader's own. */
export const entriesAbout: Readonly<Record<LogSubject, (accountId: string) => SubjectEntries>> = {
  others: (accountId) => ({ notBy: accountId }),
  refusals: () => ({ actions: ['refused'] }),
  emergencies: () => ({ actions: ['emergency-started', 'emergency-ended', 'emergency-disputed', 'emergency-answered', 'reason-stated'], door: 'emergency' }),
  // Without what was read by them: the latest says how things stand.
  'emergency-cases': () => ({ actions: ['emergency-started', 'emergency-disputed', 'emergency-answered'] }),
  sharing: () => ({
    actions: [
      'invited', 'invitation-accepted', 'invitation-revoked', 'summary-shared', 'summary-opened', 'summary-stopped',
      'request-received', 'request-decided', 'request-delivered',
      'proxy-requested', 'proxy-started', 'proxy-refused', 'proxy-reviewed', 'proxy-suspended', 'proxy-resumed', 'proxy-ended',
    ],
  }),
};

/** Somebody else who stands in the log. */
export interface LoggedPerson {
  /** Names the person within this log, and says nothing of their account. */
  readonly key: string;
  readonly name: string;
  readonly organisation: string | null;
}

/** Names an account within a log, as the store does in SQL; whoever reads the log learns nothing of the account by it. */
export const personKey = (accountId: string): string => createHash('sha256').update(accountId, 'utf8').digest('hex').slice(0, 24);

/** Who stands in a log, and since when there is one; null before its first entry. */
export interface LogContents {
  readonly people: readonly LoggedPerson[];
  readonly since: Date | null;
}

export interface AccessLogStore {
  /** Newest first, of one log or of several at once; `before` says where to go on in each. */
  page(patientIds: readonly string[], first: number, before: LogPosition, filter: Omit<LogFilter, 'about'> & SubjectEntries): Promise<LoggedAccess[]>;
  /** Everybody but this account, those who came last first. */
  contents(patientIds: readonly string[], accountId: string): Promise<LogContents>;
}

/**
 * The viewer's own access log (ACS-6), of all records that were joined to it (ACC-5): each keeps its own, so that it stays what it
 * was when two are parted. Null for everybody else, as if there were no such record.
 */
export async function readAccessLog(
  access: AccessContext,
  store: AccessLogStore,
  patientIds: readonly string[],
  page: { first: number; before: LogPosition; filter?: LogFilter },
): Promise<{ entries: { entry: LoggedAccess; position: LogPosition }[]; hasNext: boolean } | null> {
  if (!ownsRecord(access, patientIds, 'see-log')) return null;
  const { about, ...filter } = page.filter ?? {};
  const subject = about === undefined ? {} : entriesAbout[about](access.viewer?.accountId ?? '');
  const found = await store.page(patientIds, page.first + 1, page.before, { ...filter, ...subject });
  let position = page.before;
  const entries = found.slice(0, page.first).map((entry) => {
    position = new Map([...position, [entry.patientId, entry.seq]]);
    return { entry, position };
  });
  return { entries, hasNext: found.length > page.first };
}

/** Who stands in the viewer's own log; null for everybody else. */
export async function readLogContents(access: AccessContext, store: AccessLogStore, patientIds: readonly string[]): Promise<LogContents | null> {
  return ownsRecord(access, patientIds, 'see-log') ? store.contents(patientIds, access.viewer?.accountId ?? '') : null;
}
