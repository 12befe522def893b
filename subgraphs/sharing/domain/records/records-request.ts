import type { AccessContext } from '@cie/kit/access-context.ts';
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
  readonly reviewerId: string | null;
  readonly reviewer: string | null;
  readonly reviewAskedAt: Date | null;
  readonly reviewUntil: Date | null;
  readonly reviewedAt: Date | null;
  /** Labels that could do serious harm, as the reviewer says. */
  readonly harmful: readonly Label[];
  readonly decidedAt: Date | null;
  readonly decider: string | null;
  readonly refusal: RequestRefusal | null;
  readonly released: readonly Label[];
  readonly collectUntil: Date | null;
  readonly collectedAt: Date | null;
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
}

export type RequestChange = Partial<Omit<RecordsRequest, 'id' | 'reference' | 'accountId' | 'proved' | 'basis' | 'receivedAt' | 'texts'>> & { readonly texts?: Partial<RequestTexts> };

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

/** A request with its files. */
export interface FullRequest {
  readonly request: RecordsRequest;
  readonly files: readonly StoredEvidence[];
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
  /** Decides with the row locked; null when there is none. What `decide` throws changes nothing. */
  decide(access: AccessContext, id: string, decide: (full: FullRequest) => RequestDecision): Promise<FullRequest | null>;
  page(list: RequestList, first: number, after: string | null): Promise<{ readonly requests: readonly FullRequest[]; readonly next: string | null }>;
  counts(today: string): Promise<Readonly<Record<'open' | 'evidence' | 'overdue', number>>>;
  /** Says once of each open request that is due on this day or before it, that it is; resolves with how many were new. */
  remind(dueBy: string, notice: (reference: string, dueDay: string) => Notice): Promise<number>;
  /** Notes in the patient's access log what was looked up for a request. */
  log(access: AccessContext, patientId: string, entry: AccessEntry): Promise<void>;
  /** All ids of the person whom one names (ACC-5). */
  groupOf(patientId: string): Promise<readonly string[]>;
}
