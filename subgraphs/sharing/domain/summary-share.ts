import { timingSafeEqual } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { mostWrongTries, type ShareOutcome, type SummaryState, type SummaryWay } from '@cie/kit/summary-shares.ts';
import type { AccessEntry } from './access-entry.ts';

/** A summary that a patient gives away (ACS-3), without what it holds. */
export interface SharedSummary {
  readonly id: string;
  readonly patientId: string;
  readonly labels: readonly Label[];
  readonly madeAt: Date;
  readonly endsAt: Date;
  /** Wrong tries so far, and tries after it had closed that were logged. */
  readonly wrong: number;
  readonly late: number;
  readonly openedAt: Date | null;
  readonly openedBy: string | null;
  readonly stoppedAt: Date | null;
}

/** What it holds, as cipher text: sharing keeps it and has no key to it. */
export interface SummaryContent {
  /** The key of both files, sealed with code and date of birth. */
  readonly wrapped: Buffer;
  /** JWE (RFC 7516) of the bundle and of the readable page. */
  readonly bundle: string;
  readonly page: string;
}

/** How a summary is found, and what proves the date of birth, by each way in. */
export type SummaryKeys = Readonly<Record<SummaryWay, { readonly find: Buffer; readonly proof: Buffer }>>;

export interface NewSummary {
  readonly id: string;
  readonly patientId: string;
  readonly accountId: string;
  readonly labels: readonly Label[];
  readonly endsAt: Date;
  readonly keys: SummaryKeys;
  readonly content: SummaryContent;
}

/** What is to be done about a summary that somebody tries to open; what it holds goes unless it is left. */
export interface TryDecision {
  readonly kind: TryKind;
  readonly change: Partial<Pick<SharedSummary, 'wrong' | 'late' | 'openedAt' | 'openedBy' | 'stoppedAt'>>;
  readonly entry: AccessEntry | null;
  readonly notices: readonly Notice[];
}

export interface SummaryStore {
  /** Throws SUMMARY_UNAVAILABLE shortly after records of the person were parted. */
  add(access: AccessContext, summary: NewSummary, entry: AccessEntry, mostWaiting: number): Promise<ShareOutcome>;
  /** Deletes what summaries hold whose time is over. */
  sweep(now: Date): Promise<void>;
  /** Newest first. */
  list(patientIds: readonly string[], now: Date): Promise<readonly SharedSummary[]>;
  /** False when none of this person waits under this id. */
  stop(access: AccessContext, patientIds: readonly string[], id: string, entry: AccessEntry): Promise<boolean>;
  /**
   * Finds a summary, lets it be decided about while nobody else can try it, and does what was decided, entry and messages in one transaction.
   * The content comes with a right try alone, and is gone from the store then, but for a bundle that is to be fetched.
   */
  attempt(access: AccessContext, way: SummaryWay, find: Buffer, decide: (found: TriedSummary | null) => TryDecision, fetch: BundleFetch | null): Promise<Attempted>;
  /** The bundle of a link that was opened, once. */
  fetch(find: Buffer, now: Date): Promise<string | null>;
}

export interface TriedSummary extends SharedSummary {
  readonly proof: Buffer;
}

/** A bundle that is longer than the receiver takes in its answer is fetched by an address of one use. */
export interface BundleFetch {
  readonly longerThan: number;
  readonly find: Buffer;
  readonly until: Date;
}

export interface Attempted {
  readonly kind: TryKind;
  readonly content: (Omit<SummaryContent, 'bundle'> & { readonly bundle: string | null }) | null;
}

/** As its owner is shown it; an end passes without anybody writing it down. */
export function summaryState({ openedAt, stoppedAt, wrong, endsAt }: Pick<SharedSummary, 'openedAt' | 'stoppedAt' | 'wrong' | 'endsAt'>, now: Date): SummaryState {
  if (openedAt !== null) return 'opened';
  if (wrong >= mostWrongTries) return 'burned';
  if (stoppedAt !== null) return 'stopped';
  return endsAt <= now ? 'ended' : 'waiting';
}

/** `unasked` is a link without a passcode: somebody finds out that it wants one. `burning` is the last wrong try. */
export type TryKind = 'unknown' | 'late' | 'unasked' | 'wrong' | 'burning' | 'right';

export function judgeTry(found: TriedSummary | null, proof: Buffer | null, now: Date): TryKind {
  if (found === null) return 'unknown';
  if (summaryState(found, now) !== 'waiting') return 'late';
  if (proof === null) return 'unasked';
  if (proof.length === found.proof.length && timingSafeEqual(proof, found.proof)) return 'right';
  return found.wrong + 1 >= mostWrongTries ? 'burning' : 'wrong';
}
