import { escapeHl7 } from '@cie/kit/hl7/hl7-escape.ts';
import type { OutboundRequest } from '@cie/kit/outbound-request.ts';

/** Whom a request is about, as the hospital knows them. */
export interface MessagePerson {
  readonly nhsNumber: string;
  readonly familyName: string;
  readonly givenName: string | null;
  /** ISO date. */
  readonly birthDate: string;
  /** The hospital's own identifiers of the person. */
  readonly identifiers: readonly { readonly authority: string; readonly value: string }[];
}

/** MSH-5 and MSH-6; an application of '*' is any of the facility. */
export interface Receiver {
  readonly application: string;
  readonly facility: string;
}

const codes = { cancel: { event: 'S04', code: 'CANCEL', words: 'Patient asks to cancel' }, move: { event: 'S03', code: 'RESCHEDULE', words: 'Patient asks for another time' } } as const;

/**
 * The request as HL7 v2.5 SRM (chapter 10.3): S04 asks to cancel an appointment, S03 to modify it. ARQ names it by the identifiers that
 * the hospital gave it; what the patient wrote stands in notes, for people to read. Segments end with CR.
 */
export function writeRequestMessage(request: OutboundRequest, person: MessagePerson, to: Receiver, { now, sandbox }: { readonly now: Date; readonly sandbox: boolean }): string {
  const { event, code, words } = codes[request.kind];
  const names = [person.familyName, person.givenName ?? ''].map((name) => escapeHl7(name)).join('^');
  const identifiers = [
    ...person.identifiers.map(({ authority, value }) => `${escapeHl7(value)}^^^${escapeHl7(authority)}^MR`),
    `${person.nhsNumber}^^^NHS^NH`,
  ];
  const notes = [
    `Appointment of ${localTime(request.start)}, asked on ${localTime(request.askedAt)}.`,
    ...(request.wishes === null ? [] : [`Would suit: ${request.wishes}`]),
    ...(request.reason === null ? [] : [`Reason: ${request.reason}`]),
  ];
  return [
    segment('MSH', { 1: '^~\\&', 2: 'CIE', 3: 'NWL', 4: to.application === '*' ? '' : escapeHl7(to.application), 5: escapeHl7(to.facility), 6: stamp(now), 8: `SRM^${event}^SRM_S01`, 9: request.controlId, 10: sandbox ? 'T' : 'P', 11: '2.5', 17: 'UNICODE UTF-8' }),
    segment('ARQ', { 1: identifier(request.placerId), 2: identifier(request.fillerId), 6: `${code}^${words}`, 7: request.reason === null ? '' : `^${escapeHl7(firstLine(request.reason))}`, 16: request.phone === null ? '' : escapeHl7(request.phone), 19: 'CIE' }),
    ...notes.map((note, index) => segment('NTE', { 1: index + 1, 2: 'P', 3: escapeHl7(note) })),
    segment('PID', { 1: 1, 3: identifiers.join('~'), 5: names, 7: person.birthDate.replaceAll('-', '') }),
    segment('RGS', { 1: 1, 2: request.kind === 'cancel' ? 'D' : 'U' }),
  ].map((each) => `${each}\r`).join('');
}

/** A segment from its fields by number; those of MSH count one less than in the standard, whose first is the separator itself. */
function segment(name: string, fields: Readonly<Record<number, string | number>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

/** EI: the namespace is told from the value by the first separator, as the room put them together. */
function identifier(text: string | null): string {
  if (text === null) return '';
  const at = text.indexOf('^');
  return at < 0 ? escapeHl7(text) : `${escapeHl7(text.slice(0, at))}^${escapeHl7(text.slice(at + 1))}`;
}

/** ARQ-7 is a code with its text: one line of what fits beside it. The whole stands in the notes. */
const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 60);

/** As the clocks in the hospital show it. */
const localTime = (moment: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('Europe/London').toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

/** HL7 time with offset, to the second. */
const stamp = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;
