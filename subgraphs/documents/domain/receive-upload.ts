import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { partBytes } from '@cie/kit/uploads.ts';

/** One piece of a file on its way in. */
export interface UploadPart {
  readonly id: string;
  /** 0 for the first. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** How far a file has come, as one transaction sees it. */
export interface UploadProgress {
  readonly authorId: string;
  readonly state: string;
  readonly parts: number;
  readonly size: number;
}

export interface ReceivingStore {
  /** Locks the upload until the transaction ends. */
  progress(id: string): Promise<UploadProgress | null>;
  addPart(part: UploadPart): Promise<void>;
  /** Removes it with all that came of it. */
  drop(id: string): Promise<void>;
}

/**
 * Takes in the next part of a file, sealed at once; the last one puts the file into quarantine. Run within one transaction.
 * Throws UPLOAD_NOT_FOUND, UPLOAD_OUT_OF_ORDER, UPLOAD_TOO_LARGE.
 */
export async function receivePart(access: AccessContext, store: ReceivingStore, part: UploadPart, most: number): Promise<void> {
  const progress = await ownProgress(access, store, part.id);
  if (part.number !== progress.parts || part.bytes.length > partBytes || part.bytes.length === 0) throw new CieError('UPLOAD_OUT_OF_ORDER', 'The parts of a file come one after the other.');
  if (progress.size + part.bytes.length > most) throw new CieError('UPLOAD_TOO_LARGE', `The file is larger than ${most / 1_000_000} MB.`);
  await store.addPart(part);
}

/** Forgets a file that did not come whole. Throws UPLOAD_NOT_FOUND. */
export async function abandonUpload(access: AccessContext, store: ReceivingStore, id: string): Promise<void> {
  await ownProgress(access, store, id);
  await store.drop(id);
}

/** Nobody adds to another's file: the pass that made room for it named its author. */
async function ownProgress({ viewer }: AccessContext, store: ReceivingStore, id: string): Promise<UploadProgress> {
  const progress = await store.progress(id);
  if (progress === null || viewer === null || progress.authorId !== viewer.accountId || progress.state !== 'receiving') {
    throw new CieError('UPLOAD_NOT_FOUND', 'There is no file of yours that is being received under this id.');
  }
  return progress;
}
