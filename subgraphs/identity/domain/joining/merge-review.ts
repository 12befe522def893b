import type { IncomingMessage } from '@cie/kit/feed.ts';
import type { NewCase } from '../desk-case.ts';
import type { JoinHeld } from './join-by-message.ts';

/** The question to the desk whether two records are one person's; null where the message waits for something else. */
export function reviewOf({ doubt, held }: JoinHeld, { id, organisation, receivedAt }: IncomingMessage): NewCase | null {
  if (doubt === null) return null;
  return {
    kind: 'merge-review',
    contact: {},
    // What to look at: the held message by its id, and the two records; nobody's number or name.
    details: { reason: held.reason, message: id, organisation, survivingRecord: doubt.keptId, retiredRecord: doubt.retiredId },
    patientId: doubt.keptId,
    openedBy: organisation,
    openedAt: new Date(receivedAt),
  };
}
