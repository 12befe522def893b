import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { StoredAppointment } from './appointment.ts';

export type AppointmentWindow = 'past' | 'upcoming';

export interface AppointmentPage {
  readonly limit: number;
  /** The appointment after which the page begins, in the list's own order. */
  readonly after: { readonly at: Date; readonly id: string } | null;
  /** Null for past and upcoming in one list. */
  readonly window: AppointmentWindow | null;
}

/** Reads under the passes that came with the patient; what they do not open is as if it were not there. */
export interface AppointmentReads {
  list(patient: RoomPatient, page: AppointmentPage & { readonly now: Date }): Promise<readonly StoredAppointment[]>;
}

/**
 * APT-1: upcoming ones soonest first, all others newest first; one more than the page holds when there are more. An
 * appointment is upcoming until it is over.
 */
export async function listAppointments(
  access: AccessContext,
  reads: AppointmentReads,
  patient: RoomPatient,
  page: AppointmentPage,
): Promise<readonly StoredAppointment[]> {
  return reads.list(patient, { ...page, limit: page.limit + 1, now: access.now });
}
