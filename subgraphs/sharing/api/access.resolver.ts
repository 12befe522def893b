import { recordRooms } from '@cie/kit/names.ts';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AccessType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';

/** One field for each record room, so that a new room needs no change here; only the fields that are asked for mint a pass. */
@Resolver(() => AccessType)
export class AccessResolver {}

for (const room of recordRooms) {
  const descriptor: PropertyDescriptor = {
    value: (access: AccessType, context: SharingContext) => context.passes.load({ patientId: access.patientId, room }),
  };
  Object.defineProperty(AccessResolver.prototype, room, descriptor);
  Root()(AccessResolver.prototype, room, 0);
  Ctx()(AccessResolver.prototype, room, 1);
  FieldResolver(() => String, { description: `Passes to the room ${room}, separated by blanks.` })(AccessResolver.prototype, room, descriptor);
}
