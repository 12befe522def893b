import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { enteredByPatient } from '@cie/kit/changes.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { Label, type Label as LabelNumber } from '@cie/kit/names.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { cleanFileName } from '@cie/kit/uploads.ts';
import type { Upload, UploadWish } from './upload.ts';

/** What the author of a file may do to it, under the write pass of one change. */
export interface OwnUploads {
  /** Labels that the change may write. */
  labels(change: RoomPatient): readonly LabelNumber[];
  /** How many of this author's files in this record are not through yet. */
  count(change: RoomPatient): Promise<number>;
  add(change: RoomPatient, upload: Upload): Promise<void>;
  /** False when there is none of this id that is the author's own. */
  withdraw(change: RoomPatient, id: string): Promise<boolean>;
  withdrawDocument(change: RoomPatient, id: string): Promise<boolean>;
}

const mostWaiting = 20;
const longestTitle = 120;

/**
 * Makes room for a file; its bytes follow. Throws UPLOAD_INVALID, UPLOADS_TOO_MANY.
 */
export async function beginUpload(access: AccessContext, uploads: OwnUploads, change: RoomPatient, { label: wished, ...facts }: UploadWish, newId: () => string): Promise<Upload> {
  const viewer = signedIn(access);
  const title = facts.title.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (title === '' || title.length > longestTitle) throw new CieError('UPLOAD_INVALID', `Give the document a title of up to ${longestTitle} characters.`);
  if (facts.dated !== null && facts.dated > access.now.toISOString().slice(0, 10)) throw new CieError('UPLOAD_INVALID', 'The date on the document must not be in the future.');
  if ((await uploads.count(change)) >= mostWaiting) throw new CieError('UPLOADS_TOO_MANY', `${mostWaiting} files are being checked already. Wait until they are, then add more.`);
  const fileName = cleanFileName(facts.fileName, facts.mediaType);
  const upload: Upload = {
    ...facts,
    title,
    fileName,
    patientId: change.id,
    id: newId(),
    organisation: viewer.kind === 'professional' ? (viewer.organisation ?? '') : enteredByPatient,
    label: labelOf(uploads.labels(change), wished, [title, facts.type, fileName].join(' · ')),
    authorId: viewer.accountId,
    author: viewer.name,
    size: 0,
    parts: 0,
    state: 'receiving',
    reason: null,
    createdAt: access.now,
  };
  await uploads.add(change, upload);
  return upload;
}

/**
 * What its author chose, else what its title, kind and name say (ACS-1): choosing general opens nothing that the words close. It never stands
 * under less than that; with no clue it is general, or what the author may write where general is closed to them. Throws UPLOAD_INVALID.
 */
function labelOf(writable: readonly LabelNumber[], wished: LabelNumber | null, words: string): LabelNumber {
  const byWords = labelFor({ specialty: '', team: '', kind: words });
  const label = wished === null || wished === Label.general ? byWords : wished;
  if (writable.includes(label)) return label;
  // Nothing may be written: the database says so.
  if (wished === null && label === Label.general) return writable[0] ?? label;
  throw new CieError('UPLOAD_INVALID', 'This document belongs to a part of the record to which you cannot add. Ask the person whose record it is to add it.');
}

/** Takes back a file that is not through yet, or tidies away the notice that it was refused. Throws DOCUMENT_NOT_FOUND. */
export async function withdrawUpload(access: AccessContext, uploads: OwnUploads, change: RoomPatient, id: string): Promise<void> {
  signedIn(access);
  if (!isRecordId(id) || !(await uploads.withdraw(change, id))) throw notFound();
}

/** Takes back a document that the viewer added; it stays in the history. Throws DOCUMENT_NOT_FOUND. */
export async function withdrawOwnDocument(access: AccessContext, uploads: OwnUploads, change: RoomPatient, id: string): Promise<void> {
  signedIn(access);
  if (!isRecordId(id) || !(await uploads.withdrawDocument(change, id))) throw notFound();
}

function signedIn({ viewer }: AccessContext): Viewer {
  if (viewer === null) throw new CieError('SIGN_IN_REQUIRED', 'Sign in first.');
  return viewer;
}

function notFound(): CieError {
  return new CieError('DOCUMENT_NOT_FOUND', 'There is no document of this id that you added.');
}
