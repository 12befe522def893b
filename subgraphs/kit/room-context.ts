import type { AccessContext } from './access-context.ts';
import type { RoomReader } from './database/room-reader.ts';

/** What the resolvers of a record room are given for one operation. */
export interface RoomContext {
  readonly access: AccessContext;
  readonly reader: RoomReader;
}
