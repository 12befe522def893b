import type { RoomContext } from '@cie/kit/room-context.ts';
import type { AppointmentReads } from '../domain/read-appointments.ts';

/** What resolvers of this room are given for one operation. */
export interface AppointmentsContext extends RoomContext {
  readonly reads: AppointmentReads;
}
