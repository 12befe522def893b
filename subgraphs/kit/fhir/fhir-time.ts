import type { Hl7Precision, Hl7Time } from '../hl7/hl7-time.ts';
import type { FhirElement } from './fhir-element.ts';

const FORM = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
/** As HL7's: the text is for people, who read it as clocks near them show it. */
const HOME = 'Europe/London';
const LENGTH: Readonly<Record<Hl7Precision, number>> = { year: 4, month: 7, day: 10, minute: 16, second: 19 };

/**
 * Reads a FHIR date, dateTime or instant with the precision given (ING-5: "2016" stays a year). The text is in London's time;
 * a time without an offset is one of `zone`. Null for what is no time.
 */
export function parseFhirTime(text: string | null, zone = HOME): Hl7Time | null {
  const match = FORM.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [, year = '', month, day, hour, minute, second, offset] = match;
  const precision: Hl7Precision = month === undefined ? 'year' : day === undefined ? 'month' : hour === undefined ? 'day' : second === undefined ? 'minute' : 'second';
  try {
    const date = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
    const clock = hour === undefined ? {} : { hour: Number(hour), minute: Number(minute), second: Math.min(59, Number(second ?? 0)) };
    const written = Temporal.PlainDateTime.from({ ...date, ...clock }, { overflow: 'reject' });
    const zoned = written.toZonedDateTime(offset === undefined ? zone : offset === 'Z' ? 'UTC' : offset);
    const local = hour === undefined ? written : zoned.withTimeZone(HOME).toPlainDateTime();
    return { instant: new Date(zoned.epochMilliseconds), repeated: null, precision, text: local.toString({ smallestUnit: 'second' }).slice(0, LENGTH[precision]) };
  } catch (error) {
    // Month 13, 30 February, hour 24: not a time.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first of these elements that holds a time; a Period counts from its start. */
export function timeAt(of: FhirElement, names: readonly string[], zone?: string): Hl7Time | null {
  for (const name of names) {
    const period = of.element(name);
    const time = parseFhirTime(period === null ? of.text(name) : (period.text('start') ?? period.text('end')), zone);
    if (time !== null) return time;
  }
  return null;
}
