import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { privacyTextLength, type AlertKind, type PrivacyDecision, type PrivacyKind, type PrivacyList, type PrivacyOutcome, type SeenArea } from '@cie/kit/privacy.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { AccessEntry } from '../access-entry.ts';
import type { EmergencyCategory } from '../emergency-access.ts';

/** Something that the privacy officer looks into (ACS-5, abuse cases 3, 19 and 21). */
export interface PrivacyCaseFacts {
  readonly id: string;
  readonly kind: PrivacyKind;
  readonly patientId: string | null;
  readonly accountId: string;
  readonly who: string;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly ownRecord: boolean;
  readonly category: string;
  readonly openedAt: Date;
  readonly endsAt: Date | null;
  /** When whoever opened it closed it early. */
  readonly endedAt: Date | null;
  readonly disputedAt: Date | null;
  readonly answerBy: Date | null;
  /** Null while nobody has decided, or since the patient disputed what was decided. */
  readonly outcome: PrivacyOutcome | null;
}

export interface PrivacyCase extends PrivacyCaseFacts {
  readonly texts: PrivacyTexts;
}

/** What people wrote; kept sealed, since it may say why somebody was ill. */
export interface PrivacyTexts {
  readonly reason: string | null;
  readonly dispute: string | null;
  /** Oldest first; none is ever taken back. */
  readonly decisions: readonly PrivacyDecision[];
}

/** What the transaction that opens a record, or raises an alert, puts before the officer. Who it was is the viewer of the request. */
export interface NewPrivacyCase {
  /** That of the emergency or the stated reason. */
  readonly id: string;
  readonly kind: PrivacyKind;
  readonly patientId: string | null;
  readonly category: EmergencyCategory | AlertKind | 'flagged';
  readonly endsAt: Date | null;
  readonly reason: string | null;
}

/** A change of a case, its entry in the patient's access log, and who is told: one transaction. */
export interface CaseStep {
  readonly change: { readonly outcome?: PrivacyOutcome | null; readonly disputedAt?: Date; readonly answerBy?: Date; readonly texts: PrivacyTexts };
  /** Null where there is no record, for an alert. */
  readonly entry: AccessEntry | null;
  readonly notices: readonly Notice[];
}

export interface PrivacyCaseStore {
  /** Without what anybody wrote. */
  page(list: PrivacyList, first: number, after: string | null): Promise<{ cases: PrivacyCaseFacts[]; next: string | null }>;
  counts(now: Date): Promise<Record<'disputed' | 'open' | 'overdue', number>>;
  byId(id: string): Promise<PrivacyCase | null>;
  /** Posts `reminder` once where an answer is due before `dueBefore` and nobody was reminded of it since `notSince`; resolves with how many are. */
  remind(now: Date, dueBefore: Date, notSince: Date, reminder: Notice): Promise<number>;
  /** Emergencies of one person, newest first, of all records that were joined. */
  emergenciesOf(patientIds: readonly string[]): Promise<PrivacyCase[]>;
  /** What this account did in the record from one time to another, oldest first: times and areas, as the access log has them. */
  seen(patientIds: readonly string[], accountId: string, from: Date, to: Date, first: number): Promise<SeenArea[]>;
  /** Changes a case with its row locked; null when there is none. What `step` throws changes nothing. */
  change(access: AccessContext, id: string, step: (found: PrivacyCase) => CaseStep): Promise<PrivacyCase | null>;
}

/** Somebody on the privacy officer's pages. Throws PRIVACY_OFFICER_ONLY. */
export function officerOf(access: AccessContext): Viewer {
  if (!hasDuty(access.viewer, 'privacy-officer')) throw new CieError('PRIVACY_OFFICER_ONLY', 'Only the privacy officer can do this.');
  return access.viewer;
}

export function checkedCaseId(id: string): string {
  if (!isRecordId(id)) throw caseUnknown();
  return id;
}

export const caseUnknown = (): CieError => new CieError('PRIVACY_CASE_UNKNOWN', 'There is no such case.');

/** A text that somebody has to write. Throws `code`. */
export function writtenText(text: string, least: number, code: string, message: string): string {
  const trimmed = text.trim();
  if (trimmed.length < least || trimmed.length > privacyTextLength) throw new CieError(code, message);
  return trimmed;
}

/** To the officer, that something waits: what it is they read on their pages (MSG-1). */
export const tellOfficer = (template: 'privacy-case' | 'privacy-dispute' | 'privacy-due' | 'search-alert' | 'records-alert'): Notice => ({
  kind: 'message', to: { duty: 'privacy-officer' }, template, values: {},
});
