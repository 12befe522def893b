import type { Door, RecordRoom } from './names.ts';

/**
 * What sharing and the pages of the gateway have in common about the privacy officer's work (ACS-5). Times are ISO 8601. Commands of sharing
 * for viewers with the duty privacy-officer:
 *
 * - `privacy-cases` {list: PrivacyList, after?} → PrivacyPage
 * - `privacy-case` {id} → PrivacyCaseRecord
 * - `decide-privacy-case` {id, outcome: PrivacyOutcome, note, answer?} → PrivacyCase
 * - `record-flags` {after?} → FlagPage
 * - `flag-record` {nhsNumber, birthDate, staffEmail?, why} → RecordFlag
 * - `unflag-record` {id, why} → RecordFlag
 *
 * - `privacy-reminders` {} → {due: number}, which the gateway's clock asks for
 *
 * of identity, with the same duty, `person-for-privacy` {patientId} → PersonForPrivacy or null; and of sharing for the person whose record it is:
 *
 * - `own-emergencies` {} → OwnEmergency[]
 * - `dispute-emergency` {id, text} → OwnEmergency
 *
 * Errors: PRIVACY_OFFICER_ONLY, OWN_RECORD_ONLY, PRIVACY_CASE_UNKNOWN, FLAG_UNKNOWN, and those that say what to correct: PRIVACY_OUTCOME,
 * PRIVACY_NOTE, PRIVACY_ANSWER, PRIVACY_DECIDED, DISPUTE_TEXT, DISPUTE_TWICE, FLAG_PATIENT_UNKNOWN, FLAG_WHY, FLAG_EMAIL, FLAG_TWICE.
 */

/** What the officer looks at: an emergency, a reason that was stated for a flagged record, or somebody who asked for many people. */
export const privacyKinds = ['emergency', 'reason', 'alert'] as const;
export type PrivacyKind = (typeof privacyKinds)[number];

/** Why an alert was raised (abuse cases 21 and 3). */
export const alertKinds = ['many-searches', 'many-records'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const privacyOutcomes = ['justified', 'not-justified', 'passed-on'] as const;
export type PrivacyOutcome = (typeof privacyOutcomes)[number];

/** `disputed`: what patients wait for, by deadline. `open`: everything else that nobody has decided about. */
export const privacyLists = ['disputed', 'open', 'closed'] as const;
export type PrivacyList = (typeof privacyLists)[number];

/** Working days from the day of a dispute in which the patient is answered. */
export const answerWorkingDays = 10;

/** Longest text that a patient or the officer may write about a case, in characters. */
export const privacyTextLength = 2000;

export interface Dispute {
  readonly at: string;
  /** The end of the last day for the answer. */
  readonly answerBy: string;
  readonly overdue: boolean;
}

export interface PrivacyDecision {
  readonly outcome: PrivacyOutcome;
  /** For the exchange alone. */
  readonly note: string;
  /** What the patient reads; null where they asked nothing. */
  readonly answer: string | null;
  readonly at: string;
  readonly by: string;
}

/** A case as the queue lists it: nothing that anybody wrote. */
export interface PrivacySummary {
  readonly id: string;
  readonly kind: PrivacyKind;
  /** Whose record; null for an alert. */
  readonly patientId: string | null;
  readonly accountId: string;
  readonly who: string;
  readonly role: string | null;
  /** ODS code. */
  readonly organisation: string | null;
  /** Whether the record is their own, as far as its flag says so. */
  readonly ownRecord: boolean;
  /** Kind of emergency or of alert; `flagged` for a stated reason. */
  readonly category: string;
  readonly openedAt: string;
  /** When it ended or ends; null for an alert. */
  readonly until: string | null;
  readonly dispute: Dispute | null;
  /** What was decided; null while nothing is, or since the patient disputed it. */
  readonly outcome: PrivacyOutcome | null;
}

export interface PrivacyCase extends PrivacySummary {
  /** Why the record was opened, in the words of whoever did. */
  readonly reason: string | null;
  /** Why the patient says that it was not right. */
  readonly disputeText: string | null;
  /** Newest first; what stands is the first, unless the patient has disputed it since. */
  readonly decisions: readonly PrivacyDecision[];
}

/** One look into the record while it stood open: when and where, never at what. */
export interface SeenArea {
  readonly at: string;
  readonly areas: readonly RecordRoom[];
  readonly doors: readonly Door[];
  readonly action: string;
}

export interface PrivacyCaseRecord extends PrivacyCase {
  /** Oldest first. */
  readonly seen: readonly SeenArea[];
  /** Whether there was more than the list holds. */
  readonly seenMore: boolean;
}

export interface PrivacyPage {
  readonly cases: readonly PrivacySummary[];
  readonly next: string | null;
  readonly counts: Readonly<Record<'disputed' | 'open' | 'overdue', number>>;
}

/** A record that care alone does not open: a colleague's, or one that people are curious about (abuse case 19). */
export interface RecordFlag {
  readonly id: string;
  readonly patientId: string;
  /** With what the member of staff signs in whose own record it is; null for another reason. */
  readonly staffEmail: string | null;
  readonly why: string;
  readonly flaggedAt: string;
  readonly flaggedBy: string;
  readonly lifted: { readonly at: string; readonly by: string; readonly why: string } | null;
}

export interface FlagPage {
  readonly flags: readonly RecordFlag[];
  readonly next: string | null;
}

/** An emergency as the person reads about it whose record was opened. */
export interface OwnEmergency {
  readonly id: string;
  readonly who: string;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly category: string;
  readonly reason: string | null;
  readonly openedAt: string;
  readonly until: string | null;
  readonly dispute: (Dispute & { readonly text: string }) | null;
  /** The answer, or what the officer found without having been asked. */
  readonly answer: { readonly outcome: PrivacyOutcome; readonly text: string | null; readonly at: string } | null;
}

/** By what a hospital knows the person whose record was opened. */
export interface PersonForPrivacy {
  readonly nhsNumber: string;
  readonly familyName: string;
  readonly givenName: string | null;
  /** ISO date. */
  readonly birthDate: string;
}
