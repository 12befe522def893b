import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { requestAppointmentChangeMutation } from './operations.ts';
import type { AppointmentChangeInput, RequestAppointmentChangeMutation } from './operations.ts';

/** What is new about the appointment. */
export type ChangedAppointment = RequestAppointmentChangeMutation['changeRecord']['requestAppointmentChange'];

/** Asks the booking team to cancel or move an appointment. Throws AskError 'refused' with what to correct or do instead. */
export async function requestChange(ask: Ask, patient: string, input: AppointmentChangeInput): Promise<ChangedAppointment> {
  return (await ask(requestAppointmentChangeMutation, { patient, input })).changeRecord.requestAppointmentChange;
}
