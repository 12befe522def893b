import type { AccessContext } from '@cie/kit/access-context.ts';
import type { GrantStore } from './grants.ts';
import { closedRecord, type DoorStore, type FoundRecord, type RecordFacts } from './open-record.ts';
import { ownsRecord, ownerFor } from './own-record.ts';
import { readersAt, type RecordReader } from './record-readers.ts';

/** Whom the owner may look at their own record as, now (ACS-7); null for everybody else. */
export async function listReaders(access: AccessContext, store: GrantStore, patientIds: readonly string[]): Promise<readonly RecordReader[] | null> {
  if (!ownsRecord(access, patientIds, 'see-sharing')) return null;
  return readersAt(await store.grants(patientIds), patientIds, access.now);
}

/**
 * Records as somebody would find them whom their owner lets in (ACS-7). Only the owner's own record opens, only as somebody to whom it
 * stands open now, only to be looked at, and never further than to the owner: a professional reads a result before its release, the
 * patient who looks through the professional's eyes does not (RES-3).
 */
export async function findRecordsAs(
  access: AccessContext & { readonly viewAs: string },
  store: Pick<DoorStore, 'facts' | 'grants'>,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, FoundRecord>> {
  const { viewAs, ...themself } = access;
  const owner = ownerFor(themself, 'view-as');
  const facts = owner === null ? new Map<string, RecordFacts>() : await store.facts(themself, patientIds);
  return new Map(await Promise.all(patientIds.map(async (id): Promise<[string, FoundRecord]> => {
    const known = facts.get(id);
    const survivingId = known?.survivingId ?? id;
    const memberIds = known === undefined ? [id] : [...known.members.keys()];
    const closed = closedRecord(survivingId, memberIds);
    if (owner === null || !memberIds.includes(owner.patientId)) return [id, closed];
    const reader = readersAt(await store.grants(memberIds), memberIds, access.now).find(({ ids }) => ids.includes(viewAs));
    if (reader === undefined) return [id, closed];
    const openings = reader.openings.map((opening) => ({ ...opening, delayed: false }));
    return [id, { survivingId, memberIds, openings, wantsReason: false, openingsFor: (operation) => (operation === 'read' ? openings : []), viewedAs: { ...reader, openings }, ...(known?.known === undefined ? {} : { known: known.known }) }];
  })));
}
