import type { Field, Segment } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { MappingHeld } from './mapping-held.ts';

/** A time, or null when none was sent. Throws MappingHeld for what is no time: filing it at a guessed one would mislead. */
export function timeOf(segment: Segment, number: number): Date | null {
  const text = segment.field(number).text.trim();
  if (text === '') return null;
  const time = parseHl7Time(text, segment.zone);
  if (time === null) throw new MappingHeld('malformed', `${segment.name}-${number} holds no HL7 time (YYYYMMDDHHMM).`);
  return time.instant;
}

/**
 * MSH-7, or when the message was received. In the hour that the clocks go back local time names two moments; of a message that has
 * arrived since, the later one is meant as far as it can be, so that a correction does not look older than what it corrects.
 */
export function sentIn(header: Segment, receivedAt: Date): Date {
  const first = timeOf(header, 7);
  if (first === null) return receivedAt;
  const again = parseHl7Time(header.field(7).text, header.zone)?.repeated ?? null;
  return again !== null && again <= receivedAt ? again : first;
}

/** A time as far as the sender gave it, ISO 8601 in London's time (ING-5); null when none was sent. */
export function timeTextOf(segment: Segment, number: number): string | null {
  return parseHl7Time(segment.field(number).text, segment.zone)?.text ?? null;
}

/** XCN: identifier, family, given, further, suffix, prefix. */
export function personOf(field: Field): string | null {
  return spoken([field.component(6), field.component(3), field.sub(2, 1)]);
}

/** NDL, whose first component is the person cut into sub-components (OBR-32); some senders use XCN all the same. */
export function interpreterOf(field: Field): string | null {
  return field.sub(1, 2) === '' ? personOf(field) : spoken([field.sub(1, 6), field.sub(1, 3), field.sub(1, 2)]);
}

function spoken(parts: readonly string[]): string | null {
  const name = parts.map((part) => part.trim()).filter((part) => part !== '').join(' ');
  return name === '' ? null : name;
}

/** The first text that says something. */
export function firstOf(...texts: readonly string[]): string | null {
  return texts.map((text) => text.trim()).find((text) => text !== '') ?? null;
}
