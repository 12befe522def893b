import type { Appointment, AppointmentLists } from '../../data/fetch-appointments.ts';

export interface Timeline {
  /** The next one that takes place; null when there is none. */
  readonly next: Appointment | null;
  /** What else is to come, soonest first, with what was cancelled before the next one. */
  readonly later: readonly Appointment[];
  /** Newest first. */
  readonly past: readonly Appointment[];
}

/** One timeline, all hospitals: next, later, past. */
export function groupTimeline({ upcoming, past }: AppointmentLists): Timeline {
  const next = upcoming.appointments.find(({ status }) => status !== 'CANCELLED') ?? null;
  return { next, later: upcoming.appointments.filter((each) => each !== next), past: past.appointments };
}

const month = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', month: 'long', year: 'numeric' });

/** By month, in the order given; months are those of London, as the hospitals' times. */
export function byMonth(appointments: readonly Appointment[]): ReadonlyMap<string, readonly Appointment[]> {
  return Map.groupBy(appointments, ({ start }) => (start === null ? '' : month.format(new Date(start))));
}
