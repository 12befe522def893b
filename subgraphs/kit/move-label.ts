import type { AccessContext } from './access-context.ts';
import { CieError } from './errors.ts';
import type { RoomPatient } from './federation/room-patient.ts';
import { labelHistoryOf, type HeldLabel, type LabelledItemFacts } from './label-history.ts';
import type { Label } from './names.ts';
import { isRecordId } from './record-id.ts';

/** Who moves an item: an account, and the record that is its own. */
export interface LabelAuthor {
  readonly accountId: string;
  readonly patientId: string | null;
}

/** The labels of one kind of item, under the passes that came with a record. */
export interface LabelMoves {
  /** Null when no pass shows such an item. */
  find(patient: RoomPatient, id: string): Promise<LabelledItemFacts | null>;
  /** One transaction: false when no pass shows such an item. One that has the label already is left as it is. */
  move(change: RoomPatient, id: string, label: Label, author: LabelAuthor): Promise<boolean>;
}

export interface MoveWish {
  readonly id: string;
  readonly label: Label;
  /** What to throw where the viewer sees no such item: the same for one that does not exist. */
  readonly unknown: () => CieError;
}

/** ACS-1: the patient moves an item to another label, and with it everything that belongs to it; their choice stands whatever comes later. */
export async function moveLabel({ viewer }: AccessContext, moves: LabelMoves, change: RoomPatient, { id, label, unknown }: MoveWish): Promise<void> {
  // Sharing and the database say so too: a label decides who sees an item, and that is nobody's but the patient's own to change (abuse case 11).
  if (viewer === null || viewer.kind !== 'patient' || !opensAsOwn(change)) {
    throw new CieError('CHANGE_NOT_ALLOWED', 'Only the patient can decide which privacy label an item has.');
  }
  if (!isRecordId(id) || !(await moves.move(change, id, label, viewer))) throw unknown();
}

/** What became of an item's label, oldest first; null for everybody but the patient. */
export async function readLabelHistory(moves: LabelMoves, patient: RoomPatient, id: string): Promise<readonly HeldLabel[] | null> {
  if (!opensAsOwn(patient)) return null;
  const item = await moves.find(patient, id);
  return item === null ? null : labelHistoryOf(item);
}

/** Whether these are passes of the patient's own door, which is their fifth part. It tells what to ask for; what is seen, the database decides. */
function opensAsOwn({ passes }: RoomPatient): boolean {
  return passes.some((pass) => pass.split('|')[4] === 'self');
}
