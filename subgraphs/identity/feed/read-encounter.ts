import type { Held } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import type { EncounterEvent, EncounterMessage } from '../domain/encounter.ts';

/** Events of HL7 v2 chapter 3 about a visit. */
const EVENTS: Readonly<Record<string, EncounterEvent>> = {
  A01: 'begun', A02: 'moved', A03: 'ended', A04: 'begun', A05: 'planned', A08: 'changed', A11: 'begin-cancelled', A12: 'move-cancelled', A13: 'end-cancelled',
};

/**
 * What an ADT message says of a visit: PV1-19, or when it began where the sender numbers none. It began at PV1-44 (a planned one
 * at PV2-8), or, when it begins with this message, at the event (EVN-6), its recording (EVN-2) or the sending (MSH-7). Null for
 * a message about no visit, or that does not say which: A28 and A31 carry an empty PV1 (REG-3). A cancelling must say which.
 */
export function readEncounter(message: Hl7Message, sentAt: Date): EncounterMessage | Held | null {
  const [type, code] = [message.field('MSH', 9).component(1), message.field('MSH', 9).component(2)];
  const event = type === 'ADT' ? EVENTS[code] : undefined;
  if (event === undefined || message.segment('PV1') === undefined) return null;
  const admittedAt = (event === 'planned' ? timeIn(message, 'PV2', 8) : null) ?? timeIn(message, 'PV1', 44);
  const at = timeIn(message, 'EVN', 6) ?? timeIn(message, 'EVN', 2) ?? timeIn(message, 'MSH', 7) ?? sentAt;
  const number = message.field('PV1', 19).component(1).trim();
  const visit = number !== '' ? number : (admittedAt ?? (event === 'begun' || event === 'planned' ? at : null))?.toISOString();
  if (visit === undefined) return event === 'begin-cancelled' ? unnamedVisit : null;
  return {
    event, visit, at, admittedAt, sentAt,
    isNumbered: number !== '',
    dischargedAt: timeIn(message, 'PV1', 45),
    patientClass: message.field('PV1', 2).text.trim() || null,
    location: placeIn(message),
  };
}

/** PV1-3: point of care, room, bed and facility as far as given. */
function placeIn(message: Hl7Message): string | null {
  const place = message.field('PV1', 3);
  const parts = [1, 2, 3, 4].map((part) => place.component(part).trim()).filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(', ');
}

function timeIn(message: Hl7Message, segment: string, field: number): Date | null {
  return parseHl7Time(message.field(segment, field).text, message.zone)?.instant ?? null;
}

const unnamedVisit = held('required-field-missing', 'ADT A11 needs a visit number (PV1-19) or the time of admission (PV1-44), so that it is known which admission it cancels.');
