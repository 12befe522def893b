import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import { changesOf } from '@cie/kit/hl7/field-update.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { readHl7 } from '@cie/kit/hl7/read-hl7.ts';
import { sentAt } from '@cie/kit/hl7/sent-at.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { siteName, strictestLabel, zoneOf } from '@cie/kit/sender-facts.ts';
import { appointmentEvents, type AppointmentEvent, type AppointmentFields, type AppointmentStatus, type FiledAppointment } from '../domain/appointment.ts';
import { readClinic, readClinician, readInstructions, readPlace, readReason } from './appointment-resources.ts';
import { readTimes } from './appointment-time.ts';

/** HL7 table 0278, filler status; what is not here says nothing about attendance. */
const STATUSES: Readonly<Record<string, AppointmentStatus>> = {
  BOOKED: 'booked', PENDING: 'booked', STARTED: 'booked', OVERBOOK: 'booked', WAITLIST: 'booked', SCHEDULED: 'booked', CONFIRMED: 'booked',
  COMPLETE: 'attended', COMPLETED: 'attended', CANCELLED: 'cancelled', CANCELED: 'cancelled', DC: 'cancelled', DELETED: 'cancelled',
  NOSHOW: 'did-not-attend', 'NO SHOW': 'did-not-attend', DNA: 'did-not-attend',
};

/** Reads an SIU^S12 to S17 or S26 into what it says of an appointment, or why it has to wait. */
export function mapSiu(incoming: IncomingMessage): FiledAppointment | Held {
  const message = readHl7(incoming.text, zoneOf(incoming));
  if ('outcome' in message) return message;
  const event = eventOf(message);
  if (event === null) return held('unsupported-event', 'Of SIU messages this exchange files S12 to S17 and S26.');
  const [placerId, fillerId] = [entityId(message, 1), entityId(message, 2)];
  if (placerId === null && fillerId === null) return held('required-field-missing', 'SCH-1 or SCH-2 must identify the appointment.');
  const changes = changesOf<AppointmentFields>({
    ...readTimes(message),
    clinic: readClinic(message),
    clinician: readClinician(message),
    place: readPlace(message, (code) => siteName(incoming, code)),
    reason: readReason(message),
    instructions: readInstructions(message),
  });
  return {
    event,
    placerId,
    fillerId,
    status: STATUSES[message.field('SCH', 25).text.trim().toUpperCase()] ?? null,
    changes,
    label: strictestLabel(incoming, labelFor({
      specialty: message.field('PV1', 10).text,
      team: `${changes.clinic ?? ''} · ${changes.place ?? ''}`,
      kind: changes.reason ?? '',
    })),
    sentAt: sentAt(message, incoming.receivedAt),
  };
}

function eventOf(message: Hl7Message): AppointmentEvent | null {
  const type = message.field('MSH', 9);
  return type.component(1) === 'SIU' ? (appointmentEvents.find((event) => event === type.component(2)) ?? null) : null;
}

/** EI: identifiers of two systems may be alike, so the namespace belongs to it. */
function entityId(message: Hl7Message, number: number): string | null {
  const id = message.field('SCH', number);
  const [value, namespace] = [id.component(1).trim(), id.component(2).trim()];
  if (value === '') return null;
  return namespace === '' ? value : `${value}^${namespace}`;
}
