import type { AccessContext } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import type { RecordRoom } from '@cie/kit/names.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { decideDoors, noFacts, openingsFor, openingsWith, type DoorFacts, type Opening } from './decide-doors.ts';

/** What sharing knows of a record: who stands for it, and of each record that was joined to it, what doors go by (ACC-5). */
export interface RecordFacts {
  readonly survivingId: string;
  /** By id; the surviving one is among them. A record that was never joined is its only member. */
  readonly members: ReadonlyMap<string, DoorFacts>;
}

/** A door that stands open to one of the records of a person. */
export interface MemberOpening extends Opening {
  readonly patientId: string;
}

/** A record as this viewer finds it. */
export interface FoundRecord {
  readonly survivingId: string;
  readonly memberIds: readonly string[];
  readonly openings: readonly MemberOpening[];
}

/** One person's rooms to open for the viewer, through the doors that stand open to each of their records. */
export interface PassRequest {
  /** In whose access log the entry stands. */
  readonly patientId: string;
  readonly rooms: readonly RecordRoom[];
  /** With what may be written, where the request is for a change. */
  readonly openings: readonly (MemberOpening & { readonly writes?: readonly string[] | 'every' })[];
  readonly entry: AccessEntry;
  /** Left out where nothing is to be changed. */
  readonly purpose?: ChangePurpose;
}

/** Passes by patient, then room. */
export type MintedPasses = ReadonlyMap<string, ReadonlyMap<RecordRoom, string>>;

export interface DoorStore {
  /** Facts for the given patients; patients without any are absent. */
  facts(access: AccessContext, patientIds: readonly string[]): Promise<ReadonlyMap<string, RecordFacts>>;
  /** Writes the log entries and mints the passes in one transaction: no pass without its entry. */
  mint(access: AccessContext, requests: readonly PassRequest[]): Promise<MintedPasses>;
  /** Logs under the record when sharing knows it, else under the record of nobody. */
  logRefusal(access: AccessContext, patientId: string | null, entry: AccessEntry): Promise<void>;
}

/** Which doors stand open to each of these records, whichever of a person's ids they are named by. */
export async function findRecords(access: AccessContext, store: DoorStore, patientIds: readonly string[]): Promise<ReadonlyMap<string, FoundRecord>> {
  const facts = access.viewer === null ? new Map<string, RecordFacts>() : await store.facts(access, patientIds);
  return new Map(patientIds.map((id) => [id, foundRecord(access, facts.get(id) ?? { survivingId: id, members: new Map([[id, noFacts]]) })]));
}

/**
 * Care for any of a person's records is care for the person, and so is an emergency; the person themself reads all of them. What somebody
 * was invited to, or verified as a proxy for, stays what it was then: the one record. It was agreed for that one, and a wrong join must
 * show no stranger's record to them (abuse case 59).
 */
function foundRecord({ viewer, now, purpose, onlyLabels }: AccessContext, { survivingId, members }: RecordFacts): FoundRecord {
  // A session that a patient-record system launched is for the one patient whose chart was open (REG-6).
  if (viewer?.onlyPatientId !== undefined && !members.has(viewer.onlyPatientId)) return { survivingId, memberIds: [...members.keys()], openings: [] };
  const all = [...members.values()];
  const person = {
    emergencies: all.flatMap((each) => each.emergencies),
    careOrganisations: [...new Set(all.flatMap((each) => each.careOrganisations))],
  };
  const ownId = viewer?.patientId ?? null;
  const isOwn = ownId !== null && members.has(ownId);
  const openings = [...members].flatMap(([patientId, facts]) =>
    decideDoors(viewer, isOwn ? ownId : patientId, { ...facts, ...person }, now).map((opening) => ({ ...opening, patientId })),
  );
  return { survivingId, memberIds: [...members.keys()], openings: openingsWith(onlyLabels, openingsFor(purpose, openings)) };
}

/** What the access log calls a reading. */
const readActions = { reading: 'read', download: 'downloaded', save: 'read', calendar: 'calendar-read' } as const;

/**
 * Mints the passes for the rooms that one operation asks for, one entry of the access log for each person. A record without an
 * open door gets passes that show nothing, and the refusal is in the access log.
 */
export async function openRooms(
  access: AccessContext,
  store: DoorStore,
  recordOf: (patientId: string) => Promise<FoundRecord>,
  wanted: ReadonlyMap<string, readonly RecordRoom[]>,
): Promise<MintedPasses> {
  const records = new Map(await Promise.all([...wanted.keys()].map(async (id) => [id, await recordOf(id)] as const)));
  const people = Map.groupBy(records, ([, record]) => record.survivingId);
  const requests = [...people].flatMap(([patientId, asked]): PassRequest[] => {
    const [first] = asked;
    if (first === undefined) return [];
    const [, { openings }] = first;
    const rooms = [...new Set(asked.flatMap(([id]) => wanted.get(id) ?? []))];
    const doors = [...new Set(openings.map((each) => each.door))];
    const entry = accessEntry(access, openings.length === 0 ? 'refused' : readActions[access.purpose ?? 'reading'], { doors, areas: rooms });
    return [{ patientId, rooms, openings, entry }];
  });
  const minted = await store.mint(access, requests);
  return new Map([...records].map(([id, { survivingId }]) => [id, minted.get(survivingId) ?? new Map<RecordRoom, string>()]));
}
