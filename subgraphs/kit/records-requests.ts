import type { ProxyLabel } from './proxies.ts';

/**
 * What sharing and the pages of gateway/records have in common about requests for records (SAR-1). Times are ISO 8601, days ISO dates.
 *
 * Commands of sharing for who asks, for their own requests alone:
 * - `request-records` {basis, name, nhsNumber, birthDate, relationship?, wanted?} → OwnRequest
 * - `own-records-requests` {} → OwnRequest[] · `own-records-request` {id} → OwnRequest
 * - `begin-evidence` {id, fileName, mediaType} → {id} · `evidence-part` {id, number, bytes, last} · `abandon-evidence` {id} · `remove-evidence` {id, file}
 * - `others-records-requests` {} → OthersRequest[] · `object-to-records-request` {id, text?}, for the patient whose record it is
 * - `send-evidence` {id} → OwnRequest · `withdraw-records-request` {id} · `collect-records-request` {id} → {patientId}
 *
 * For staff with the duty records-team:
 * - `records-requests` {list: RequestList, after?} → RequestPage · `records-request` {id} → StaffRequest
 * - `records-request-counts` {id} → {patientIds} · `evidence-file` {id, file, number} → {bytes, last, name, mediaType, size}
 * - `want-evidence` {id, text} · `check-records-request` {id, nhsNumber, birthDate, how, complete}
 * - `find-reviewers` {words} → Reviewer[] · `assign-review` {id, accountId}
 * - `extend-records-request` {id, reason, text} · `approve-records-request` {id, labels, withheld} · `refuse-records-request` {id, reason, text}
 *
 * For the health professional who was asked: `records-reviews` {} → ReviewTask[] · `records-review` {id} → ReviewTask
 * · `answer-records-review` {id, harmful: ProxyLabel[], text}.
 *
 * Asked by the gateway itself: `records-reminders` {} → {said} · `account-closed` {accountId}.
 *
 * Errors: RECORDS_TEAM_ONLY, REVIEWER_ONLY, RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_STATE, RECORDS_REQUEST_OWN, RECORDS_REQUEST_CHECKER, and those that say what to correct.
 */

/** For whom somebody asks, and by what right. */
export const requestBases = ['self', 'written-consent', 'parental-responsibility', 'power-of-attorney', 'court-appointment', 'personal-representative'] as const;
export type RequestBasis = (typeof requestBases)[number];

/**
 * `evidence`: who asks has still to show who they are, or by what right they ask; no time runs. `open`: the records team works on it.
 * `approved`: a copy can be collected, until its day. `collected` and `lapsed` are what approved ones become.
 */
export const requestStates = ['evidence', 'open', 'approved', 'collected', 'lapsed', 'refused', 'withdrawn'] as const;
export type RequestState = (typeof requestStates)[number];

/** Lists of the records team: by the day on which an answer is due; those for which no time runs yet; the last that were answered. */
export const requestLists = ['open', 'evidence', 'closed'] as const;
export type RequestList = (typeof requestLists)[number];

export const extensionReasons = ['complex', 'several-requests'] as const;
export type ExtensionReason = (typeof extensionReasons)[number];

export const requestRefusals = ['identity-not-shown', 'no-right', 'no-record', 'unfounded', 'all-exempt'] as const;
export type RequestRefusal = (typeof requestRefusals)[number];

/** Why a label is left out of a copy. */
export const withholdReasons = ['serious-harm', 'other-people', 'not-covered', 'other'] as const;
export type WithholdReason = (typeof withholdReasons)[number];

/** Where a file of evidence stands: its bytes come; it waits for the scanner; staff may open it; it was refused as malware; it is too large to be scanned. */
export const evidenceStates = ['receiving', 'waiting', 'clean', 'refused', 'held'] as const;
export type EvidenceState = (typeof evidenceStates)[number];

/** What may be sent as evidence: pictures of papers, and papers. */
export const evidenceMediaTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type EvidenceMediaType = (typeof evidenceMediaTypes)[number];
/** Largest file of evidence, in bytes: a photograph of a page by a phone. */
export const mostEvidenceBytes = 10_000_000;
export const mostEvidenceFiles = 6;

/** Lengths of what people write, in characters. */
export const requestTexts = { name: 120, relationship: 100, wanted: 1000, words: 1000 } as const;

export interface EvidenceFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: EvidenceMediaType;
  /** In bytes. */
  readonly size: number;
  readonly state: EvidenceState;
}

/** A request as who made it sees it. */
export interface OwnRequest {
  readonly id: string;
  /** Groups of letters and digits, to be read over the telephone. */
  readonly reference: string;
  readonly basis: RequestBasis;
  /** Whose records they asked for, in their own words. */
  readonly name: string;
  readonly wanted: string | null;
  readonly state: RequestState;
  readonly receivedAt: string;
  /** The last day for an answer; null while no time runs. */
  readonly dueDay: string | null;
  readonly extended: { readonly reason: ExtensionReason; readonly text: string | null } | null;
  /** What the records team still needs; null until it has asked. */
  readonly evidenceWanted: string | null;
  /** Whether evidence can be added now. */
  readonly takesEvidence: boolean;
  readonly files: readonly EvidenceFile[];
  readonly refused: { readonly reason: RequestRefusal; readonly text: string | null } | null;
  /** Until when it can be collected. Which parts the copy holds is not told: it would say which were left out. */
  readonly collectUntil: string | null;
}

/** A request of another account for the reader's own record, which they may object to. */
export interface OthersRequest {
  readonly id: string;
  /** Who asks, as their sign-in names them. */
  readonly from: string;
  readonly basis: RequestBasis;
  readonly receivedAt: string;
  /** Whether a copy can be collected now. */
  readonly isReady: boolean;
  /** When the reader objected; it can be done once. */
  readonly objectedAt: string | null;
}

/** Somebody who can be asked for a review. */
export interface Reviewer {
  readonly accountId: string;
  readonly name: string;
  readonly role: string | null;
  /** ODS code. */
  readonly organisation: string | null;
}

/** The review of a request for what could do serious harm. */
export interface StaffReview {
  readonly reviewer: string;
  readonly askedAt: string;
  readonly until: string;
  /** Null while it is awaited. */
  readonly answeredAt: string | null;
  /** Whether its time is over and it was not answered: somebody else has to be asked. */
  readonly isLate: boolean;
  /** Labels that could do serious harm. */
  readonly harmful: readonly ProxyLabel[];
  readonly text: string | null;
}

export interface Withheld {
  readonly label: ProxyLabel;
  readonly reason: WithholdReason;
  readonly text: string | null;
}

/** A request as the records team works on it. */
export interface StaffRequest extends OwnRequest {
  readonly requester: { readonly name: string; readonly email: string | null; readonly proved: boolean };
  readonly nhsNumber: string;
  readonly birthDate: string;
  readonly relationship: string | null;
  /** Whether the records team has found whose record it is, and made sure of who asks. */
  readonly checked: { readonly at: string; readonly by: string; readonly how: string; /** They decide nothing about the copy then. */ readonly byReader: boolean } | null;
  /** What is wrong with the day that is due: none, a week or less is left, it has passed. */
  readonly urgency: 'none' | 'soon' | 'overdue';
  readonly mayExtend: boolean;
  /** Whether who asks has closed their account, or has another now: they read nothing here any more, and are answered by post. */
  readonly accountClosed: boolean;
  readonly review: StaffReview | null;
  /** Whether its copy was not collected in time, and can be after another reading. */
  readonly mayBeReadAgain: boolean;
  /** What the copy holds. */
  readonly released: readonly ProxyLabel[];
  readonly withheld: readonly Withheld[];
  readonly decided: { readonly at: string; readonly by: string } | null;
  /** Who of the team opened which file of evidence, the first first; null once the file was deleted. */
  readonly opened: readonly { readonly file: string | null; readonly who: string; readonly at: string }[];
  /** Ids of the files that the reader has opened: who says what the evidence shows has opened each. */
  readonly openedByReader: readonly string[];
  /** What was said before another health professional was asked too. */
  readonly earlier: readonly { readonly reviewer: string; readonly at: string; readonly harmful: readonly ProxyLabel[]; readonly text: string | null }[];
  /** That the patient said that who asks should not have a copy, and why. */
  readonly objected: { readonly at: string; readonly text: string | null } | null;
}

export interface RequestPage {
  readonly requests: readonly StaffRequest[];
  readonly next: string | null;
  readonly counts: Readonly<Record<'open' | 'evidence' | 'overdue', number>>;
}

/** What a health professional is asked to read. */
export interface ReviewTask {
  readonly id: string;
  readonly reference: string;
  /** The record; opened by the door `invited` until then. */
  readonly patientId: string;
  readonly basis: RequestBasis;
  readonly relationship: string | null;
  readonly askedAt: string;
  readonly until: string;
  readonly dueDay: string | null;
}

/** How many items of each label a copy would hold, by room; `waiting` ones among them are not in it before their day (RES-3). */
export interface LabelCount {
  readonly label: ProxyLabel;
  readonly items: number;
  readonly waiting: number;
}
