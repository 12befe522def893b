import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { DocumentContent, StoredDocument } from './document.ts';

export interface DocumentPage {
  readonly limit: number;
  /** The document after which the page begins, in order of time and id. */
  readonly after: { readonly at: Date; readonly id: string } | null;
}

/** Reads under the passes that came with the patient; what they do not open is as if it were not there. */
export interface DocumentReads {
  list(patient: RoomPatient, page: DocumentPage): Promise<readonly StoredDocument[]>;
  one(patient: RoomPatient, id: string): Promise<StoredDocument | null>;
  text(patient: RoomPatient, id: string, version: number): Promise<string | null>;
  content(patient: RoomPatient, id: string, version: number): Promise<DocumentContent | null>;
}

/** Documents, newest first; one more than the page holds when there are more. */
export async function listDocuments(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, page: DocumentPage): Promise<readonly StoredDocument[]> {
  return reads.list(patient, { ...page, limit: page.limit + 1 });
}

/** One document; null for a foreign, a hidden and a non-existent id alike (abuse case 2). */
export async function readDocument(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, id: string): Promise<StoredDocument | null> {
  return isRecordId(id) ? reads.one(patient, id) : null;
}

/** The document's text, read without the file beside it. */
export async function readText(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, { id, version }: Version): Promise<string | null> {
  return reads.text(patient, id, version);
}

/** The document as a file: the PDF, else its text in UTF-8. */
export async function readFile(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, { id, version }: Version): Promise<Buffer | null> {
  const content = await reads.content(patient, id, version);
  if (content === null) return null;
  return content.pdf ?? Buffer.from(content.text ?? '');
}

type Version = Pick<StoredDocument, 'id' | 'version'>;
