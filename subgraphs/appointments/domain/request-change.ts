import type { AccessContext } from '@cie/kit/access-context.ts';
import { daysBefore } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { StoredAppointment } from './appointment.ts';
import { noticeHours, whyNoRequest, type ChangeWish, type NewRequest, type NoRequest, type RequestsKnown } from './change-request.ts';

/** The record as the transaction of one change sees it: reads as the viewer does, writes requests. */
export interface RequestStore {
  find(change: RoomPatient, appointmentId: string): Promise<StoredAppointment | null>;
  known(change: RoomPatient): Promise<RequestsKnown>;
  /** How often this appointment was asked about since a time. */
  countSince(appointment: StoredAppointment, since: Date): Promise<number>;
  /** False when another request for the appointment came first. */
  add(request: NewRequest): Promise<boolean>;
}

/** Requests about one appointment in a day: a booking team that has refused twice is called. */
const mostInADay = 3;

const refusals: Readonly<Record<NoRequest, readonly [code: string, words: string]>> = {
  over: ['APPOINTMENT_OVER', 'This appointment cannot be changed any more: it has begun or is over.'],
  cancelled: ['APPOINTMENT_CANCELLED', 'This appointment is cancelled already.'],
  asked: ['REQUEST_OPEN', 'You have asked for a change already. Wait for the hospital, or call it.'],
  'too-late': ['APPOINTMENT_TOO_SOON', `This appointment is in less than ${noticeHours} hours. A message may be read too late: call the hospital.`],
  phone: ['HOSPITAL_NOT_REACHABLE', 'This hospital takes no requests from here. Call the hospital.'],
};

/**
 * APT-1: asks the booking team to cancel or move an appointment; it stays booked until the hospital says otherwise. Throws
 * REQUEST_INVALID, APPOINTMENT_UNKNOWN, APPOINTMENT_OVER, APPOINTMENT_CANCELLED, REQUEST_OPEN, APPOINTMENT_TOO_SOON, HOSPITAL_NOT_REACHABLE, REQUEST_TOO_OFTEN.
 */
export async function requestChange(
  access: AccessContext, change: RoomPatient, given: ChangeWish & { readonly appointmentId: string }, store: RequestStore, newId: () => string,
): Promise<StoredAppointment> {
  const { appointmentId, ...wish } = checkedWish(given);
  const appointment = isRecordId(appointmentId) ? await store.find(change, appointmentId) : null;
  if (appointment === null) throw new CieError('APPOINTMENT_UNKNOWN', 'There is no such appointment in this record.');
  const reason = whyNoRequest(appointment, await store.known(change), access.now);
  if (reason !== null) throw refusal(reason);
  const { viewer, now } = access;
  if ((await store.countSince(appointment, daysBefore(now, 1))) >= mostInADay) {
    throw new CieError('REQUEST_TOO_OFTEN', 'The hospital was asked about this appointment several times today. Call the hospital.');
  }
  if (viewer === null) throw new CieError('SIGN_IN_REQUIRED', 'Sign in to do this.');
  const { patientId, organisation, label } = appointment;
  const isFirst = await store.add({ ...wish, patientId, id: newId(), organisation, label, appointmentId, authorId: viewer.accountId, askedAt: now, stateAt: now });
  if (!isFirst) throw refusal('asked');
  return appointment;
}

function refusal(reason: NoRequest): CieError {
  return new CieError(...refusals[reason]);
}

/** What was typed, without the spaces around it. Throws REQUEST_INVALID with what to correct. */
function checkedWish({ appointmentId, kind, ...typed }: ChangeWish & { readonly appointmentId: string }): ChangeWish & { readonly appointmentId: string } {
  const [reason, wishes, phone] = [trimmed(typed.reason), kind === 'move' ? trimmed(typed.wishes) : null, trimmed(typed.phone)];
  if ([reason, wishes].some((text) => text !== null && text.length > 1000)) throw invalid('Keep it to 1,000 letters and spaces.');
  if (kind === 'move' && wishes === null) throw invalid('Say which days and times would suit you.');
  if (phone !== null && !/^\+?[0-9][0-9 ()-]{5,28}$/.test(phone)) throw invalid('Enter a telephone number with digits only, such as 020 7946 0000.');
  return { appointmentId, kind, reason, wishes, phone };
}

const trimmed = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim());

function invalid(words: string): CieError {
  return new CieError('REQUEST_INVALID', words);
}
