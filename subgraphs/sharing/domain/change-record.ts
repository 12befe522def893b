import type { AccessContext } from '@cie/kit/access-context.ts';
import { changePurposes, type ChangePurpose } from '@cie/kit/changes.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import { teamsOf, type DoorStore, type FoundRecord, type KnownLogs, type MemberOpening } from './open-record.ts';

/** A change that was allowed; the pass for it is minted when a room asks. */
export interface AllowedChange {
  /** The record that what is new is written to: the viewer's own, else the one whose door stands open. */
  readonly patientId: string;
  /** In whose access log it stands. */
  readonly survivingId: string;
  readonly purpose: ChangePurpose;
  readonly openings: readonly MemberOpening[];
  readonly known?: KnownLogs | undefined;
}

/** Lets the viewer make one change to a record. Throws CHANGE_NOT_ALLOWED, for a record that does not exist as for one that is closed. */
export async function allowChange(
  access: AccessContext,
  store: DoorStore,
  recordOf: (patientId: string) => Promise<FoundRecord>,
  { patientId, purpose }: { readonly patientId: string; readonly purpose: ChangePurpose },
): Promise<AllowedChange> {
  if (!isRecordId(patientId)) throw notAllowed();
  const { survivingId, memberIds, openingsFor, known } = await recordOf(patientId);
  const allowed = openingsFor(purpose);
  const [first] = allowed;
  if (first === undefined) {
    if (access.viewer !== null) await store.logRefusal(access, patientId, accessEntry(access, 'refused', { areas: [changePurposes[purpose]], purpose }));
    throw notAllowed();
  }
  const ownId = access.viewer?.patientId ?? null;
  return { patientId: ownId !== null && memberIds.includes(ownId) ? ownId : first.patientId, survivingId, purpose, openings: allowed, known };
}

/** Mints the passes of an allowed change for its room: to read the record as before, and to write for the one purpose. Throws SHARING_CHANGED. */
export async function openForChange(access: AccessContext, store: DoorStore, { survivingId, purpose, openings, known }: AllowedChange): Promise<string> {
  const room = changePurposes[purpose];
  const entry = accessEntry(access, 'changed', { doors: [...new Set(openings.map((each) => each.door))], areas: [room], purpose, teams: teamsOf(openings) });
  const minted = await store.mint(access, [{ patientId: survivingId, rooms: [room], openings, entry, purpose, known }]);
  const passes = minted.get(survivingId)?.get(room);
  if (passes === undefined) throw new Error('No pass was minted for a change that was allowed.');
  return passes;
}

/** The same whether the record is closed to the viewer, lacks what is to be changed, or does not exist. */
export function notAllowed(): CieError {
  return new CieError('CHANGE_NOT_ALLOWED', 'You cannot make this change to this record. Only some people who may read a record may also change it.');
}
