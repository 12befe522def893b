import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { DocumentVersion, StoredDocument } from './document.ts';
import type { Upload } from './upload.ts';

export interface DocumentPage {
  readonly limit: number;
  /** The document after which the page begins, in order of time and id. */
  readonly after: { readonly at: Date; readonly id: string } | null;
}

/** Reads under the passes that came with the patient; what they do not open is as if it were not there. */
export interface DocumentReads {
  list(patient: RoomPatient, page: DocumentPage): Promise<readonly StoredDocument[]>;
  /** The viewer's own files that are not through yet, the newest first; what is refused stands among them until it is tidied away. */
  uploads(patient: RoomPatient): Promise<readonly Upload[]>;
  /** Those of maternity care, in no order (DOC-3). */
  maternity(patient: RoomPatient): Promise<readonly StoredDocument[]>;
  one(patient: RoomPatient, id: string): Promise<StoredDocument | null>;
  /** The document that takes the place of this one. */
  successorOf(patient: RoomPatient, document: StoredDocument): Promise<StoredDocument | null>;
  /** The document whose place this one takes. */
  predecessorOf(patient: RoomPatient, document: StoredDocument): Promise<StoredDocument | null>;
  /** Versions as they were written, the oldest first. */
  versions(patient: RoomPatient, id: string): Promise<readonly DocumentVersion[]>;
  text(patient: RoomPatient, id: string, version: number): Promise<string | null>;
  /** The file; null when the version is text only, or not there. */
  file(patient: RoomPatient, id: string, version: number): Promise<Buffer | null>;
}

/** What is read as a whole, base64, in one answer, in bytes. Larger files have a download address, which streams them. */
export const MOST_IN_ONE_ANSWER = 5_000_000;

/** Documents, newest first; one more than the page holds when there are more. */
export async function listDocuments(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, page: DocumentPage): Promise<readonly StoredDocument[]> {
  return reads.list(patient, { ...page, limit: page.limit + 1 });
}

/** One document; null for a foreign, a hidden and a non-existent id alike (abuse case 2). */
export async function readDocument(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, id: string): Promise<StoredDocument | null> {
  return isRecordId(id) ? reads.one(patient, id) : null;
}

/** Who wrote which version when, the oldest first. A document that was taken back keeps its history, which nobody reads through the record. */
export async function listVersions(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, document: StoredDocument): Promise<readonly DocumentVersion[]> {
  return document.status === 'withdrawn' ? [] : reads.versions(patient, document.id);
}

/** The version of this number, counted as they were written; the newest when none is named. Null when there is none. */
export async function findVersion(access: AccessContext, reads: DocumentReads, patient: RoomPatient, document: StoredDocument, number: number | null | undefined): Promise<DocumentVersion | null> {
  // The document holds the facts of its newest version.
  if (number === null || number === undefined || number === document.versions) return document.version === 0 ? null : document;
  const versions = await listVersions(access, reads, patient, document);
  return versions[number - 1] ?? null;
}

/** The text of a version, read without the file beside it; null once the document is withdrawn. */
export async function readText(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, { document, version }: Version): Promise<string | null> {
  if (!isReadable(document)) return null;
  const text = await reads.text(patient, document.id, version.version);
  // A text that somebody added came as a file.
  if (text !== null || version.mediaType !== 'text/plain' || version.size > MOST_IN_ONE_ANSWER) return text;
  return (await reads.file(patient, document.id, version.version))?.toString() ?? null;
}

/** A version as a file: the file, else its text in UTF-8; null once the document is withdrawn. Throws CONTENT_TOO_LARGE. */
export async function readFile(_access: AccessContext, reads: DocumentReads, patient: RoomPatient, { document, version }: Version): Promise<Buffer | null> {
  if (!isReadable(document)) return null;
  if (version.size > MOST_IN_ONE_ANSWER) {
    throw new CieError('CONTENT_TOO_LARGE', `Files of more than ${MOST_IN_ONE_ANSWER / 1_000_000} MB are not sent in an answer. Ask for a download address (POST /files/address).`);
  }
  const file = await reads.file(patient, document.id, version.version);
  if (file !== null) return file;
  const text = await reads.text(patient, document.id, version.version);
  return text === null ? null : Buffer.from(text);
}

/** Whether there is content to read: what its author took back is not shown any more, whoever asks. */
export function isReadable({ status, version }: Pick<StoredDocument, 'status' | 'version'>): boolean {
  return status !== 'withdrawn' && version > 0;
}

interface Version {
  readonly document: StoredDocument;
  readonly version: Pick<DocumentVersion, 'version' | 'size' | 'mediaType'>;
}
