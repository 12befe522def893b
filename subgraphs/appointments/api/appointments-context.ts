import type { RoomWriter } from '@cie/kit/database/room-writer.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { LabelMoves } from '@cie/kit/move-label.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { OrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import type { RequestsKnown } from '../domain/change-request.ts';
import type { AppointmentReads } from '../domain/read-appointments.ts';

/** What resolvers of this room are given for one operation. */
export interface AppointmentsContext extends RoomContext {
  readonly reads: AppointmentReads;
  readonly writer: RoomWriter;
  /** Labels of appointments (ACS-1). */
  readonly labels: LabelMoves;
  /** Requests about a record's appointments, read once for all of them. */
  readonly requestsOf: (patient: RoomPatient) => Promise<RequestsKnown>;
  /** Desks of organisations, for questions (REC-2). */
  readonly contacts: OrganisationContacts;
}
