import type { AccessContext } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label, RecordRoom } from '@cie/kit/names.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import type { Operation } from './access-table.ts';
import { decide, type CopyReason, type Opening } from './decide.ts';
import type { GrantStore } from './grants.ts';
import type { RecordReader } from './record-readers.ts';
import { noFacts, wantsReason, type DoorFacts } from './standings.ts';

/** What sharing knows of a record: who stands for it, and of each record that was joined to it, what doors go by (ACC-5). */
export interface RecordFacts {
  readonly survivingId: string;
  /** By id; the surviving one is among them. A record that was never joined is its only member. */
  readonly members: ReadonlyMap<string, DoorFacts>;
  readonly known?: KnownLogs;
}

/** By id of each record of a person, the last entry of its access log when the facts were read: what takes access away is in the log of the one it is about. */
export type KnownLogs = Readonly<Record<string, string>>;

/** A door that stands open to one of the records of a person. */
export interface MemberOpening extends Opening {
  readonly patientId: string;
}

/** A record as this viewer finds it. */
export interface FoundRecord {
  readonly survivingId: string;
  readonly memberIds: readonly string[];
  /** For what this request is for: reading, unless it says otherwise. */
  readonly openings: readonly MemberOpening[];
  /** Whether care would open it to this viewer, were it not flagged: they state a reason first (abuse case 19). */
  readonly wantsReason: boolean;
  /** For something else that the same request wants to do, as a change. */
  readonly openingsFor: (operation: Operation) => readonly MemberOpening[];
  /** As whom its owner looks at it (ACS-7); left out where they look as themself. */
  readonly viewedAs?: RecordReader;
  /** What the logs ended in when this was decided; no pass is made if who may see any of the records has changed since. */
  readonly known?: KnownLogs;
}

/** One person's rooms to open for the viewer, through the doors that stand open to each of their records. */
export interface PassRequest {
  /** In whose access log the entry stands. */
  readonly patientId: string;
  readonly rooms: readonly RecordRoom[];
  /** With what may be written, where the request is for a change. */
  readonly openings: readonly MemberOpening[];
  readonly entry: AccessEntry;
  /** Left out where nothing is to be changed. */
  readonly purpose?: ChangePurpose;
  readonly known?: KnownLogs | undefined;
}

/** Passes by patient, then room. */
export type MintedPasses = ReadonlyMap<string, ReadonlyMap<RecordRoom, string>>;

export interface DoorStore extends GrantStore {
  /** Facts for the given patients; patients without any are absent. */
  facts(access: AccessContext, patientIds: readonly string[]): Promise<ReadonlyMap<string, RecordFacts>>;
  /** Writes the log entries and mints the passes in one transaction: no pass without its entry. Throws SHARING_CHANGED. */
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
export function foundRecord({ viewer, now, purpose, onlyLabels, copyOf: request }: AccessContext, { survivingId, members, known }: RecordFacts): FoundRecord {
  // A session that a patient-record system launched is for the one patient whose chart was open (REG-6).
  if (viewer?.onlyPatientId !== undefined && !members.has(viewer.onlyPatientId)) return closedRecord(survivingId, [...members.keys()]);
  const all = [...members.values()];
  const person = {
    emergencies: all.flatMap((each) => each.emergencies),
    careOrganisations: [...new Set(all.flatMap((each) => each.careOrganisations))],
    flagged: all.some((each) => each.flagged),
    reasons: all.flatMap((each) => each.reasons),
  };
  const ownId = viewer?.patientId ?? null;
  const isOwn = ownId !== null && members.has(ownId);
  const openingsFor = (operation: Operation): MemberOpening[] =>
    [...members].flatMap(([patientId, facts]) =>
      decide(viewer, isOwn ? ownId : patientId, { ...facts, ...person }, operation, now)
        // A copy that was reviewed and decided about is that copy: not what its reader may see of the record by another right (SAR-1).
        .filter(({ copy }) => request === undefined || copy === 'given')
        .map((opening) => ({ ...withLabels(onlyLabels, opening), patientId })));
  const wants = wantsReason(viewer, { ...noFacts, ...person }, now);
  return { survivingId, memberIds: [...members.keys()], openings: openingsFor(purpose ?? 'read'), openingsFor, wantsReason: wants, ...(known === undefined ? {} : { known }) };
}

/** A record as somebody finds it to whom nothing of it is open. */
export function closedRecord(survivingId: string, memberIds: readonly string[]): FoundRecord {
  return { survivingId, memberIds, openings: [], openingsFor: () => [], wantsReason: false };
}

/** With these labels at the most; with all of its own where none were named. */
function withLabels(only: readonly Label[] | undefined, opening: Opening): Opening {
  return only === undefined ? opening : { ...opening, labels: opening.labels.filter((label) => only.includes(label)) };
}

/** The teams by whose invitation somebody reads, so that the patient can be told which. */
export function teamsOf(openings: readonly Opening[]): readonly string[] {
  return [...new Set(openings.flatMap(({ team }) => team ?? []))];
}

/** Why a request for a copy opens the record to somebody, where nobody has invited them (SAR-1). */
export function copyOf(openings: readonly Opening[]): { readonly copy?: CopyReason } {
  const [reason, ...others] = openings.filter(({ door }) => door === 'invited').map(({ copy }) => copy);
  return reason === undefined || others.some((each) => each !== reason) ? {} : { copy: reason };
}

/** The entry in the log of one of several records of a person: by which of its own doors it was opened, and by none of another's. */
export function memberEntry({ doors, teams: _teams, copy: _copy, ...entry }: AccessEntry, openings: readonly Opening[]): AccessEntry {
  const teams = teamsOf(openings);
  // Who looks through the eyes of somebody else opens it by their own door.
  const opened = entry.action === 'viewed-as' ? doors : [...new Set(openings.map(({ door }) => door))];
  return { ...entry, doors: opened, ...(teams.length === 0 ? {} : { teams }), ...copyOf(openings) };
}

/** What the access log calls a reading. */
const readActions = { reading: 'read', download: 'downloaded', save: 'read', calendar: 'calendar-read', share: 'summary-shared' } as const;

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
    const [, { openings, viewedAs, known }] = first;
    const rooms = [...new Set(asked.flatMap(([id]) => wanted.get(id) ?? []))];
    const doors = [...new Set(openings.map((each) => each.door))];
    const entry = viewedAs === undefined
      ? accessEntry(access, openings.length === 0 ? 'refused' : readActions[access.purpose ?? 'reading'], { doors, areas: rooms, teams: teamsOf(openings), ...copyOf(openings) })
      // The owner looked, by their own right; as whom stands where others say why.
      : accessEntry(access, 'viewed-as', { doors: ['self'], areas: rooms, reason: viewedAs.name });
    return [{ patientId, rooms, openings, entry, known }];
  });
  const minted = await store.mint(access, requests);
  return new Map([...records].map(([id, { survivingId }]) => [id, minted.get(survivingId) ?? new Map<RecordRoom, string>()]));
}

/** How often a reading is decided anew because who may see the record changed in between. */
const decisions = 3;

/**
 * Between the decision and the pass the patient may take back what it went by (abuse case 10): then `forget` what was found, and decide
 * again. Throws SHARING_CHANGED when that happens again and again.
 */
export async function decideUntilUnchanged<T>(open: () => Promise<T>, forget: () => void): Promise<T> {
  for (let left = decisions - 1; ; left -= 1) {
    try {
      return await open();
    } catch (error) {
      if (left === 0 || !(error instanceof CieError) || error.code !== 'SHARING_CHANGED') throw error;
      forget();
    }
  }
}
