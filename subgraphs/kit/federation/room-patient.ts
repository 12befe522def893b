import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { RecordRoom } from '../names.ts';
import { isRecordId } from '../record-id.ts';

/** A patient as a record room sees one: an id, and the passes that came with it from sharing. */
export interface RoomPatient {
  readonly id: string;
  /** All records of the person that the passes are for, `id` among them; more than one where records were joined (ACC-5). */
  readonly ids: readonly string[];
  readonly passes: readonly string[];
}

/**
 * The room's share of the entity `Patient`: its key, and the pass for this room, which sharing owns and the gateway
 * brings along whenever a field says `@requires(fields: "access { <room> }")`.
 */
export function defineRoomPatient(room: RecordRoom) {
  @ObjectType('Access', { description: "Passes to the rooms of a patient's record; never visible to clients." })
  class Access {}
  // The field's name is the room's, which a decorator on a fixed property cannot say.
  Directive('@external')(Access.prototype, room);
  Field(() => String, { description: `Passes to the room ${room}.` })(Access.prototype, room);

  @ObjectType('Patient', { description: 'A person who has a record on the exchange.' })
  @Directive('@key(fields: "id")')
  class Patient implements RoomPatient {
    @Field(() => ID, { description: "The exchange's own identifier of the person; not an NHS number." })
    readonly id: string = '';

    @Directive('@external')
    @Field(() => Access, { description: 'Passes from sharing.' })
    readonly access: object = {};

    readonly ids: readonly string[] = [];
    readonly passes: readonly string[] = [];
  }
  return Patient;
}

/** Reads a reference from the gateway. Without an access part there is no pass, and the database answers with no row. */
export function roomPatientFrom(room: RecordRoom) {
  return (reference: Readonly<Record<string, unknown>>): RoomPatient | null => {
    const { id, access } = reference;
    if (typeof id !== 'string') return null;
    const text: unknown = typeof access === 'object' && access !== null && room in access ? Reflect.get(access, room) : undefined;
    const passes = typeof text === 'string' && text !== '' ? text.split(' ') : [];
    return { id, ids: [...new Set([id, ...passes.map(patientOf).filter(isRecordId)])], passes };
  };
}

/** Whose record a pass is for: its fourth part. It tells where to look; whether anything is seen, the database decides. */
function patientOf(pass: string): string {
  return pass.split('|')[3] ?? '';
}
