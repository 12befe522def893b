import { siteNamedIn, organisationName } from '@cie/kit/organisations.ts';
import ical, { ICalCalendarMethod, ICalEventStatus, type ICalEventData } from 'ical-generator';
import type { StoredAppointment } from '../domain/appointment.ts';

/** `general`: that, where and when; `clinic`: which clinic as well. */
export type CalendarDetail = 'general' | 'clinic';

/** Calendars that fetch a feed are asked to do so every four hours. */
const secondsBetweenFetches = 4 * 3600;

/** A calendar to subscribe to (RFC 5545). Its text changes only when an appointment does, so that its hash is its version. */
export function writeFeed(appointments: readonly StoredAppointment[], detail: CalendarDetail): string {
  const events = appointments.map((each) => eventOf(each, detail === 'general' ? generalWords(each) : clinicWords(each)));
  return write(events.filter((each) => each !== null), { ttl: secondsBetweenFetches });
}

/** One appointment as a file with all that the patient needs on the day; null when its day is not known. */
export function writeEvent(appointment: StoredAppointment): string | null {
  const { clinician, instructions } = appointment;
  const notes = [clinician === null ? null : `With ${clinician}`, instructions].filter((each) => each !== null);
  const event = eventOf(appointment, { ...clinicWords(appointment), ...(notes.length === 0 ? {} : { description: notes.join('\n\n') }) });
  return event === null ? null : write([event], {});
}

function write(events: readonly ICalEventData[], options: { readonly ttl?: number }): string {
  const prodId = { company: 'Care Information Exchange', product: 'Appointments', language: 'EN' };
  return `${ical({ prodId, name: 'Hospital appointments', method: ICalCalendarMethod.PUBLISH, events: [...events], ...options }).toString()}\r\n`;
}

type EventWords = Pick<ICalEventData, 'summary' | 'location' | 'description'>;

/** Nothing that says what the appointment is for: a place inside a hospital often is a clinic's name. */
function generalWords({ organisation, place }: StoredAppointment): EventWords {
  const site = siteNamedIn(organisation, place ?? '');
  return { summary: 'Hospital appointment', location: site === null ? organisationName(organisation) : `${site.name}, ${site.address}` };
}

function clinicWords({ organisation, place, clinic }: StoredAppointment): EventWords {
  const site = siteNamedIn(organisation, place ?? '');
  return {
    summary: clinic ?? 'Hospital appointment',
    location: [place ?? organisationName(organisation), site?.address].filter((each) => each !== undefined).join(', '),
  };
}

/**
 * Times go out in UTC: they are right on both sides of a clock change, wherever the calendar is. A hospital that gave only the day
 * makes a whole day of it, which belongs to no time zone; a month or a year is no day in a calendar.
 */
function eventOf(appointment: StoredAppointment, words: EventWords): ICalEventData | null {
  const { id, start, end, startText, status, revision, sentAt } = appointment;
  const time = timeOf(startText, start, end);
  if (time === null) return null;
  return {
    ...words, ...time, id, sequence: revision, stamp: sentAt, lastModified: sentAt,
    status: status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

function timeOf(startText: string, start: Date, end: Date | null): Pick<ICalEventData, 'start' | 'end' | 'allDay'> | null {
  if (startText.includes('T')) return end === null || end <= start ? { start } : { start, end };
  return startText.length === 'yyyy-mm-dd'.length ? { start: Temporal.PlainDate.from(startText), allDay: true } : null;
}
