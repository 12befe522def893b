import type { CaseAction, CaseAnswers, CaseContact, CaseKind, CaseRecord, CaseState, CaseSummary, CaseView, IdentityCheck } from '@cie/kit/desk.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { NewCase } from '../desk-case.ts';

/** A case locked for the transaction that changes it. */
export interface HeldCase {
  readonly id: string;
  readonly reference: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly holder: string | null;
  readonly email: string | null;
  readonly language: string | null;
  readonly accountId: string | null;
  readonly contact: CaseContact;
  readonly details: Readonly<Record<string, string>>;
}

/** A record as the desk may know it: whose it is, and nothing that is in it. */
export interface NamedRecord {
  readonly familyName: string;
  readonly givenName: string | null;
  /** ISO date. */
  readonly birthDate: string;
}

export interface CaseChange {
  readonly state: CaseState;
  readonly holder: string | null;
  readonly closedAt: Date | null;
}

export interface NewCaseEvent {
  readonly at: Date;
  readonly accountId: string;
  readonly who: string;
  readonly action: CaseAction;
  readonly note: string | null;
}

export interface CaseFilter {
  readonly view: CaseView;
  readonly kind: CaseKind | null;
  /** The account that `mine` means. */
  readonly accountId: string;
  /** Where the page begins: after this case of the page before. */
  readonly after: { readonly at: Date; readonly id: string } | null;
  readonly most: number;
}

/** The desk's queue, in one transaction. */
export interface Desk {
  open(newCase: NewCase): Promise<{ id: string; reference: string }>;
  /** The reference of the case that a mail made when it first came; null when it has not come before. Two of one mail wait for each other. */
  mailKnown(source: Buffer): Promise<string | null>;
  markSource(caseId: string, source: Buffer): Promise<void>;
  /** How often this address was told of a case since; two at once wait for each other. */
  toldSince(email: string, since: Date): Promise<number>;
  markTold(caseId: string, at: Date): Promise<void>;
  list(filter: CaseFilter): Promise<readonly CaseSummary[]>;
  counts(accountId: string): Promise<{ readonly kinds: Readonly<Record<CaseKind, number>>; readonly mine: number }>;
  read(id: string): Promise<CaseRecord | null>;
  answers(reference: string, email: string): Promise<CaseAnswers>;
  lock(id: string): Promise<HeldCase | null>;
  change(id: string, change: CaseChange): Promise<void>;
  record(id: string, event: NewCaseEvent): Promise<void>;
  /** The record with this NHS number, whatever its date of birth. */
  recordWith(nhsNumber: string): Promise<NamedRecord | null>;
  addCheck(id: string, check: Omit<IdentityCheck, 'at' | 'recordName'> & { readonly at: Date; readonly accountId: string }): Promise<void>;
  checkOf(id: string): Promise<Pick<IdentityCheck, 'nhsNumber' | 'birthDate'> | null>;
  post(notices: readonly Notice[]): Promise<void>;
}

/** Runs work on the desk in a transaction of its own. */
export type WithDesk = <T>(work: (desk: Desk) => Promise<T>) => Promise<T>;
