import type { RecordGroup } from '@cie/kit/notices/notice.ts';
import type { JoinableRecord, LinkAuthor, RecordLink } from './record-link.ts';

/** The links between records, inside one transaction. */
export interface Joins {
  /** Lets joins and partings pass one at a time, with any further keys that must wait for others. */
  takeTurn(keys: readonly string[]): Promise<void>;
  record(patientId: string): Promise<JoinableRecord | null>;
  /** By number and date of birth together. */
  find(nhsNumber: string, birthDate: string): Promise<JoinableRecord | null>;
  groupOf(patientId: string): Promise<RecordGroup>;
  /** Live links among the records of this person. */
  linksOf(patientId: string): Promise<readonly RecordLink[]>;
  /** When a link of this pair, in either direction, was last undone; null when none was. */
  lastUndone(one: string, other: string): Promise<Date | null>;
  add(retiredId: string, survivingId: string, author: LinkAuthor): Promise<RecordLink>;
  byId(mergeId: string): Promise<(RecordLink & { readonly isUndone: boolean }) | null>;
  undo(mergeId: string, author: LinkAuthor): Promise<void>;
  /** Tells sharing what belongs together now. */
  announce(patientIds: readonly string[]): Promise<void>;
}
