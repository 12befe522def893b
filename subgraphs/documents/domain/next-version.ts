import { Label } from '@cie/kit/names.ts';
import { mediaTypeOf, sizeOf, type FiledDocument, type StoredDocument } from './document.ts';

/** RES-3: radiology reports are delayed in whatever form they come. */
export const RADIOLOGY_DELAY_DAYS = 28;
const DAY = 86_400_000;

/**
 * What the record has after a document arrives, or null when it is older than what is there (DOC-1, ING-2). A delay once
 * begun counts from the first version, and a label once given stays: a correction must neither hide again what the patient
 * has read nor open to more people what was closed.
 */
export function nextVersion(
  stored: StoredDocument | null,
  incoming: FiledDocument,
  place: { readonly patientId: string; readonly organisation: string; newId(): string },
): StoredDocument | null {
  if (stored !== null && incoming.sentAt < stored.sentAt) return null;
  const { content, ...facts } = incoming;
  const delayFrom = stored?.delayFrom ?? incoming.delayFrom;
  return {
    ...facts,
    patientId: place.patientId,
    organisation: place.organisation,
    id: stored?.id ?? place.newId(),
    version: (stored?.version ?? 0) + 1,
    label: stored === null || stored.label === Label.general ? incoming.label : stored.label,
    delayFrom,
    delayedUntil: delayFrom === null ? null : new Date(delayFrom.getTime() + RADIOLOGY_DELAY_DAYS * DAY),
    mediaType: mediaTypeOf(content),
    size: sizeOf(content),
  };
}
