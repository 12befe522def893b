export type EncounterStatus = 'planned' | 'in-progress' | 'finished' | 'cancelled';

/** A stay in a hospital or a visit to it, as one organisation tells of it. */
export interface Encounter {
  /** PV1-19, or the time of admission where the sender numbers no visits. */
  readonly visit: string;
  readonly status: EncounterStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** PV1-2, HL7 table 0004. */
  readonly patientClass: string | null;
  readonly location: string | null;
  /** Where the person was before the last transfer, for its cancelling. */
  readonly priorLocation: string | null;
  /** MSH-7 of the newest message that it comes from; null for what was kept before that was noted. */
  readonly sentAt: Date | null;
}

/** What ADT events do to an encounter. */
export type EncounterEvent = 'planned' | 'begun' | 'changed' | 'moved' | 'ended' | 'begin-cancelled' | 'move-cancelled' | 'end-cancelled';

/** What a message says of an encounter; null is what it does not say. */
export interface EncounterMessage {
  readonly event: EncounterEvent;
  readonly visit: string;
  /** False when `visit` is a time of admission, which other messages about the visit need not repeat. */
  readonly isNumbered: boolean;
  /** When it happened. */
  readonly at: Date;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
  readonly patientClass: string | null;
  readonly location: string | null;
  readonly sentAt: Date;
}

/**
 * The encounter after a message, or null when the message changes nothing. An older message never undoes a newer one (ING-2): an
 * admission that arrives after its cancelling stays cancelled.
 */
export function applyEncounter(stored: Encounter | null, message: EncounterMessage): Encounter | null {
  const { event, sentAt } = message;
  if (stored === null) return firstOf(message);
  if (stored.sentAt !== null && sentAt < stored.sentAt) return null;
  const patientClass = message.patientClass ?? stored.patientClass;
  const location = message.location ?? stored.location;
  const next = { ...stored, patientClass, location, sentAt, startedAt: message.admittedAt ?? stored.startedAt };
  switch (event) {
    // What has begun is not planned any more; what was cancelled may be planned again.
    case 'planned': return stored.status === 'planned' || stored.status === 'cancelled' ? { ...next, status: 'planned', startedAt: startOf(message) } : next;
    case 'begun': return { ...next, status: 'in-progress', startedAt: startOf(message), endedAt: null };
    case 'changed': return next;
    case 'moved': return { ...next, priorLocation: stored.location };
    case 'ended': return { ...next, status: 'finished', endedAt: message.dischargedAt ?? message.at };
    case 'begin-cancelled': return { ...next, status: 'cancelled' };
    case 'move-cancelled': return { ...next, location: message.location ?? stored.priorLocation ?? stored.location, priorLocation: null };
    case 'end-cancelled': return { ...next, status: 'in-progress', endedAt: null };
  }
}

const STATUSES: Readonly<Record<EncounterEvent, EncounterStatus>> = {
  'planned': 'planned', 'begun': 'in-progress', 'changed': 'in-progress', 'moved': 'in-progress', 'ended': 'finished',
  'begin-cancelled': 'cancelled', 'move-cancelled': 'in-progress', 'end-cancelled': 'in-progress',
};

/** A visit of which nothing was known: a change that does not say when it began is no sign of one. */
function firstOf(message: EncounterMessage): Encounter | null {
  const { event, visit, admittedAt, dischargedAt, patientClass, location, sentAt, at } = message;
  if ((event === 'changed' || event === 'move-cancelled') && admittedAt === null) return null;
  const endedAt = event === 'ended' ? (dischargedAt ?? at) : null;
  return { visit, status: STATUSES[event], startedAt: startOf(message), endedAt, patientClass, location, priorLocation: null, sentAt };
}

function startOf({ admittedAt, at }: EncounterMessage): Date {
  return admittedAt ?? at;
}
