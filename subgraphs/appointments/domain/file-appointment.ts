import type { FilingContext, FilingOutcome } from '@cie/kit/feed.ts';
import type { AppointmentEvent, FiledAppointment, StoredAppointment } from './appointment.ts';
import type { OpenRequest } from './change-request.ts';
import { nextAppointment } from './next-appointment.ts';
import { settleRequest, type SettledState } from './settle-request.ts';

/** An appointment's message also says when it came: that is when a change to it is told. */
export interface AppointmentFiling extends FilingContext {
  readonly receivedAt: Date;
}

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  wasApplied(messageId: string): Promise<boolean>;
  markApplied(messageId: string, patientId: string): Promise<void>;
  /** By filler id where both have one, else by placer id, in whichever of the person's records it was filed. */
  find(filing: AppointmentFiling, ids: Pick<FiledAppointment, 'placerId' | 'fillerId'>): Promise<StoredAppointment | null>;
  /** Saves what the record has now, and adds it to the appointment's history. */
  save(appointment: StoredAppointment, event: AppointmentEvent, messageId: string): Promise<void>;
  /** The request to change it that waits for an answer of the hospital, if any. */
  openRequest(appointment: StoredAppointment): Promise<OpenRequest | null>;
  settle(request: OpenRequest, state: SettledState, at: Date): Promise<void>;
}

/** Files one scheduling message, once per message id; run within one transaction (ING-2). A held one leaves no mark, so that it can be replayed. */
export async function fileAppointment(filing: AppointmentFiling, message: FiledAppointment, store: FilingStore, newId: () => string): Promise<FilingOutcome> {
  await store.lock(filing.recordIds);
  if (await store.wasApplied(filing.messageId)) return { outcome: 'applied' };
  const stored = await store.find(filing, message);
  const next = nextAppointment(stored, message, { ...filing, patientId: stored?.patientId ?? filing.patientId, newId });
  if (next !== null && 'outcome' in next) return next;
  if (next !== null) await keep(filing, message.event, stored, next, store);
  await store.markApplied(filing.messageId, filing.patientId);
  return { outcome: 'applied' };
}

async function keep(filing: AppointmentFiling, event: AppointmentEvent, before: StoredAppointment | null, after: StoredAppointment, store: FilingStore): Promise<void> {
  await store.save(after, event, filing.messageId);
  if (before === null) return;
  const request = await store.openRequest(after);
  const state = request === null ? null : settleRequest(request, event, before, after);
  if (request !== null && state !== null) await store.settle(request, state, filing.receivedAt);
}
