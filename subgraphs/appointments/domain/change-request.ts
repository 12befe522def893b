import type { Label } from '@cie/kit/names.ts';
import type { StoredAppointment } from './appointment.ts';

/** What a patient may ask the booking team for. */
export type RequestKind = 'cancel' | 'move';

/**
 * waiting: not with the hospital yet · sent: on its way · acknowledged: the hospital has it · done: the hospital did it ·
 * refused: the hospital answered and left the appointment as it is · not-sent: the hospital could not be reached, or would not take it.
 */
export type RequestState = 'waiting' | 'sent' | 'acknowledged' | 'done' | 'refused' | 'not-sent';

/** What a patient says with it. */
export interface ChangeWish {
  readonly kind: RequestKind;
  readonly reason: string | null;
  /** Times that would suit, in the patient's own words; for a move only. */
  readonly wishes: string | null;
  /** Where the booking team may call. */
  readonly phone: string | null;
}

/** A request as readers of the appointment see it. */
export interface ChangeRequest extends ChangeWish {
  readonly patientId: string;
  readonly id: string;
  readonly appointmentId: string;
  readonly state: RequestState;
  readonly askedAt: Date;
  /** When it came to its state. */
  readonly stateAt: Date;
}

/** A request before it is stored: its label and organisation are those of the appointment, so that it shows no more than that does. */
export interface NewRequest extends ChangeWish {
  readonly patientId: string;
  readonly id: string;
  readonly organisation: string;
  readonly label: Label;
  readonly appointmentId: string;
  /** The account of who asks. */
  readonly authorId: string;
  readonly askedAt: Date;
  readonly stateAt: Date;
}

/** A request that the hospital has not answered yet, as far as filing needs it. */
export type OpenRequest = Pick<ChangeRequest, 'patientId' | 'id' | 'kind' | 'state'> & Pick<NewRequest, 'authorId'>;

/** States in which the hospital has still to answer. */
export const openStates: RequestState[] = ['waiting', 'sent', 'acknowledged'];
export const isOpen = (state: RequestState): boolean => openStates.includes(state);

/** Hours before the start from which on a message may come too late to be read: people are told to call. */
export const noticeHours = 48;

/** Why a request cannot be made, or null when it can. `phone`: this hospital takes no requests from the exchange. */
export type NoRequest = 'over' | 'cancelled' | 'asked' | 'too-late' | 'phone';

/** What is known of requests: the newest for each appointment, by its id, and which hospitals take any. */
export interface RequestsKnown {
  readonly newest: ReadonlyMap<string, ChangeRequest>;
  /** ODS codes. */
  readonly reachable: ReadonlySet<string>;
}

/** Whether the hospital may be asked to cancel or move an appointment now; the first reason against it counts. */
export function whyNoRequest(
  appointment: Pick<StoredAppointment, 'id' | 'organisation' | 'start' | 'overAt' | 'status'>, { newest, reachable }: RequestsKnown, now: Date,
): NoRequest | null {
  if (appointment.status === 'cancelled') return 'cancelled';
  if (appointment.status !== 'booked' || appointment.overAt <= now) return 'over';
  const request = newest.get(appointment.id);
  if (request !== undefined && isOpen(request.state)) return 'asked';
  if (appointment.start.getTime() - now.getTime() < noticeHours * 3_600_000) return 'too-late';
  return reachable.has(appointment.organisation) ? null : 'phone';
}
