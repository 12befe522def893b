import type { CheckpointFlaw, CheckpointLeaf } from './checkpoint.ts';

/** A log that does not end any more, at this number, in what a signed checkpoint says it did: it was written anew, or cut off. */
export interface RewrittenFault {
  readonly patientId: string;
  /** The last entry that another checkpoint still vouches for; 0 when none does. What was changed lies after it. */
  readonly after: number;
  /** The entry that the checkpoint is about. */
  readonly seq: number;
  readonly fault: 'rewritten';
}

/** A checkpoint that proves nothing where it is kept, or is not there. */
export interface CheckpointFault {
  readonly checkpoint: number;
  readonly place: 'database' | 'file';
  readonly fault: CheckpointFlaw | 'missing';
}

/** What the log has at the number of a leaf; null when it has no such entry. */
export interface LeafFound extends CheckpointLeaf {
  readonly found: Buffer | null;
}

/** For each record the first leaf that the log disagrees with; `leaves` come with the checkpoints' rising numbers, the trusted ones alone. */
export class LeafJudge {
  readonly #broken = new Map<string, number>();

  judge(leaves: readonly LeafFound[]): void {
    for (const { patientId, seq, hash, found } of leaves) {
      if (found?.equals(hash) === true) continue;
      this.#broken.set(patientId, Math.min(seq, this.#broken.get(patientId) ?? seq));
    }
  }

  get broken(): ReadonlyMap<string, number> {
    return this.#broken;
  }
}
