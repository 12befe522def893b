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
  return defineEntity(room, { name: 'Patient', description: 'A person who has a record on the exchange.', access: 'Access', opens: "Passes to the rooms of a patient's record; never visible to clients." });
}

/**
 * The room's share of the entity `RecordChange`: one change that sharing allowed the viewer to make to a record, and the write
 * pass for it. A room gives it fields that do something, each with `@requires(fields: "access { <room> }")`.
 */
export function defineRoomChange(room: RecordRoom) {
  return defineEntity(room, { name: 'RecordChange', description: 'A change to a record, for the purpose that was asked for.', access: 'ChangeAccess', opens: 'Write passes to the rooms of a record; never visible to clients.' });
}

interface EntityWords {
  readonly name: string;
  readonly description: string;
  readonly access: string;
  readonly opens: string;
}

function defineEntity(room: RecordRoom, words: EntityWords) {
  @ObjectType(words.access, { description: words.opens })
  class Access {}
  // The field's name is the room's, which a decorator on a fixed property cannot say.
  Directive('@external')(Access.prototype, room);
  Field(() => String, { description: `Passes to the room ${room}.` })(Access.prototype, room);

  @ObjectType(words.name, { description: words.description })
  @Directive('@key(fields: "id")')
  class Entity implements RoomPatient {
    @Field(() => ID, { description: "The exchange's own identifier of the person; not an NHS number." })
    readonly id: string = '';

    @Directive('@external')
    @Field(() => Access, { description: 'Passes from sharing.' })
    readonly access: object = {};

    readonly ids: readonly string[] = [];
    readonly passes: readonly string[] = [];
  }
  return Entity;
}

/** Reads a reference to `Patient` or `RecordChange` from the gateway. Without an access part there is no pass, and the database answers with no row. */
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
