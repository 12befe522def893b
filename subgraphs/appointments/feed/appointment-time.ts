import { parseHl7Time, type Hl7Precision, type Hl7Time } from '@cie/kit/hl7/hl7-time.ts';
import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import type { AppointmentFields } from '../domain/appointment.ts';

type TimeField = 'start' | 'startText' | 'overAt' | 'end';
/** undefined is what the message does not say. */
type Times = { readonly [Name in TimeField]: AppointmentFields[Name] | undefined };

/**
 * When the appointment is. TQ1 took the place of SCH-11 in v2.5, so where both are sent TQ1 counts; AIS-4 and AIL-6 time
 * single resources and come last. Without an end the length is taken from SCH-9 or AIS-7.
 */
export function readTimes(message: Hl7Message): Times {
  const schedule = message.field('SCH', 11);
  const start = firstTime(message, [
    message.field('TQ1', 7).text,
    schedule.component(4),
    message.field('AIS', 4).text,
    message.field('AIL', 6).text,
    message.field('AIP', 6).text,
  ]);
  if (start === null) return { start: undefined, startText: undefined, overAt: undefined, end: undefined };
  const end = endAfter(message, start, [message.field('TQ1', 8).text, schedule.component(5)]) ?? endByLength(start, message);
  return { start: start.instant, startText: start.text, overAt: end ?? overAt(start), end: end ?? undefined };
}

function firstTime({ zone }: Hl7Message, texts: readonly string[]): Hl7Time | null {
  return texts.map((text) => parseHl7Time(text, zone)).find((time) => time !== null) ?? null;
}

function endAfter(message: Hl7Message, start: Hl7Time, texts: readonly string[]): Date | null {
  const end = firstTime(message, texts)?.instant ?? null;
  return end !== null && end >= start.instant ? end : null;
}

const MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^(?:|m|min|mins|minutes?)$/i, 1],
  [/^(?:s|sec|secs|seconds?)$/i, 1 / 60],
  [/^(?:h|hr|hrs|hours?)$/i, 60],
];

/** SCH-9 with SCH-10, else AIS-7 with AIS-8; HL7 counts minutes where no unit is given. Other units are not guessed at. */
function endByLength(start: Hl7Time, message: Hl7Message): Date | null {
  if (start.precision !== 'minute' && start.precision !== 'second') return null;
  const lengths = [['SCH', 9], ['AIS', 7]] as const;
  for (const [segment, number] of lengths) {
    const length = Number(message.field(segment, number).text || 'NaN');
    const unit = message.field(segment, number + 1).text.trim();
    const minutes = MINUTES.find(([name]) => name.test(unit))?.[1];
    if (Number.isFinite(length) && length > 0 && minutes !== undefined) return new Date(start.instant.getTime() + length * minutes * 60_000);
  }
  return null;
}

const DAYS: Readonly<Record<Hl7Precision, number>> = { second: 0, minute: 0, day: 1, month: 31, year: 366 };

function overAt(start: Hl7Time): Date {
  return new Date(start.instant.getTime() + DAYS[start.precision] * 86_400_000);
}
