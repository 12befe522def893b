/**
 * What sharing and the desk's pages of the gateway have in common about proxies (ACC-4): people who act for a patient. Times are ISO 8601,
 * days ISO dates. Commands of sharing, each for viewers with the duty support-desk:
 *
 * - `proxy-requests` {list: ProxyList, after?} → ProxyPage
 * - `proxy` {id} → DeskProxy
 * - `verify-proxy` {id, labels: ProxyLabel[], evidence, consent: OwnConsent, consentBy, until?} → DeskProxy
 * - `refuse-proxy` {id, reason: RefusalReason, text?} → DeskProxy
 * - `review-proxy` {id, outcome: 'continue' | 'suspend', consent, consentBy, until?, reason?, text?} → DeskProxy
 * - `end-proxy` {id, reason: EndReason, text?} → DeskProxy
 *
 * Errors: DESK_ONLY, PROXY_UNKNOWN, and those that say what to correct: PROXY_PATIENT_UNKNOWN, PROXY_PATIENT_OBJECTS, PROXY_PATIENT_REFUSED,
 * PROXY_CONSENT, PROXY_LABELS, PROXY_UNTIL, PROXY_AGE, PROXY_EVIDENCE, PROXY_REASON, PROXY_STATE.
 */

/** By what right somebody acts for a patient. */
export const proxyBases = ['written-consent', 'parental-responsibility', 'power-of-attorney', 'court-appointment'] as const;
export type ProxyBasis = (typeof proxyBases)[number];

export const proxyStates = ['requested', 'active', 'suspended', 'ended', 'refused'] as const;
export type ProxyState = (typeof proxyStates)[number];

/** Why a proxy sees nothing; the first three as in National Proxy (DAPB3051). */
export const proxyReasons = [
  'ROLE_SUSPENDED_PENDING_REVIEW', 'ROLE_DEACTIVATED_SAFEGUARDING', 'APPLICATION_REJECTED_COERCION', 'PATIENT_SUSPENDED', 'PATIENT_LEFT', 'AGE_16', 'EXPIRED',
  'EVIDENCE_NOT_ENOUGH', 'OTHER',
] as const;
export type ProxyReason = (typeof proxyReasons)[number];

/** Reasons with which the desk refuses a request, suspends, or ends; OTHER wants a text. */
export const refusalReasons = ['EVIDENCE_NOT_ENOUGH', 'AGE_16', 'APPLICATION_REJECTED_COERCION', 'OTHER'] as const satisfies readonly ProxyReason[];
export type RefusalReason = (typeof refusalReasons)[number];
export const suspensionReasons = ['ROLE_SUSPENDED_PENDING_REVIEW', 'ROLE_DEACTIVATED_SAFEGUARDING', 'OTHER'] as const satisfies readonly ProxyReason[];
export type SuspensionReason = (typeof suspensionReasons)[number];
export const endReasons = ['ROLE_DEACTIVATED_SAFEGUARDING', 'OTHER'] as const satisfies readonly ProxyReason[];
export type EndReason = (typeof endReasons)[number];

/** The patient's own answer: a child's where they understand, an adult's always unless somebody named has assessed that they cannot decide. */
export const ownConsents = ['given', 'refused', 'cannot-decide'] as const;
export type OwnConsent = (typeof ownConsents)[number];

/** Privacy labels as commands name them. */
export const proxyLabels = ['general', 'sexualHealth', 'mentalHealth', 'socialCare'] as const;
export type ProxyLabel = (typeof proxyLabels)[number];

/** `requested`: waiting to be verified. `reviews`: a child's 13th birthday is less than 90 days ahead or has passed, and nobody has reviewed. */
export const proxyLists = ['requested', 'reviews', 'active'] as const;
export type ProxyList = (typeof proxyLists)[number];

/** Longest time that a proxy is given, in years; after it the desk verifies anew. */
export const longestProxyYears = 5;

/** A request for a record, or a proxy, as the desk works on it. */
export interface DeskProxy {
  readonly id: string;
  /** The record; null when nobody with this number and date of birth has one. */
  readonly patientId: string | null;
  readonly nhsNumber: string;
  readonly birthDate: string;
  /** Of the patient, in years. */
  readonly age: number;
  readonly basis: ProxyBasis;
  /** In the words of who asks: "my daughter". */
  readonly relationship: string | null;
  /** What who asks says they can show. */
  readonly evidence: string;
  readonly proxy: { readonly accountId: string; readonly name: string; readonly email: string | null };
  readonly requestedAt: string;
  readonly state: ProxyState;
  readonly reason: ProxyReason | null;
  readonly reasonText: string | null;
  readonly labels: readonly ProxyLabel[];
  /** When it stops by itself: at its end, or at the birthday that comes first. */
  readonly until: string | null;
  /** The end that was agreed, or the one it gets when the desk decides now without naming a last day. */
  readonly longestUntil: string;
  /** The child's 13th birthday while the review that a parent's access needs then is ahead; it opens nothing from then on without. */
  readonly reviewDue: string | null;
  /** What was shown to the desk, and who checked it. */
  readonly checked: string | null;
  readonly verifier: string | null;
  readonly startedAt: string | null;
  readonly consent: OwnConsent | null;
  readonly consentBy: string | null;
  readonly reviewedAt: string | null;
}

export interface ProxyPage {
  readonly proxies: readonly DeskProxy[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
  /** How many wait in each list. */
  readonly counts: Readonly<Record<'requested' | 'reviews', number>>;
}
