import type { Label } from '@cie/kit/names.ts';

/** Availability for care (TXA-19). */
export type DocumentStatus = 'current' | 'replaced' | 'withdrawn';
/** How far the author has come (TXA-17). */
export type DocumentCompletion = 'in-progress' | 'unsigned' | 'signed';
export type MediaType = 'text/plain' | 'application/pdf';

/** A document as a message brings it. */
export interface FiledDocument {
  /** TXA-12, with its namespace: the same for every version. */
  readonly sourceId: string;
  /** TXA-13. */
  readonly parentSourceId: string | null;
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
  readonly content: DocumentContent;
  /** MSH-7. */
  readonly sentAt: Date;
}

export interface DocumentContent {
  /** Text of the document, or what came beside a PDF. */
  readonly text: string | null;
  readonly pdf: Buffer | null;
}

/** A document as the record has it, without its content. */
export interface StoredDocument extends Omit<FiledDocument, 'content'> {
  readonly patientId: string;
  readonly id: string;
  /** ODS code. */
  readonly organisation: string;
  /** 1 for the first. */
  readonly version: number;
  readonly mediaType: MediaType;
  /** Size of the content in bytes. */
  readonly size: number;
  /** When patients may read it; null when there is no delay. */
  readonly delayedUntil: Date | null;
}

export function mediaTypeOf(content: DocumentContent): MediaType {
  return content.pdf === null ? 'text/plain' : 'application/pdf';
}

export function sizeOf(content: DocumentContent): number {
  return content.pdf?.length ?? Buffer.byteLength(content.text ?? '');
}
