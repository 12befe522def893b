import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type {
  EvidenceMediaType, EvidenceState, ExtensionReason, RequestBasis, RequestList, RequestRefusal, WithholdReason,
} from '@cie/kit/records-requests.ts';
import type { AccessEntry } from '../access-entry.ts';

/** What was decided about a request; that a copy was collected, or its time has passed, follows from its dates. */
export type Decided = 'evidence' | 'open' | 'approved' | 'refused' | 'withdrawn';

/** A request for a copy of a record, for oneself or for somebody else (SAR-1). */
export interface RecordsRequest {
  readonly id: string;
  readonly reference: string;
  /** Null until it is known whose record it is. */
  readonly patientId: string | null;
  readonly accountId: string;
  /** Whether the sign-in proved who asks, for their own records: nothing has to be shown then. */
  readonly proved: boolean;
  readonly basis: RequestBasis;
  readonly birthDate: string;
  readonly decided: Decided;
  readonly receivedAt: Date;
  /** Since when time runs (statutory-clock.ts); null while who asks has to show who they are. */
  readonly clockFrom: Date | null;
  /** The last day for an answer, as it was told; null while no time runs. */
  readonly dueDay: string | null;
  readonly extendedAt: Date | null;
  readonly extensionReason: ExtensionReason | null;
  readonly checkedAt: Date | null;
  readonly checker: string | null;
  /** The account that looked at the evidence; it decides nothing about the copy. Null where the sign-in proved who asks. */
  readonly checkerId: string | null;
  readonly reviewerId: string | null;
  readonly reviewer: string | null;
  readonly reviewAskedAt: Date | null;
  readonly reviewUntil: Date | null;
  readonly reviewedAt: Date | null;
  /** Labels that could do serious harm, as any of those who were asked has said. */
  readonly harmful: readonly Label[];
  readonly decidedAt: Date | null;
  readonly decider: string | null;
  /** The account of the records team that decided; null where nobody of it did. */
  readonly deciderId: string | null;
  readonly refusal: RequestRefusal | null;
  readonly released: readonly Label[];
  readonly collectUntil: Date | null;
  readonly collectedAt: Date | null;
  /** When the patient said that who asks should not have a copy. */
  readonly objectedAt: Date | null;
  /** When something was last done about it, by whoever it was. */
  readonly touchedAt: Date;
  /** When the account that asked was closed; what is answered then goes by post. */
  readonly accountClosedAt: Date | null;
  readonly texts: RequestTexts;
}

export interface WithheldLabel {
  readonly label: Label;
  readonly reason: WithholdReason;
  readonly text: string | null;
}

/** What people wrote about a request; kept sealed, since it names people, papers and reasons. */
export interface RequestTexts {
  readonly requester: string;
  readonly email: string | null;
  /** Whose records, in the words of who asks. */
  readonly name: string;
  readonly nhsNumber: string;
  readonly relationship: string | null;
  readonly wanted: string | null;
  /** What the records team still needs to see. */
  readonly evidenceWanted: string | null;
  /** How it was made sure who asks and whose record it is. */
  readonly how: string | null;
  readonly review: string | null;
  readonly extension: string | null;
  readonly refusal: string | null;
  readonly withheld: readonly WithheldLabel[];
  /** Opinions of those who had answered before somebody else was asked, the oldest first. */
  readonly opinions: readonly Opinion[];
  /** Why the patient objects, where they said. */
  readonly objection: string | null;
}

/** What a health professional said before another was asked too. */
export interface Opinion {
  readonly reviewer: string;
  /** ISO 8601. */
  readonly at: string;
  /** All that was spoken against by then. */
  readonly harmful: readonly Label[];
  readonly text: string | null;
}

export type RequestChange = Partial<Omit<RecordsRequest, 'id' | 'reference' | 'accountId' | 'proved' | 'basis' | 'receivedAt' | 'touchedAt' | 'accountClosedAt' | 'texts'>> & { readonly texts?: Partial<RequestTexts> };

/** A change, its entry in the patient's access log where there is one, and who is told: one transaction. */
export interface RequestDecision {
  readonly change: RequestChange;
  readonly entry: AccessEntry | null;
  readonly notices: readonly Notice[];
}

export interface NewRecordsRequest {
  readonly accountId: string;
  readonly proved: boolean;
  readonly patientId: string | null;
  readonly basis: RequestBasis;
  readonly birthDate: string;
  readonly clockFrom: Date | null;
  readonly dueDay: string | null;
  readonly texts: RequestTexts;
}

export interface StoredEvidence {
  readonly id: string;
  readonly name: string;
  readonly mediaType: EvidenceMediaType;
  readonly size: number;
  readonly parts: number;
  readonly state: EvidenceState;
}

/** That somebody of the records team opened a file of evidence. */
export interface OpenedEvidence {
  readonly fileId: string;
  readonly accountId: string;
  /** Null once the file was deleted. */
  readonly file: string | null;
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A request with its files, and who has opened them. */
export interface FullRequest {
  readonly request: RecordsRequest;
  readonly files: readonly StoredEvidence[];
  readonly opened: readonly OpenedEvidence[];
}

export interface RequestLimits {
  /** Requests of an account under way at one time, and since then, whatever became of them. */
  readonly open: number;
  readonly most: number;
  readonly since: Date;
}

export interface RecordsRequestStore {
  /** The record of this person, or null; always one look-up. */
  findPatient(nhsNumber: string, birthDate: string): Promise<string | null>;
  /** Null when the account has made the most requests; requests of one account are counted one after the other. */
  add(access: AccessContext, request: NewRecordsRequest, entry: AccessEntry, notices: (reference: string) => readonly Notice[], limits: RequestLimits): Promise<RecordsRequest | null>;
  ofAccount(accountId: string): Promise<readonly FullRequest[]>;
  /** Reviews that this account was asked for and has not answered. */
  reviewsOf(accountId: string, now: Date): Promise<readonly RecordsRequest[]>;
  byId(id: string): Promise<FullRequest | null>;
  /** Requests of other accounts for these records that wait for an answer, or of which a copy can be collected now; the newest first. */
  byOthers(patientIds: readonly string[], accountId: string, now: Date): Promise<readonly RecordsRequest[]>;
  /** Keeps that this account opened a file of evidence. */
  noteOpened(access: AccessContext, viewer: Viewer, requestId: string, evidenceId: string): Promise<void>;
  /** Decides with the row locked; null when there is none. What `decide` throws changes nothing, and neither does null. */
  decide(access: AccessContext, id: string, decide: (full: FullRequest) => RequestDecision | null): Promise<FullRequest | null>;
  page(list: RequestList, first: number, after: string | null): Promise<{ readonly requests: readonly FullRequest[]; readonly next: string | null }>;
  counts(today: string): Promise<Readonly<Record<'open' | 'evidence' | 'overdue', number>>>;
  /** Says once of each open request that is due on this day or before it, that it is; resolves with how many were new. */
  remind(dueBy: string, notice: (reference: string, dueDay: string) => Notice): Promise<number>;
  /** Says once of each review that was not answered by its end, before this moment, that it was not; resolves with how many were new. */
  remindOfLate(now: Date, notice: (reference: string, dueDay: string) => Notice): Promise<number>;
  /** Ids of requests that wait for evidence and were last touched at this moment or before it, the oldest first. */
  unsentSince(limit: Date, most: number): Promise<readonly string[]>;
  /** Notes of every request of this account that its copy cannot be collected any more; says it once of each that waits for an answer. */
  closeAccount(accountId: string, now: Date, notice: (reference: string, dueDay: string) => Notice): Promise<void>;
  /** When this account last read something of this record, by its access log; null when it never did. */
  lastRead(patientId: string, accountId: string): Promise<Date | null>;
  /** Notes in the patient's access log what was looked up for a request. */
  log(access: AccessContext, patientId: string, entry: AccessEntry): Promise<void>;
  /** All ids of the person whom one names (ACC-5). */
  groupOf(patientId: string): Promise<readonly string[]>;
}
