import type { Label } from './names.ts';

/**
 * Who gave an item its label: the rules on arrival, or whoever added it and a label with it; the patient, afterwards; or whoever else had the
 * record as their own at the time, while it was joined with theirs (ACC-5).
 */
export type LabelGiver = 'rule' | 'patient' | 'former-owner';

/** A label that an item has had, and from when on. */
export interface HeldLabel {
  readonly label: Label;
  readonly since: Date;
  readonly by: LabelGiver;
}

/** One change of an item's label, as it is stored. */
export interface LabelChange {
  readonly was: Label;
  readonly given: Label;
  readonly by: LabelGiver;
  readonly at: Date;
}

/** An item as far as its label goes. */
export interface LabelledItemFacts {
  readonly label: Label;
  /** When the item came to the exchange. */
  readonly createdAt: Date;
  /** Oldest first. */
  readonly changes: readonly LabelChange[];
}

/** All labels of an item, the first one from when it came, the last one from when it got it. */
export function labelHistoryOf({ label, createdAt, changes }: LabelledItemFacts): readonly HeldLabel[] {
  const first: HeldLabel = { label: changes[0]?.was ?? label, since: createdAt, by: 'rule' };
  return [first, ...changes.map(({ given, by, at }): HeldLabel => ({ label: given, since: at, by }))];
}
