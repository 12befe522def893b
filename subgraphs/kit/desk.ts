import type { MergedRecord } from './merges.ts';

/**
 * What the support desk's queue and the gateway's pages for it have in common (REG-5): cases, what was done about them, and how an
 * identity was checked. Times are ISO 8601.
 */

/** What the support desk is asked for. */
export const caseKinds = ['access-request', 'invitation-referral', 'contact', 'mail', 'professional-request', 'merge-review'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What anybody may open, signed in or not. */
export const publicCaseKinds = ['access-request', 'contact', 'mail'] as const;
export type PublicCaseKind = (typeof publicCaseKinds)[number];

/** Cases that may end in an invitation: a person asks for a record of their own, in whatever way. */
export const invitableKinds: readonly CaseKind[] = ['access-request', 'invitation-referral', 'contact', 'mail'];

export type CaseState = 'new' | 'in-progress' | 'done' | 'refused';

/** Which cases a list shows; `open` is what nobody has finished. */
export const caseViews = ['open', 'mine', 'closed'] as const;
export type CaseView = (typeof caseViews)[number];

export type CaseAction =
  | 'taken' | 'put-back' | 'noted' | 'answered' | 'identity-checked' | 'invited' | 'letter-made' | 'approved' | 'ended-access' | 'finished' | 'refused';

/** How the desk made sure that a person is who they say. */
export const checkMethods = ['in-person', 'video-call', 'vouched'] as const;
export type CheckMethod = (typeof checkMethods)[number];

/** What the desk was shown. */
export const checkEvidence = ['passport', 'driving-licence', 'identity-card', 'residence-permit', 'staff-vouched'] as const;
export type CheckEvidence = (typeof checkEvidence)[number];

/** Each has to be true before somebody is invited. */
export const checkStatements = ['same-person', 'same-details', 'number-found', 'contact-confirmed'] as const;
export type CheckStatement = (typeof checkStatements)[number];

export interface IdentityCheck {
  readonly at: string;
  /** Who checked. */
  readonly who: string;
  readonly method: CheckMethod;
  readonly evidence: readonly CheckEvidence[];
  /** The number and date of birth that were found to be the person's: what an invitation is made for. */
  readonly nhsNumber: string;
  readonly birthDate: string;
  /** The name of the record with both; null when there is none any more. */
  readonly recordName: string | null;
  readonly note: string | null;
}

/** In what the record that a check found differs from the request. */
export type CheckDifference = 'name' | 'birthDate' | 'nhsNumber';

/** The answer to a check: it is recorded when nothing is wrong with it. */
export interface CheckAnswer {
  /** The code of what is wrong, and the field that it is about. */
  readonly problems: readonly (readonly [code: string, field: string])[];
  /** The record with number and date of birth, when it is not plainly the one that was asked for. */
  readonly other: { readonly name: string; readonly birthDate: string; readonly nhsNumber: string; readonly differs: readonly CheckDifference[] } | null;
}

/** Who works on a case. */
export interface CaseHolder {
  readonly accountId: string;
  readonly name: string;
}

export interface CaseSummary {
  readonly id: string;
  /** What the person was told to quote. */
  readonly reference: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** Who asks, as they say themselves. */
  readonly name: string | null;
  readonly topic: string | null;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly closedAt: string | null;
  readonly holder: CaseHolder | null;
}

export interface CasePage {
  readonly cases: readonly CaseSummary[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
  /** Open cases of each kind. */
  readonly counts: Readonly<Record<CaseKind, number>>;
  /** Open cases that the reader holds. */
  readonly mine: number;
}

export interface CaseEvent {
  readonly at: string;
  readonly who: string;
  readonly action: CaseAction;
  readonly note: string | null;
}

export interface CaseContact {
  readonly name?: string;
  readonly email?: string;
  readonly mobile?: string;
}

/** A case with everything that was asked and done. */
export interface CaseRecord extends CaseSummary {
  readonly contact: CaseContact;
  readonly details: Readonly<Record<string, string>>;
  /** The account that was signed in when it was asked, by its name; null when nobody was. */
  readonly account: { readonly name: string; readonly kind: 'patient' | 'professional' } | null;
  readonly openedBy: string;
  readonly events: readonly CaseEvent[];
  /** The latest identity check; an invitation is made for what it found. */
  readonly check: IdentityCheck | null;
  /** The records that a case of comparing is about. */
  readonly records: readonly MergedRecord[];
}

/** What a person reads with their reference and e-mail address. */
export interface CaseAnswers {
  readonly found: boolean;
  /** Their own request, as they wrote it; null when nothing was found. */
  readonly request: { readonly reference: string; readonly at: string; readonly question: string | null } | null;
  readonly answers: readonly { readonly at: string; readonly text: string }[];
}
