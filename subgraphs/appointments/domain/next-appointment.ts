import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import { Label } from '@cie/kit/names.ts';
import type { AppointmentEvent, AppointmentFields, AppointmentStatus, FiledAppointment, StoredAppointment } from './appointment.ts';

/**
 * What the record has after a message: S12 replaces, S13 and S14 change what they give and revive a cancelled or deleted
 * appointment, S15 and S16 cancel, S17 takes it out of view, S26 says that the patient did not come, each also for one never heard
 * of. Null when the message is older than what is there (ING-2, APT-1).
 */
export function nextAppointment(
  stored: StoredAppointment | null,
  message: FiledAppointment,
  place: { readonly patientId: string; readonly organisation: string; newId(): string },
): StoredAppointment | Held | null {
  if (stored !== null && message.sentAt < stored.sentAt) return null;
  const fields = nextFields(stored, message);
  if (fields === null) return held('required-field-missing', 'No start time is given: SCH-11, TQ1-7 or AIS-4 must say when the appointment begins.');
  return {
    ...fields,
    patientId: place.patientId,
    organisation: place.organisation,
    id: stored?.id ?? place.newId(),
    // A label once given stays: a change that leaves out the clinic must not open the appointment to more people.
    label: stored === null || stored.label === Label.general ? message.label : stored.label,
    placerId: message.placerId ?? stored?.placerId ?? null,
    fillerId: message.fillerId ?? stored?.fillerId ?? null,
    status: nextStatus(stored, message),
    ...movedFrom(stored, fields),
    deletedAt: deletedAt(stored, message),
    revision: stored === null ? 0 : stored.revision + 1,
    sentAt: message.sentAt,
  };
}

const nothing = { end: null, clinic: null, clinician: null, place: null, reason: null, instructions: null };
/** A start of no meaning, for what was deleted before it was heard of: nobody sees it. */
const unknownStart = '';

function nextFields(stored: StoredAppointment | null, { event, changes, sentAt }: FiledAppointment): AppointmentFields | null {
  const known = stored?.startText === unknownStart ? null : stored;
  if (known !== null && !rebooks(event)) return known;
  const before = event === 'S12' ? null : known;
  const { start = before?.start, startText = before?.startText, overAt = before?.overAt } = changes;
  if (start === undefined || startText === undefined || overAt === undefined) {
    return event === 'S17' ? { ...nothing, start: sentAt, startText: unknownStart, overAt: sentAt } : null;
  }
  const end = changes.end === undefined && before !== null ? movedEnd(before, start) : (changes.end ?? null);
  return { ...nothing, ...before, ...changes, start, startText, end, overAt: end ?? overAt };
}

/** S12, S13 and S14 say what is to be; the others only what has become of it. */
export function rebooks(event: AppointmentEvent): boolean {
  return event === 'S12' || event === 'S13' || event === 'S14';
}

/** Moved without a word on its end, an appointment keeps its length. */
function movedEnd(before: AppointmentFields, start: Date): Date | null {
  return before.end === null ? null : new Date(start.getTime() + before.end.getTime() - before.start.getTime());
}

function nextStatus(stored: StoredAppointment | null, { event, status }: FiledAppointment): AppointmentStatus {
  if (event === 'S15') return 'cancelled';
  if (event === 'S26') return 'did-not-attend';
  // Stopped under way or for the times to come: it takes place no more, unless SCH-25 says that the patient was seen.
  if (event === 'S16') return status === 'attended' || status === 'did-not-attend' ? status : 'cancelled';
  if (event === 'S17') return stored?.status ?? 'cancelled';
  if (status !== null) return status;
  return stored === null || event === 'S12' || stored.status === 'cancelled' ? 'booked' : stored.status;
}

/** Where a reader may still expect it to be. */
function movedFrom(stored: StoredAppointment | null, next: AppointmentFields): Pick<StoredAppointment, 'movedFrom' | 'movedFromText'> {
  if (stored === null || stored.startText === unknownStart) return { movedFrom: null, movedFromText: null };
  if (stored.start.getTime() !== next.start.getTime()) return { movedFrom: stored.start, movedFromText: stored.startText };
  return { movedFrom: stored.movedFrom, movedFromText: stored.movedFromText };
}

/** What says only what became of an appointment does not bring back one that was never meant. */
function deletedAt(stored: StoredAppointment | null, { event, sentAt }: FiledAppointment): Date | null {
  if (event === 'S17') return sentAt;
  return rebooks(event) ? null : (stored?.deletedAt ?? null);
}
