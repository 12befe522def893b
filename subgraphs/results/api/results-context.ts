import type { RoomContext } from '@cie/kit/room-context.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { ResultsReads } from '../domain/read-results.ts';

/** What the resolvers of this room are given for one operation. */
export interface ResultsContext extends RoomContext {
  readonly reads: ResultsReads<RoomPatient>;
}
