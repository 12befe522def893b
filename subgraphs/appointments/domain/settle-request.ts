import type { AppointmentEvent, StoredAppointment } from './appointment.ts';
import type { OpenRequest, RequestState } from './change-request.ts';

export type SettledState = Extract<RequestState, 'done' | 'refused'>;

/**
 * What the hospital's next word on an appointment means for a request that waits; null when it may mean nothing. HL7 has no
 * message that says "we will not": a change of the booking (S13, S14) after the hospital took the request, which is not the one
 * asked for, is its answer. A booking sent anew (S12) is none: some systems send all of them each night.
 */
export function settleRequest(
  request: Pick<OpenRequest, 'kind' | 'state'>, event: AppointmentEvent, before: StoredAppointment, after: StoredAppointment,
): SettledState | null {
  if (after.deletedAt !== null || after.status === 'cancelled') return 'done';
  if (after.status !== 'booked') return 'refused';
  const isMoved = before.start.getTime() !== after.start.getTime();
  if (isMoved && request.kind === 'move') return 'done';
  // Before the hospital has it, what comes crossed the request on its way.
  return request.state === 'acknowledged' && event !== 'S12' ? 'refused' : null;
}
