import { dayOf } from '@cie/kit/days.ts';
import type { Checked, Scan, Verdict } from '@cie/kit/scanning/scan.ts';
import type { StoredDocument } from './document.ts';
import type { Upload, UploadReason } from './upload.ts';

/** Files in quarantine, as the check of them sees it. */
export interface Quarantine {
  /** The next that is due, kept from other processes for as long as a scan takes; null when none is. */
  take(now: Date): Promise<Upload | null>;
  parts(upload: Upload): AsyncIterable<Uint8Array>;
  /** Makes it a document of the record, sealed as it is. */
  release(upload: Upload, document: StoredDocument): Promise<void>;
  /** Keeps it for a person to look at. */
  hold(upload: Upload, reason: UploadReason): Promise<void>;
  /** Destroys its bytes and notes why. */
  refuse(upload: Upload, reason: UploadReason): Promise<void>;
  /** It stays where it is and is tried again later. */
  postpone(upload: Upload): Promise<void>;
}

/**
 * Checks the next file in quarantine (DOC-2, abuse case 52). Only what a scanner found clean leaves it, and where the operator has
 * said that there is none (`scan` null), what was added since. While the scanner does not answer, the file stays where it is, and
 * `report` is told why.
 */
export async function checkNextUpload(quarantine: Quarantine, scan: Scan | null, now: Date, report: (error: unknown) => void): Promise<Checked> {
  const upload = await quarantine.take(now);
  if (upload === null) return 'none';
  let verdict: Verdict;
  try {
    verdict = scan === null ? 'clean' : await scan(quarantine.parts(upload));
  } catch (error) {
    // Whatever went wrong, nothing was found out about the file.
    report(error);
    await quarantine.postpone(upload);
    return 'postponed';
  }
  if (verdict === 'clean') await quarantine.release(upload, documentOf(upload));
  else if (verdict === 'infected') await quarantine.refuse(upload, 'malware');
  else await quarantine.hold(upload, 'too-large-to-scan');
  return 'done';
}

/** The document that a clean file becomes. */
export function documentOf(upload: Upload): StoredDocument {
  const { patientId, id, organisation, label, authorId, author, title, type, fileName, mediaType, size, dated, createdAt } = upload;
  const at = dated === null ? createdAt : new Date(Temporal.PlainDate.from(dated).toZonedDateTime('Europe/London').epochMilliseconds);
  return {
    patientId, id, organisation, label, authorId, author, title, type, fileName, mediaType, size, at,
    atText: dated ?? dayOf(createdAt),
    sourceId: `upload:${id}`,
    parentSourceId: null,
    replacesSourceId: null,
    typeCode: 'upload',
    status: 'current',
    completion: null,
    site: null,
    delayFrom: null,
    delayedUntil: null,
    maternity: null,
    sentAt: createdAt,
    version: 1,
    versions: 1,
  };
}
