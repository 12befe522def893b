import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { ownerFor } from './own-record.ts';

/** An entry as it was hashed. */
export interface CopiedEntry {
  readonly body: string;
  /** In hexadecimal. */
  readonly hash: string;
}

/** That a log had a certain end when a checkpoint was signed: what a person needs to check it alone (RFC 6962, section 2.1.1). */
export interface CheckpointProof {
  readonly body: string;
  /** Ed25519, in base64url. */
  readonly signature: string;
  /** Which entry was the last at that time, and its hash in hexadecimal. */
  readonly seq: number;
  readonly hash: string;
  /** Place in the tree, and the hashes from there to its root, in hexadecimal. */
  readonly index: number;
  readonly path: readonly string[];
}

/** One log as it stood when the copy was begun. */
export interface CopiedLog {
  readonly record: string;
  readonly head: { readonly seq: number; readonly hash: string };
  /** The latest that knows this log; null when none does yet. */
  readonly checkpoint: CheckpointProof | null;
}

/** Public keys of checkpoints, each in base64url, by name. */
export type PublicLogKeys = readonly { readonly id: string; readonly key: string }[];

export interface LogCopy {
  readonly record: string;
  readonly logs: readonly CopiedLog[];
}

export interface LogCopyStore {
  log(access: AccessContext, patientId: string, entry: AccessEntry): Promise<void>;
  /** Where each log ends, and the proof of it. */
  logs(patientIds: readonly string[]): Promise<readonly CopiedLog[]>;
  /** Entries after this number, not above that one. */
  entries(patientId: string, after: number, until: number): Promise<readonly CopiedEntry[]>;
}

/** What the use cases need to know of the person: the id that stands for them, and all ids whose records were joined to it. */
export interface PersonsRecords {
  survivorOf(patientId: string): Promise<string>;
  groupOf(patientId: string): Promise<readonly string[]>;
}

/**
 * Begins a copy of the viewer's own access log to keep, with the logs of records that were joined to it (ACS-6). That it was made stands
 * in the log first, and so in the copy. Throws OWN_RECORD_ONLY.
 */
export async function beginLogCopy(access: AccessContext, store: LogCopyStore, records: PersonsRecords): Promise<LogCopy> {
  const own = ownRecord(access);
  const record = await records.survivorOf(own);
  await store.log(access, record, accessEntry(access, 'log-downloaded', { doors: ['self'] }));
  return { record, logs: await store.logs(await records.groupOf(own)) };
}

/** The next entries of one of these logs. Throws OWN_RECORD_ONLY. */
export async function copyLogPart(
  access: AccessContext, store: LogCopyStore, records: PersonsRecords, { record, after, until }: { readonly record: string; readonly after: number; readonly until: number },
): Promise<readonly CopiedEntry[]> {
  if (!(await records.groupOf(ownRecord(access))).includes(record)) throw notOwn();
  return store.entries(record, after, until);
}

function ownRecord(access: AccessContext): string {
  const owner = ownerFor(access, 'see-log');
  if (owner === null) throw notOwn();
  return owner.patientId;
}

function notOwn(): CieError {
  return new CieError('OWN_RECORD_ONLY', 'Only the person whose record it is can have a copy of who looked. Sign in as that person.');
}
