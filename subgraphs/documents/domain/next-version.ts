import { Label } from '@cie/kit/names.ts';
import { mediaTypeOf, sizeOf, type DocumentVersion, type FiledDocument, type StoredDocument } from './document.ts';

/** RES-3: radiology reports are delayed in whatever form they come. */
export const RADIOLOGY_DELAY_DAYS = 28;
const DAY = 86_400_000;

export interface Place {
  readonly patientId: string;
  readonly organisation: string;
  newId(): string;
}

export interface Filed {
  readonly document: StoredDocument;
  readonly version: DocumentVersion;
}

/**
 * What the record has after a document arrives (DOC-1, ING-2). What was written before the newest version becomes history in
 * its place and changes nothing else. A delay once begun counts from the first version, and a label once given stays: a
 * correction must neither hide again what the patient has read nor open to more people what was closed.
 */
export function nextVersion(stored: StoredDocument | null, incoming: FiledDocument, place: Place): Filed {
  const { content, ...facts } = incoming;
  const number = (stored?.versions ?? 0) + 1;
  const version: DocumentVersion = {
    version: number, author: facts.author, at: facts.at, atText: facts.atText, sentAt: facts.sentAt, mediaType: mediaTypeOf(content), size: sizeOf(content),
  };
  const delayFrom = stored?.delayFrom ?? incoming.delayFrom;
  const guarded = {
    patientId: place.patientId,
    organisation: place.organisation,
    id: stored?.id ?? place.newId(),
    versions: number,
    label: stored === null || stored.label === Label.general ? incoming.label : stored.label,
    delayFrom,
    delayedUntil: delayFrom === null ? null : new Date(delayFrom.getTime() + RADIOLOGY_DELAY_DAYS * DAY),
    authorId: null,
    fileName: null,
    // An edit of a replacement does not repeat what it replaced.
    replacesSourceId: incoming.replacesSourceId ?? stored?.replacesSourceId ?? null,
  };
  if (stored === null || incoming.sentAt >= stored.sentAt) {
    return { document: { ...facts, ...guarded, maternity: maternityOf(stored, facts), version: number, mediaType: version.mediaType, size: version.size }, version };
  }
  // A deletion that overtook the document has only its name: the facts are those of what it deleted.
  const newest = stored.version === 0 ? { ...facts, version: number, mediaType: version.mediaType, size: version.size } : stored;
  return { document: { ...newest, ...guarded, status: stored.status, sentAt: stored.sentAt, maternity: maternityOf(facts, stored) }, version };
}

/** The newer's word on the expected date counts; silence does not undo it. */
function maternityOf(older: Pick<StoredDocument, 'maternity'> | null, newer: Pick<StoredDocument, 'maternity'>): StoredDocument['maternity'] {
  const [before, now] = [older?.maternity ?? null, newer.maternity];
  return before === null || now === null ? (now ?? before) : { expected: now.expected ?? before.expected };
}
