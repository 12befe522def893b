import type { Label } from '@cie/kit/names.ts';

/** Availability for care (TXA-19). What is stored is the sender's own word; `replaced` by another document is told anew for each reader (RES-5). */
export type DocumentStatus = 'current' | 'replaced' | 'withdrawn';
/** How far the author has come (TXA-17). */
export type DocumentCompletion = 'in-progress' | 'unsigned' | 'signed';

/** A document as a message brings it. */
export interface FiledDocument {
  /** TXA-12, with its namespace: the same for every version. */
  readonly sourceId: string;
  /** TXA-13. */
  readonly parentSourceId: string | null;
  /** Identifier of the document whose place this one takes: TXA-13 of MDM^T10; null for any other. */
  readonly replacesSourceId: string | null;
  /** TXA-2, HL7 table 0270. */
  readonly typeCode: string;
  /** The type in words. */
  readonly type: string | null;
  readonly title: string;
  readonly status: DocumentStatus;
  readonly completion: DocumentCompletion | null;
  readonly author: string | null;
  /** Start of the time the document is dated with. */
  readonly at: Date;
  /** That time as precisely as the sender gave it (ING-5). */
  readonly atText: string;
  readonly site: string | null;
  readonly label: Label;
  /** When a delay, if there is one, counts from; null for documents that are not delayed. */
  readonly delayFrom: Date | null;
  /** What it says of a pregnancy, if it belongs to maternity care (DOC-3). */
  readonly maternity: Maternity | null;
  readonly content: DocumentContent;
  /** MSH-7. */
  readonly sentAt: Date;
}

export interface Maternity {
  /** Expected date of delivery, ISO date; null when the document does not give one. */
  readonly expected: string | null;
}

export interface DocumentContent {
  /** Text of the document, or what came beside a file. */
  readonly text: string | null;
  readonly file: DocumentFile | null;
}

export interface DocumentFile {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What differs from version to version. */
export interface DocumentVersion {
  /** Under which the content is kept: counts versions as they arrive, which is not always as they were written. */
  readonly version: number;
  readonly author: string | null;
  readonly at: Date;
  readonly atText: string;
  readonly mediaType: string;
  /** Size of the content in bytes. */
  readonly size: number;
  readonly sentAt: Date;
}

/** A document as the record has it, without its content: the facts of its newest version. */
export interface StoredDocument extends Omit<FiledDocument, 'content'> {
  readonly patientId: string;
  readonly id: string;
  /** ODS code, or who else supplied it (kit/changes.ts). */
  readonly organisation: string;
  /** Under which the newest version's content is kept; 0 when no content came. */
  readonly version: number;
  /** How many versions there are. */
  readonly versions: number;
  readonly mediaType: string;
  /** Size of the content in bytes. */
  readonly size: number;
  /** When patients may read it; null when there is no delay. */
  readonly delayedUntil: Date | null;
  /** The account that added it (DOC-2); null for what a feed brought. */
  readonly authorId: string | null;
  /** What its file was called when it was added; null for what a feed brought. */
  readonly fileName: string | null;
}

export function mediaTypeOf(content: DocumentContent): string {
  return content.file?.mediaType ?? 'text/plain';
}

export function sizeOf(content: DocumentContent): number {
  return content.file?.bytes.length ?? Buffer.byteLength(content.text ?? '');
}
