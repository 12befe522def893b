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

/** SIU trigger events: S12 books, S13 moves, S14 changes, S15 cancels. */
export type AppointmentEvent = 'S12' | 'S13' | 'S14' | 'S15';

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
  readonly sentAt: Date;
}
