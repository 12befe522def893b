import type { PatientReference } from './read-results.ts';
import { readNumber } from './reference-range.ts';
import { isGone, ResultStatus, type Flag } from './report.ts';

/** The result of the same test before this one, in the same unit (RES-1): the point that stands before it in its trend (RES-2). */
export interface EarlierResult {
  readonly value: string;
  readonly at: Date;
  /** As far as the sender gave it (ING-5). */
  readonly atText: string | null;
  readonly reportId: string;
}

/** How a result compares with the one before it; null where either is no plain number, as `<15`. It says nothing of better or worse. */
export const Direction = { higher: 'higher', lower: 'lower', same: 'same' } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

export function directionOf(value: string | null, earlier: string): Direction | null {
  const [now, then] = [readNumber(value), readNumber(earlier)];
  if (now === null || then === null) return null;
  if (now === then) return Direction.same;
  return now > then ? Direction.higher : Direction.lower;
}

/** What a version of a result said, as far as a correction may have changed it. */
export interface ResultVersion {
  readonly value: string | null;
  readonly unit: string | null;
  readonly referenceRange: string | null;
  readonly flag: Flag | null;
  readonly status: ResultStatus;
}

/** What stood before the results of a report, by the id of the result. */
export interface ComparisonReads<Patient extends PatientReference> {
  earlier(patient: Patient, reportId: string): Promise<ReadonlyMap<string, EarlierResult>>;
  /** Versions that newer ones replaced, newest first. */
  versions(patient: Patient, reportId: string): Promise<ReadonlyMap<string, readonly ResultVersion[]>>;
}

/**
 * What the last correction changed, in words, from the versions that it replaced, newest first; null when none differs, as
 * when the result first came as a correction. A value that was withdrawn may have been another person's: it is never told.
 */
export function changesOf(now: ResultVersion, versions: readonly ResultVersion[]): string | null {
  if (now.status === ResultStatus.withdrawn) return 'The laboratory has taken this result back.';
  const before = versions.find((each) => textOf(each) !== textOf(now) || each.referenceRange !== now.referenceRange || each.flag !== now.flag || isGone(each.status) !== isGone(now.status));
  if (before === undefined) return null;
  if (isGone(now.status)) return 'A result that stood here before was cancelled.';
  if (isGone(before.status)) return 'A result that stood here before was taken back. This one replaces it.';
  const changes = [
    textOf(before) === textOf(now) ? null : before.value === null ? 'There was no value before.' : `It was ${textOf(before)} before.`,
    before.referenceRange === now.referenceRange ? null : before.referenceRange === null ? 'The usual range was added.' : `The usual range was ${before.referenceRange} before.`,
    before.flag === now.flag || textOf(before) !== textOf(now) || before.referenceRange !== now.referenceRange ? null : 'The laboratory judged it differently before.',
  ];
  return changes.filter((change) => change !== null).join(' ');
}

const textOf = ({ value, unit }: Pick<ResultVersion, 'value' | 'unit'>): string => (unit === null ? (value ?? '') : `${value ?? ''} ${unit}`.trim());
