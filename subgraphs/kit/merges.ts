/** What the gateway's pages of the desk show of joined records (ACC-5). Times are ISO 8601. */

/** One of the two records of a link. */
export interface MergedRecord {
  readonly patientId: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly name: string;
}

/** Who made or undid a link: a hospital by a message, or a person of the desk. */
export interface MergeAuthor {
  readonly at: string;
  readonly basis: 'message' | 'staff';
  /** ODS code of the hospital; null for the desk. */
  readonly organisation: string | null;
  /** Name of the person of the desk; null for a message. */
  readonly who: string | null;
  readonly reason: string | null;
}

export interface RecordMerge {
  readonly id: string;
  readonly retired: MergedRecord;
  readonly surviving: MergedRecord;
  readonly made: MergeAuthor;
  /** Null while the two are joined. */
  readonly undone: MergeAuthor | null;
}

export interface RecordMergePage {
  readonly merges: readonly RecordMerge[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** What a command that joins or parts records answers. */
export interface MergeOutcome {
  readonly mergeId: string;
  /** False when the records were joined, or parted, already. */
  readonly changed: boolean;
}
