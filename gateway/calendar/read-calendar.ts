import { CieError } from '@cie/kit/errors.ts';
import type { ExecutionResult } from 'graphql';
import type { AppointmentFileQuery, CalendarFeedQuery } from './data/operations.ts';

/** The answer of a calendar's operation. Throws CALENDAR_UNAVAILABLE when a room did not answer: an empty calendar would delete what is in the person's own. */
function answerOf<Query extends CalendarFeedQuery | AppointmentFileQuery>({ data, errors }: ExecutionResult): Query['patient'] {
  // Somebody whose stated reason has run out states another on the record's page (abuse case 19).
  if (errors?.some(({ extensions }) => extensions['code'] === 'REASON_WANTED') === true) return null;
  if (data === null || data === undefined || (errors !== undefined && errors.length > 0)) {
    throw new CieError('CALENDAR_UNAVAILABLE', 'The calendar cannot be read right now. Try again in a few minutes.');
  }
  // The answer to a registered operation, whose type the generator wrote from its document.
  return (data as Query).patient;
}

/** The text of a feed; null when no door opens to the record. */
export function readFeed(result: ExecutionResult): string | null {
  const patient = answerOf<CalendarFeedQuery>(result);
  if (patient !== null && patient.appointmentCalendar === null) throw new CieError('CALENDAR_UNAVAILABLE', 'The calendar cannot be read right now. Try again in a few minutes.');
  return patient?.appointmentCalendar ?? null;
}

/** One appointment's file and its day; null when there is no such appointment for this viewer, or its day is not known. */
export function readFile(result: ExecutionResult): { readonly text: string; readonly day: string } | null {
  const appointment = answerOf<AppointmentFileQuery>(result)?.appointment ?? null;
  if (appointment === null || appointment.calendar === null || appointment.startText === null) return null;
  return { text: appointment.calendar, day: appointment.startText.slice(0, 'yyyy-mm-dd'.length) };
}
