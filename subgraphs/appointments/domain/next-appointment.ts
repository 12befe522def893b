import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import { Label } from '@cie/kit/names.ts';
import type { AppointmentFields, AppointmentStatus, FiledAppointment, StoredAppointment } from './appointment.ts';

/**
 * What the record has after a message: S12 replaces, S13 and S14 change what they give and revive a cancelled appointment,
 * S15 cancels, also one never heard of. Null when the message is older than what is there (ING-2, APT-1).
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
    sentAt: message.sentAt,
  };
}

const nothing = { end: null, clinic: null, clinician: null, place: null, reason: null, instructions: null };

function nextFields(stored: StoredAppointment | null, { event, changes }: FiledAppointment): AppointmentFields | null {
  if (stored !== null && event === 'S15') return stored;
  const before = event === 'S12' ? null : stored;
  const { start = before?.start, startText = before?.startText, overAt = before?.overAt } = changes;
  if (start === undefined || startText === undefined || overAt === undefined) return null;
  const end = changes.end === undefined && before !== null ? movedEnd(before, start) : (changes.end ?? null);
  return { ...nothing, ...before, ...changes, start, startText, end, overAt: end ?? overAt };
}

/** Moved without a word on its end, an appointment keeps its length. */
function movedEnd(before: AppointmentFields, start: Date): Date | null {
  return before.end === null ? null : new Date(start.getTime() + before.end.getTime() - before.start.getTime());
}

function nextStatus(stored: StoredAppointment | null, { event, status }: FiledAppointment): AppointmentStatus {
  if (event === 'S15') return 'cancelled';
  if (status !== null) return status;
  return stored === null || event === 'S12' || stored.status === 'cancelled' ? 'booked' : stored.status;
}
