import type { FilingOutcome } from '@cie/kit/feed.ts';
import type { FiledAppointment, StoredAppointment } from './appointment.ts';
import { nextAppointment } from './next-appointment.ts';

/** Whose message is filed: the feed's counterpart of an access context. */
export interface FilingContext {
  readonly messageId: string;
  readonly patientId: string;
  /** All records that were joined to it, itself included (ACC-5). */
  readonly recordIds: readonly string[];
  /** ODS code of the organisation that sent it. */
  readonly organisation: string;
}

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  wasApplied(messageId: string): Promise<boolean>;
  markApplied(messageId: string, patientId: string): Promise<void>;
  /** By filler id where both have one, else by placer id, in whichever of the person's records it was filed. */
  find(filing: FilingContext, ids: Pick<FiledAppointment, 'placerId' | 'fillerId'>): Promise<StoredAppointment | null>;
  save(appointment: StoredAppointment): Promise<void>;
}

/** Files one scheduling message, once per message id; run within one transaction (ING-2). A held one leaves no mark, so that it can be replayed. */
export async function fileAppointment(filing: FilingContext, message: FiledAppointment, store: FilingStore, newId: () => string): Promise<FilingOutcome> {
  await store.lock(filing.recordIds);
  if (await store.wasApplied(filing.messageId)) return { outcome: 'applied' };
  const stored = await store.find(filing, message);
  const next = nextAppointment(stored, message, { ...filing, patientId: stored?.patientId ?? filing.patientId, newId });
  if (next !== null && 'outcome' in next) return next;
  if (next !== null) await store.save(next);
  await store.markApplied(filing.messageId, filing.patientId);
  return { outcome: 'applied' };
}
