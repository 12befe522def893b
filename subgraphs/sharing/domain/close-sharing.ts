import type { AccessContext } from '@cie/kit/access-context.ts';
import { accessEntry, type AccessEntry, type EntryDetails } from './access-entry.ts';

export interface ClosingStore {
  /** Takes back every invitation to this one record and every summary of it, and ends every proxy, each with its entry in the access log; one transaction. */
  closeAll(access: AccessContext, patientId: string, entries: { readonly invitation: (invitee: string) => AccessEntry; readonly proxy: AccessEntry; readonly summary: AccessEntry }): Promise<void>;
}

/** Who the access log says it was: the patient, at a time when nobody is signed in as them any more. */
const optedOut = 'The patient, by opting out';

/**
 * ACC-3: from the next request on, nobody sees the record whom the patient let in. Care goes on: the doors of their own organisations
 * and of an emergency are not the patient's to give.
 */
export async function closeSharing(access: AccessContext, store: ClosingStore, patientId: string): Promise<void> {
  const entryOf = (action: 'invitation-revoked' | 'proxy-ended' | 'summary-stopped', details: EntryDetails = {}): AccessEntry => ({ ...accessEntry(access, action, details), who: optedOut, kind: 'patient' });
  await store.closeAll(access, patientId, {
    invitation: (invitee) => entryOf('invitation-revoked', { invitee }), proxy: entryOf('proxy-ended'), summary: entryOf('summary-stopped'),
  });
}
