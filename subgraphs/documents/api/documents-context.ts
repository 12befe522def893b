import type { RoomContext } from '@cie/kit/room-context.ts';
import type { DocumentReads } from '../domain/read-documents.ts';

/** What resolvers of this room are given for one operation. */
export interface DocumentsContext extends RoomContext {
  readonly reads: DocumentReads;
}
