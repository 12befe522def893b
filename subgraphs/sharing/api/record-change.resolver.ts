import { changePurposes, type ChangePurpose } from '@cie/kit/changes.ts';
import { recordRooms } from '@cie/kit/names.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { allowChange, notAllowed, openForChange } from '../domain/change-record.ts';
import type { DoorStore } from '../domain/open-record.ts';
import { ChangeAccessType, ChangePurposeName, RecordChangeType } from './record-change.type.ts';
import type { SharingContext } from './sharing-context.ts';

@Resolver(() => RecordChangeType)
export class RecordChangeResolver {
  readonly #doors: DoorStore;

  constructor(doors: DoorStore) {
    this.#doors = doors;
  }

  @Mutation(() => RecordChangeType, {
    description: 'Opens a record for one change; the fields below make it. The access log names the purpose. Errors: CHANGE_NOT_ALLOWED.',
  })
  async changeRecord(
    @Arg('patientId', () => ID, { description: 'Whose record.' }) patientId: string,
    @Arg('purpose', () => ChangePurposeName, { description: 'What is to be done.' }) purpose: ChangePurpose,
    @Ctx() { access, recordOf }: SharingContext,
  ): Promise<RecordChangeType> {
    return new RecordChangeType(await allowChange(access, this.#doors, recordOf, { patientId, purpose }));
  }

  @Directive('@inaccessible')
  // Non-null on purpose: when sharing fails, the gateway then calls no room at all (fails closed).
  @FieldResolver(() => ChangeAccessType, { description: 'Write passes; only subgraphs can ask for them.' })
  access(@Root() { change }: RecordChangeType): ChangeAccessType {
    return new ChangeAccessType(change);
  }
}

/** One field for each record room. */
@Resolver(() => ChangeAccessType)
export class ChangeAccessResolver {
  readonly #doors: DoorStore;

  constructor(doors: DoorStore) {
    this.#doors = doors;
  }

  async open(room: string, { change }: ChangeAccessType, { access }: SharingContext): Promise<string> {
    if (changePurposes[change.purpose] !== room) throw notAllowed();
    return openForChange(access, this.#doors, change);
  }
}

for (const room of recordRooms) {
  const descriptor: PropertyDescriptor = {
    value(this: ChangeAccessResolver, access: ChangeAccessType, context: SharingContext) {
      return this.open(room, access, context);
    },
  };
  Object.defineProperty(ChangeAccessResolver.prototype, room, descriptor);
  Root()(ChangeAccessResolver.prototype, room, 0);
  Ctx()(ChangeAccessResolver.prototype, room, 1);
  FieldResolver(() => String, { description: `Passes to the room ${room}, separated by blanks.` })(ChangeAccessResolver.prototype, room, descriptor);
}
