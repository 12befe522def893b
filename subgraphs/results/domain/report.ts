import type { Label } from '@cie/kit/names.ts';

/** Stored as smallint: equality on an enum type is not leak-proof under row-level security. */
export const ReportKind = { laboratory: 0, radiology: 1 } as const;
export type ReportKind = (typeof ReportKind)[keyof typeof ReportKind];

/** How far a report or an observation has come (HL7 tables 0123 and 0085). The number is stored. */
export const ResultStatus = {
  registered: 0,
  partial: 1,
  preliminary: 2,
  final: 3,
  corrected: 4,
  /** X: it could not be obtained, or the order was cancelled. */
  cancelled: 5,
  /** D or W: deleted, or posted as wrong, which may mean on the wrong patient. */
  withdrawn: 6,
} as const;
export type ResultStatus = (typeof ResultStatus)[keyof typeof ResultStatus];

/** Nothing that was said of it stands any more. */
export function isGone(status: ResultStatus): boolean {
  return status === ResultStatus.cancelled || status === ResultStatus.withdrawn;
}

/** Abnormal flags (HL7 table 0078) as far as a patient is told them. */
export const Flag = { normal: 0, high: 1, low: 2, criticalHigh: 3, criticalLow: 4, abnormal: 5 } as const;
export type Flag = (typeof Flag)[keyof typeof Flag];

/** What a laboratory found of a germ and a medicine against it (HL7 table 0078, in the words of EUCAST). The number is stored. */
export const Susceptibility = { susceptible: 0, increasedExposure: 1, resistant: 2 } as const;
export type Susceptibility = (typeof Susceptibility)[keyof typeof Susceptibility];

/** Where one version of a result stands among the others: decides which of two is kept. */
export interface Standing {
  readonly status: ResultStatus;
  /** When the laboratory issued this version (OBR-22). */
  readonly issuedAt: Date;
  /** MSH-7; parts two versions that carry the same issue time. */
  readonly sentAt: Date;
}

/** One test of a report: what the domain accepts, free of HL7. */
export interface FiledObservation extends Standing {
  /** OBX-3, with `subId` (OBX-4) the identity of the test within its order. */
  readonly code: string;
  readonly codeSystem: string;
  readonly name: string;
  readonly subId: string;
  /** OBX-2. */
  readonly type: string;
  /** Text exactly as the laboratory sent it, never through a number; null when it was withdrawn or left empty. */
  readonly value: string | null;
  readonly unit: string | null;
  /** OBX-7 as sent; `low` and `high` are its bounds in `unit` where it is a plain interval. */
  readonly referenceRange: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly flag: Flag | null;
  /** Of a medicine against the germ that its sub-id leads to. */
  readonly susceptibility: Susceptibility | null;
  readonly observedAt: Date;
  /** The same as far as the sender gave it, ISO 8601 in local time (ING-5); null where only an instant is known. */
  readonly observedAtText: string | null;
  /** SHA-256 in hex of the file that was sent in place of a value; its bytes are among the report's `files`. */
  readonly fileDigest: string | null;
  readonly comments: readonly string[];
  /** What its sender calls the resource that tells it, in every version; null or absent where tests have no name of their own (HL7 v2). */
  readonly sourceId?: string | null;
  /** The child order that it came in, if any: by it a child order that is cancelled as a whole finds its tests. */
  readonly childOrder?: string | null;
}

/** The result that an order was made because of (OBR-26, OBR-29): susceptibilities are tested in an order of their own. */
export interface ParentResult {
  /** Filler number of the parent order; '' when only the result is named. */
  readonly filler: string;
  /** OBX-3 and OBX-4 of the parent result. */
  readonly code: string;
  readonly subId: string;
}

/** A child order that was cancelled or withdrawn as a whole, with all tests that it had. */
export interface VoidedOrder extends Standing {
  readonly childOrder: string;
  /** OBX-4 of the result that it answered. */
  readonly subId: string;
}

/** A file that came inside a report (OBX ED): what it is was read from its first bytes, not from what the sender calls it. */
export interface ResultFile {
  /** SHA-256 in hex; what `fileDigest` of an observation names. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** One order with its results, as one message tells it. Tests that the message leaves out stay as they are. */
export interface FiledReport extends Standing {
  /** ORC-3 or OBR-3; with `code` the identity of the report within its organisation, because one accession number covers several panels. */
  readonly filler: string;
  readonly placer: string | null;
  readonly kind: ReportKind;
  readonly code: string;
  readonly codeSystem: string;
  readonly name: string;
  readonly issuedAtText: string | null;
  readonly collectedAt: Date | null;
  readonly collectedAtText: string | null;
  /** When the delay of RES-3 counts from: the issue time, or the message's own when the laboratory names none, never the earlier collection. */
  readonly delayFrom: Date;
  readonly site: string | null;
  readonly author: string | null;
  /** Who asked for it: whom to tell that nobody has opened it (RES-4). */
  readonly requester: string | null;
  readonly label: Label;
  readonly comments: readonly string[];
  readonly observations: readonly FiledObservation[];
  readonly files: readonly ResultFile[];
  /** With `filler` names the one resource that was parted into several reports, one a panel; null or absent where an order is one report. */
  readonly sourceCode?: string | null;
  /** True for a correction that lists all tests that still count: what it leaves out is withdrawn. */
  readonly isWhole?: boolean;
  /** Set where it answers a result that its message does not hold: its tests belong below that result in the record. */
  readonly parent?: ParentResult;
  readonly voided?: readonly VoidedOrder[];
}

/** An observation as it stands in the record. */
export interface StoredObservation extends FiledObservation {
  readonly id: string;
  readonly reportId: string;
  /** Place within the report, as first sent. */
  readonly position: number;
  /** True when the result changed after it had been sent, or first came as a correction. */
  readonly corrected: boolean;
  /** The value that the present one replaced; null after a withdrawal, which may have been another person's value. */
  readonly previousValue: string | null;
}

/** What reading needs of an observation; the facts that only filing compares stay in the database. */
export type ReadObservation = Omit<StoredObservation, 'issuedAt' | 'sentAt' | 'sourceId' | 'childOrder'>;

/** A report as it stands in the record. */
export interface StoredReport extends Omit<FiledReport, 'observations' | 'files' | 'isWhole' | 'parent' | 'voided'> {
  /** Once a final version is out, `delayFrom` stays: a correction does not start the wait again. */
  readonly delayFrom: Date;
  readonly id: string;
  readonly organisation: string;
  readonly corrected: boolean;
  /** When patients and proxies may read it; null when there is no delay. */
  readonly delayedUntil: Date | null;
}

/** A file that stands in a report, as a list shows it. */
export interface ReportAttachment {
  readonly id: string;
  readonly reportId: string;
  /** The sender's name of the file. */
  readonly title: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
}

/** A report that patients are told of before they can read it. */
export interface WaitingReport {
  readonly kind: ReportKind;
  readonly organisation: string;
  readonly availableFrom: Date;
}
