/**
 * What sharing and the gateway's pages have in common about summaries that patients give away (ACS-3): a code and the date of birth open one
 * once, or a SMART Health Link does. Bytes are base64url, times ISO 8601. By `find` a summary is found, `proof` shows that whoever asks knows
 * the date of birth too; 32 bytes each, which lead back to neither code, link nor date. Commands of sharing:
 *
 * - `share-summary` {id, labels: ProxyLabel[], hours, codeFind, codeProof, linkFind, linkProof, wrapped, bundle, page} → {outcome: ShareOutcome}, for the owner
 * - `summary-shares` {} → {shares: SummaryShare[]}, for the owner
 * - `stop-summary` {id} → {stopped: boolean}, for the owner
 * - `open-summary` {way, find, proof?, who?, embeddedMost?, fetch?} → SummaryTry, for whoever has a code or a link
 * - `fetch-summary` {find} → {bundle: string | null}, for whoever was told where the file of a link is
 *
 * Errors: OWN_RECORD_ONLY, SUMMARY_LABELS, SUMMARY_UNTIL.
 */
import type { ProxyLabel } from './proxies.ts';

/** How long a summary may wait to be opened, in hours. */
export const summaryHours = [1, 24, 72, 168] as const;
/** Wrong dates of birth after which a summary opens for nobody any more. */
export const mostWrongTries = 5;
/** Summaries of one person that may wait at once. */
export const mostWaitingSummaries = 5;
/** How long the file of a link can be fetched after the link was opened, in minutes; the specification allows an hour. */
export const fetchMinutes = 10;
/** Longest text in which somebody says who they are. */
export const whoLength = { least: 2, most: 200 } as const;

export const summaryWays = ['code', 'link'] as const;
export type SummaryWay = (typeof summaryWays)[number];

export const summaryStates = ['waiting', 'opened', 'stopped', 'ended', 'burned'] as const;
export type SummaryState = (typeof summaryStates)[number];

export const shareOutcomes = ['added', 'known', 'too-many'] as const;
export type ShareOutcome = (typeof shareOutcomes)[number];

/** A summary as its owner is shown it. */
export interface SummaryShare {
  readonly id: string;
  readonly labels: readonly ProxyLabel[];
  readonly madeAt: string;
  readonly until: string;
  readonly state: SummaryState;
  /** Wrong tries so far. */
  readonly wrong: number;
  /** When and by whom it was opened, as they said themselves. */
  readonly openedAt: string | null;
  readonly openedBy: string | null;
  readonly stoppedAt: string | null;
}

/** What came of a try. `closed` says nothing of why; `remaining` tries are for a link alone, whose address nobody guesses. */
export type SummaryTry =
  | { readonly outcome: 'opened'; readonly wrapped: string; readonly page: string; readonly bundle: string | null }
  | { readonly outcome: 'wrong'; readonly remaining: number }
  | { readonly outcome: 'closed' };
