import type { RecordGroup } from '@cie/kit/notices/notice.ts';
import type { JoinableRecord, LinkAuthor, RecordLink } from './record-link.ts';

export interface Undone {
  /** When a link of this very pair was last undone; null when none was. */
  readonly lastAt: Date | null;
  /** Whether the desk has parted any record of the one from any record of the other. */
  readonly byStaff: boolean;
}

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
  /** ODS codes of the organisations that have said anything of one of these records. */
  suppliersOf(patientIds: readonly string[]): Promise<readonly string[]>;
  /** Whether anybody signs in to one of these records. */
  hasOpenAccount(patientIds: readonly string[]): Promise<boolean>;
  /** How links between these two people, in either direction, ended. */
  undoneBetween(one: string, other: string): Promise<Undone>;
  add(retiredId: string, survivingId: string, author: LinkAuthor): Promise<RecordLink>;
  byId(mergeId: string): Promise<(RecordLink & { readonly isUndone: boolean }) | null>;
  undo(mergeId: string, author: LinkAuthor): Promise<void>;
  /** Tells sharing what belongs together now. */
  announce(patientIds: readonly string[]): Promise<void>;
}
