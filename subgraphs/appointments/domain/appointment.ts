import type { Label } from '@cie/kit/names.ts';

export type AppointmentStatus = 'booked' | 'cancelled' | 'attended' | 'did-not-attend';

export interface AppointmentFields {
  readonly start: Date;
  /** The start as precisely as the sender gave it, in its own time zone (ING-5). */
  readonly startText: string;
  /** When an appointment whose end is not known is over for the calendar: its start, or the end of the day it is on. */
  readonly overAt: Date;
  readonly end: Date | null;
  /** The service booked. */
  readonly clinic: string | null;
  readonly clinician: string | null;
  readonly place: string | null;
  readonly reason: string | null;
  readonly instructions: string | null;
}

/** SIU trigger events: S12 books, S13 moves, S14 changes, S15 cancels, S16 stops, S17 deletes, S26 tells that the patient did not come. */
export const appointmentEvents = ['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S26'] as const;
export type AppointmentEvent = (typeof appointmentEvents)[number];

/** What a message says of an appointment. */
export interface FiledAppointment {
  readonly event: AppointmentEvent;
  /** SCH-1 and SCH-2 with their namespaces; at least one is given. */
  readonly placerId: string | null;
  readonly fillerId: string | null;
  /** SCH-25, or null when it says nothing. */
  readonly status: AppointmentStatus | null;
  /** What the message gives; null deletes, an absent property leaves. */
  readonly changes: Partial<AppointmentFields>;
  readonly label: Label;
  /** MSH-7. */
  readonly sentAt: Date;
}

/** An appointment as the record has it. */
export interface StoredAppointment extends AppointmentFields {
  readonly patientId: string;
  readonly id: string;
  /** ODS code. */
  readonly organisation: string;
  readonly label: Label;
  readonly placerId: string | null;
  readonly fillerId: string | null;
  readonly status: AppointmentStatus;
  /** The start it had before it was last moved; null when it never was. */
  readonly movedFrom: Date | null;
  /** That start as precisely as the sender gave it. */
  readonly movedFromText: string | null;
  /** When the hospital deleted it as never meant: it is in nobody's view, its history stays. */
  readonly deletedAt: Date | null;
  /** How often it was changed: what calendars call SEQUENCE. */
  readonly revision: number;
  readonly sentAt: Date;
}

/** What a reader is told has become of it: of one that is over, the hospital may have said nothing. */
export type ShownStatus = AppointmentStatus | 'not-said';

/** An appointment that is over and still booked went one way or the other; only the hospital knows which. */
export function shownStatus({ status, overAt }: Pick<StoredAppointment, 'status' | 'overAt'>, now: Date): ShownStatus {
  return status === 'booked' && overAt < now ? 'not-said' : status;
}
