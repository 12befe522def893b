import type { Label } from '@cie/kit/names.ts';
import type { UploadMediaType } from '@cie/kit/uploads.ts';

/**
 * Where a file stands that somebody adds: its bytes are still coming; it waits for the scanner; a person has to look at it; it
 * was refused and its bytes are destroyed; its author took it back. What was found clean is a document, and no upload any more.
 */
export type UploadState = 'receiving' | 'waiting' | 'held' | 'refused' | 'withdrawn';

/** Why one is held or refused. */
export type UploadReason = 'malware' | 'too-large-to-scan';

/** What its author says of a file. */
export interface UploadFacts {
  readonly title: string;
  /** The kind in words. */
  readonly type: string;
  readonly fileName: string;
  readonly mediaType: UploadMediaType;
  /** The date on the document, ISO date; null when its author gives none. */
  readonly dated: string | null;
}

/** What its author asks for beside: the privacy label, or null for what the words of the file say. */
export interface UploadWish extends UploadFacts {
  readonly label: Label | null;
}

/** A file in quarantine (DOC-2). Only its author sees it. */
export interface Upload extends UploadFacts {
  readonly patientId: string;
  readonly id: string;
  readonly organisation: string;
  readonly label: Label;
  readonly authorId: string;
  readonly author: string;
  readonly size: number;
  readonly parts: number;
  readonly state: UploadState;
  readonly reason: UploadReason | null;
  readonly createdAt: Date;
}
