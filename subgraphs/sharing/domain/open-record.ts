import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RecordRoom } from '@cie/kit/names.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { decideDoors, noFacts, type DoorFacts, type Opening } from './decide-doors.ts';

/** One patient's rooms to open for the viewer, through the doors that stand open. */
export interface PassRequest {
  readonly patientId: string;
  readonly rooms: readonly RecordRoom[];
  readonly openings: readonly Opening[];
  readonly entry: AccessEntry;
}

/** Passes by patient, then room. */
export type MintedPasses = ReadonlyMap<string, ReadonlyMap<RecordRoom, string>>;

export interface DoorStore {
  /** Facts for the given patients; patients without any are absent. */
  facts(access: AccessContext, patientIds: readonly string[]): Promise<ReadonlyMap<string, DoorFacts>>;
  /** Writes the log entries and mints the passes in one transaction: no pass without its entry. */
  mint(access: AccessContext, requests: readonly PassRequest[]): Promise<MintedPasses>;
  /** Logs under the record when sharing knows it, else under the record of nobody. */
  logRefusal(access: AccessContext, patientId: string | null, entry: AccessEntry): Promise<void>;
}

/** Which doors stand open to each of these records. */
export async function findOpenings(
  access: AccessContext,
  store: DoorStore,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Opening[]>> {
  const facts = access.viewer === null ? new Map<string, DoorFacts>() : await store.facts(access, patientIds);
  return new Map(
    patientIds.map((id) => [id, decideDoors(access.viewer, id, facts.get(id) ?? noFacts, access.now)]),
  );
}

/**
 * Mints the passes for the rooms that one operation asks for. A record without an open door gets passes that show nothing,
 * and the refusal is in the access log.
 */
export async function openRooms(
  access: AccessContext,
  store: DoorStore,
  openingsOf: (patientId: string) => Promise<readonly Opening[]>,
  wanted: ReadonlyMap<string, readonly RecordRoom[]>,
): Promise<MintedPasses> {
  const openings = new Map(await Promise.all([...wanted.keys()].map(async (id) => [id, await openingsOf(id)] as const)));
  const requests = [...wanted].map(([patientId, rooms]): PassRequest => {
    const open = openings.get(patientId) ?? [];
    const doors = [...new Set(open.map((each) => each.door))];
    const entry = accessEntry(access, open.length > 0 ? 'read' : 'refused', { doors, areas: rooms });
    return { patientId, rooms, openings: open, entry };
  });
  return store.mint(access, requests);
}
