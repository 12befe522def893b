import { randomUUID } from 'node:crypto';
import { changePurposes, type ChangePurpose } from '@cie/kit/changes.ts';
import { allLabels, recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { signPass } from '@cie/kit/testing/sign-pass.ts';
import { patientId, suppliers, victim, type RowKind } from './marked-rows.ts';
import { oneOf, type Pick } from './random-sql.ts';

export const viewerAccount = '5a5a5a5a-0000-4000-8000-000000000001';

/** One pass in the setting, and what it opens if it is genuine. */
export interface RandomPass {
  readonly kind: string;
  readonly text: string;
  opens(kind: RowKind): boolean;
  /** Whether a row of this patient, label and organisation may be written under it; without a label, whether any of the patient may. */
  writes(patient: string, label: number | null, organisation: string): boolean;
}

const nothing = { opens: () => false, writes: () => false };
const purposesOf = (room: RecordRoom): ChangePurpose[] => (Object.keys(changePurposes) as ChangePurpose[]).filter((purpose) => changePurposes[purpose] === room); // keys of the table itself

/** A write pass for a change in this room, as sharing makes it: beside the pass to read. Sometimes alone, when it shows nothing. */
export function writePass(pick: Pick, room: RecordRoom, keyOf: (room: RecordRoom) => Uint8Array): RandomPass {
  const purposes = purposesOf(room);
  const patient = pick(victim);
  const labels = pick(2) === 0 ? allLabels : allLabels.filter(() => pick(2) === 0);
  const organisations = pick(2) === 0 ? '*' as const : suppliers.filter(() => pick(2) === 0);
  const content: PassContent = { room, patient: patientId(patient), labels, organisations, delayed: pick(2) === 0, viewer: viewerAccount, request: randomUUID(), entry: String(pick(1000)) };
  const read = signPass(keyOf(room), content);
  const [write, both] = [purposes.length === 0 ? '' : signPass(keyOf(room), { ...content, purpose: oneOf(pick, purposes) }), pick(4) > 0];
  const matches = (label: number, organisation: string | undefined): boolean => labels.some((each) => each === label) && (organisations === '*' || organisations.some((each) => each === organisation));
  return {
    kind: 'a write pass',
    text: both ? `${read} ${write}` : write,
    opens: (kind) => both && kind.patient === patient && matches(kind.label, suppliers[kind.supplier]) && (content.delayed === true || !kind.delayed),
    writes: (of, label, organisation) => of === patientId(patient) && (label === null || matches(label, organisation)),
  };
}

/** A pass for `room`: genuine about every other time, otherwise wrong in one way. */
export function randomPass(pick: Pick, room: RecordRoom, keyOf: (room: RecordRoom) => Uint8Array): RandomPass {
  const some = <T>(list: readonly T[]): T[] => list.filter(() => pick(2) === 0);
  const patient = pick(victim);
  const labels = some(allLabels);
  const organisations = pick(2) === 0 ? '*' as const : some(suppliers);
  const delayed = pick(2) === 0;
  const content: PassContent = { room, patient: patientId(patient), labels, organisations, delayed, viewer: viewerAccount, request: randomUUID(), entry: String(pick(1000)) };
  const genuine = signPass(keyOf(room), content);
  const matches = (label: number, organisation: string | undefined): boolean => labels.some((each) => each === label) && (organisations === '*' || organisations.some((each) => each === organisation));
  const opens = (kind: RowKind): boolean => kind.patient === patient && matches(kind.label, suppliers[kind.supplier]) && (delayed || !kind.delayed);

  if (pick(2) === 0) return { kind: 'genuine', text: genuine, opens, writes: () => false };
  const other = recordRooms.find((each) => each !== room) ?? room;
  const parts = genuine.split('|');
  const altered = (index: number, value: string): string => parts.map((part, at) => (at === index ? value : part)).join('|');
  const wrong: readonly (readonly [string, () => string])[] = [
    ['expired', () => signPass(keyOf(room), { ...content, expiresAt: new Date(Date.now() - 1 - pick(700_000)) })],
    ['another key', () => signPass(Buffer.alloc(32, pick(256)), content)],
    ["another room's", () => signPass(keyOf(other), { ...content, room: other })],
    ["another room's, signed with this room's key", () => signPass(keyOf(room), { ...content, room: other })],
    ["this room's, signed with another room's key", () => signPass(keyOf(other), content)],
    ['an unknown key id', () => signPass(keyOf(room), { ...content, keyId: oneOf(pick, ['2', '', '01', "1' or true --"]) })],
    ['the patient changed', () => altered(3, patientId(victim))],
    ['the labels widened', () => altered(5, `${parts[5] ?? ''},0,1,2,3`)],
    ['the organisations widened', () => altered(6, parts[6] === '*' ? '*,*' : '*')],
    ['the delay lifted', () => altered(7, delayed ? 'Y' : 'y')],
    ['the expiry put off', () => altered(10, String(Date.now() + 1_000_000))],
    ['no signature', () => parts.slice(0, 12).join('|')],
    ['a signature of capitals', () => altered(12, (parts[12] ?? '').toUpperCase().replace(/^[0-9]+$/, 'A'))],
    ['a signature cut', () => genuine.slice(0, -1 - pick(63))],
    ['another version', () => altered(0, oneOf(pick, ['v2', 'V1', '', 'v1 ']).replaceAll(' ', '\t'))],
    ['bytes changed', () => genuine.split('').map((letter) => (pick(20) === 0 ? String.fromCharCode(33 + pick(94)) : letter)).join('')],
    ['no pass', () => oneOf(pick, ['', '|', '||||||||||||', "v1|' or true --", '\u0001', 'v1|results|x|not-a-uuid|self|0|*|y|r|e|9999999999999|1|00'])],
  ];
  if (pick(3) === 0) return writePass(pick, room, keyOf);
  const [kind, text] = oneOf(pick, wrong);
  const made = text();
  // A change that happened to change nothing leaves a genuine pass.
  return made === genuine ? { kind: 'genuine', text: genuine, opens, writes: () => false } : { kind, text: made, ...nothing };
}
