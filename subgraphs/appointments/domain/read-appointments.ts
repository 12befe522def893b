import type { AccessContext } from '@cie/kit/access-context.ts';
import { daysBefore } from '@cie/kit/days.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { StoredAppointment } from './appointment.ts';
import type { RequestsKnown } from './change-request.ts';

export type AppointmentWindow = 'past' | 'upcoming';

export interface AppointmentPage {
  readonly limit: number;
  /** The appointment after which the page begins, in the list's own order. */
  readonly after: { readonly at: Date; readonly id: string } | null;
  /** Null for past and upcoming in one list. */
  readonly window: AppointmentWindow | null;
  /** Only those of maternity care (DOC-3). */
  readonly maternity?: boolean;
}

/** Reads under the passes that came with the patient; what they do not open, and what was deleted, is as if it were not there. */
export interface AppointmentReads {
  list(patient: RoomPatient, page: AppointmentPage & { readonly now: Date }): Promise<readonly StoredAppointment[]>;
  find(patient: RoomPatient, id: string): Promise<StoredAppointment | null>;
  /** Those that are not over at this time, and those after it, soonest first. */
  since(patient: RoomPatient, time: Date, limit: number): Promise<readonly StoredAppointment[]>;
  requests(patient: RoomPatient): Promise<RequestsKnown>;
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

/** Null for an id that this viewer does not see, and for one that nothing has. */
export async function findAppointment(_access: AccessContext, reads: AppointmentReads, patient: RoomPatient, id: string): Promise<StoredAppointment | null> {
  return isRecordId(id) ? reads.find(patient, id) : null;
}

/** How far back a calendar feed goes, so that what was just missed or cancelled does not vanish from a calendar. */
const feedDays = 31;
/** More than anybody has ahead of them. */
const mostInFeed = 200;

/** What a calendar feed shows: a month back and everything to come. */
export async function calendarAppointments(access: AccessContext, reads: AppointmentReads, patient: RoomPatient): Promise<readonly StoredAppointment[]> {
  return reads.since(patient, daysBefore(access.now, feedDays), mostInFeed);
}
