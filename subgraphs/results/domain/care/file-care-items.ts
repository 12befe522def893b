import { isDeepStrictEqual } from 'node:util';
import { Label } from '@cie/kit/names.ts';
import type { FilingContext } from '@cie/kit/feed.ts';
import type { FiledCareItem, StoredCareItem } from './care-item.ts';

/** The care items of a record as one filing transaction sees them. The caller has locked the record and claimed the message. */
export interface CareFilingStore {
  /** By kind, organisation and source id, in whichever of the person's records it was filed; withdrawn ones too. */
  find(filing: FilingContext, item: Pick<FiledCareItem, 'kind' | 'sourceId'>): Promise<{ readonly patientId: string; readonly state: StoredCareItem } | null>;
  /** Keeps the version that `state` replaces as history. */
  save(filing: FilingContext, state: StoredCareItem): Promise<void>;
}

/**
 * Files the medications, allergies, conditions and plans of one message (CAR-1) within the caller's transaction, so that a
 * message with results beside them is filed whole or not at all. Returns how many changed. Items that a message leaves out
 * stay; an older version that arrives late changes nothing (ING-2).
 */
export async function fileCareItems(filing: FilingContext, items: readonly FiledCareItem[], store: CareFilingStore, newId: () => string): Promise<number> {
  let changed = 0;
  for (const item of items) {
    const stored = await store.find(filing, item);
    const next = nextCareItem(stored?.state ?? null, item, { organisation: filing.organisation, newId });
    if (next === null) continue;
    await store.save({ ...filing, patientId: stored?.patientId ?? filing.patientId }, next);
    changed += 1;
  }
  return changed;
}

/** What becomes of an item; null when the stored version stands. */
export function nextCareItem(stored: StoredCareItem | null, incoming: FiledCareItem, place: { readonly organisation: string; newId(): string }): StoredCareItem | null {
  if (stored === null) return { ...incoming, id: place.newId(), organisation: place.organisation, authorId: null };
  if (!supersedes(incoming, stored) || isSame(incoming, stored)) return null;
  // A label once given stays: a version without the clue must not open a sensitive item to more people.
  const label = stored.label === Label.general ? incoming.label : stored.label;
  return { ...incoming, label, id: stored.id, organisation: stored.organisation, authorId: null };
}

/** The later issue wins. Of two issued at one moment a withdrawal stands, in whichever order they arrive. */
function supersedes(incoming: FiledCareItem, stored: StoredCareItem): boolean {
  const difference = incoming.sentAt.getTime() - stored.sentAt.getTime();
  return difference > 0 || (difference === 0 && (incoming.withdrawn || !stored.withdrawn));
}

/** The same content sent again makes no version. */
function isSame(incoming: FiledCareItem, stored: StoredCareItem): boolean {
  const { id: _id, organisation: _organisation, authorId: _authorId, label: _label, sentAt: _sentAt, ...before } = stored;
  const { label: _incomingLabel, sentAt: _incomingSentAt, ...now } = incoming;
  return incoming.label === stored.label && isDeepStrictEqual(before, now);
}
