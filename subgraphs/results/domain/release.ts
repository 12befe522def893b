import { delayOf, releaseTime, type Delay, type DelayRule } from './delay.ts';
import { ReportKind, ResultStatus } from './report.ts';

/** What a professional decided about the release of one report (RES-4). The number is stored. */
export const DecisionKind = { released: 0, extended: 1 } as const;
export type DecisionKind = (typeof DecisionKind)[keyof typeof DecisionKind];

export interface ReleaseDecision {
  readonly kind: DecisionKind;
  readonly decidedAt: Date;
  /** When it could be read before the decision, and since. */
  readonly fromAt: Date;
  readonly untilAt: Date;
  /** Codes of the tests that stood in the report when it was decided: a release is for what was told the patient, not for what comes later. */
  readonly testCodes: readonly string[];
  readonly authorName: string;
  readonly authorRole: string | null;
  /** ODS code. */
  readonly authorOrganisation: string;
  readonly reason: string;
}

/** One extension, and no longer than as many days as the usual delay has. */
export const longestExtension = 28;

/** What the time of release depends on: the report as it will stand, and what was decided about it before. */
export interface ReleaseFacts {
  readonly organisation: string;
  readonly kind: ReportKind;
  /** When the delay counts from. */
  readonly delayFrom: Date;
  /** The report's own code and those of all its tests. */
  readonly codes: readonly string[];
  readonly rules: readonly DelayRule[];
  readonly decisions: readonly Pick<ReleaseDecision, 'kind' | 'untilAt' | 'testCodes'>[];
  /** How it stood before this version; null for a new report. */
  readonly before: { readonly kind: ReportKind; readonly isFinal: boolean; readonly delayedUntil: Date | null; readonly codes: readonly string[] } | null;
  readonly now: Date;
}

export interface Release {
  /** When patients and proxies may read the report; null when there is no delay. */
  readonly delayedUntil: Date | null;
  /** Whether they are told that it waits. */
  readonly showNotice: boolean;
}

/**
 * When a report, its tests, its history and its files may be read (RES-3, RES-4). All of it moves together.
 * - The policy's delay counts from the issue; a correction does not start it again.
 * - What was final and could be read stays readable when the policy grows stricter; only a listed laboratory test that is new to
 *   the report can take it away again.
 * - An early release holds for corrections of what was released. A listed laboratory test that joins later was told nobody: it waits.
 * - An extension holds when the policy would let the report go sooner.
 */
export function releaseOf(facts: ReleaseFacts): Release {
  const { decisions, delayFrom, before, now } = facts;
  const released = decisions.find(({ kind }) => kind === DecisionKind.released);
  if (released !== undefined) {
    const delay = delayOfTests(facts, joinedSince(released.testCodes, facts));
    return { delayedUntil: later(released.untilAt, releaseTime(delayFrom, delay)), showNotice: delay.showNotice };
  }
  const wasReadable = before !== null && before.isFinal && before.kind === facts.kind && (before.delayedUntil === null || before.delayedUntil <= now);
  const delay = delayOfTests(facts, wasReadable ? joinedSince(before.codes, facts) : facts.codes);
  if (wasReadable && delay.days === 0) return { delayedUntil: before.delayedUntil, showNotice: delay.showNotice };
  const extended = decisions.find(({ kind }) => kind === DecisionKind.extended);
  const byPolicy = releaseTime(delayFrom, delay);
  return { delayedUntil: extended === undefined ? byPolicy : later(extended.untilAt, byPolicy), showNotice: delay.showNotice };
}

function delayOfTests({ rules, organisation, kind }: ReleaseFacts, codes: readonly string[]): Delay {
  return delayOf(rules, { organisation, kind, codes });
}

/** Tests that the report did not have. A scan is told as a whole, whatever codes its paragraphs carry. */
function joinedSince(known: readonly string[], { kind, codes }: ReleaseFacts): string[] {
  return kind === ReportKind.radiology ? [] : codes.filter((code) => !known.includes(code));
}

function later(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}

/** What a report is to somebody who wants to decide about its release. */
export interface Releasable {
  readonly status: ResultStatus;
  readonly delayedUntil: Date | null;
  readonly decisions: readonly Pick<ReleaseDecision, 'kind'>[];
}

/** Only what waits can be released, once; and only what is final, for a patient was told of what stands there, not of what may follow. */
export function mayBeReleased({ status, delayedUntil, decisions }: Releasable, now: Date): boolean {
  const waits = delayedUntil !== null && delayedUntil > now && decisions.every(({ kind }) => kind !== DecisionKind.released);
  return waits && (status === ResultStatus.final || status === ResultStatus.corrected);
}

/** Only what waits can wait longer, once. */
export function mayBeExtended({ delayedUntil, decisions }: Releasable, now: Date): boolean {
  return delayedUntil !== null && delayedUntil > now && decisions.length === 0;
}
