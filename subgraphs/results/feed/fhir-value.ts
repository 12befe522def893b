import { conceptOf } from '@cie/kit/fhir/concept.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { plainWords } from '@cie/kit/fhir/narrative.ts';
import { parseFhirTime } from '@cie/kit/fhir/fhir-time.ts';

/** A value as text, with its unit and the HL7 data type that it answers to (OBX-2). */
export interface FhirValueText {
  readonly type: string;
  readonly value: string | null;
  readonly unit: string | null;
}

/** `value[x]` of an Observation or component. Numbers stay exactly as sent (`4.00`); a coded value is shown by its words. */
export function readFhirValue(of: FhirElement, zone?: string): FhirValueText {
  const quantity = of.element('valueQuantity');
  if (quantity !== null) return { type: 'NM', value: amountOf(quantity), unit: unitOf(quantity) };
  const concept = conceptOf(of.element('valueCodeableConcept'));
  if (concept !== null) return { type: 'CWE', value: concept.name, unit: null };
  const range = of.element('valueRange');
  if (range !== null) return { type: 'SN', value: intervalText(range), unit: unitOf(range.element('high')) ?? unitOf(range.element('low')) };
  const ratio = of.element('valueRatio');
  if (ratio !== null) return readRatio(ratio);
  const words = of.text('valueString');
  if (words !== null) {
    const text = plainWords(words);
    return { type: text.includes('\n') ? 'TX' : 'ST', value: text, unit: null };
  }
  const flag = of.flag('valueBoolean');
  if (flag !== null) return { type: 'ST', value: flag ? 'Yes' : 'No', unit: null };
  const whole = of.number('valueInteger');
  if (whole !== null) return { type: 'NM', value: whole, unit: null };
  const time = timeText(of.text('valueDateTime'), zone) ?? of.text('valueTime') ?? periodText(of.element('valuePeriod'), zone);
  if (time !== null) return { type: 'DTM', value: time, unit: null };
  // A wave form has no words; what it is stands in its own message.
  return { type: 'ST', value: of.has('valueSampledData') ? '[recording]' : null, unit: null };
}

/** Why there is no value (`dataAbsentReason`), in the sender's words. */
export function absenceOf(of: FhirElement): string | null {
  return conceptOf(of.element('dataAbsentReason'))?.name ?? null;
}

function amountOf(quantity: FhirElement): string | null {
  const value = quantity.number('value');
  return value === null ? null : `${quantity.text('comparator') ?? ''}${value}`;
}

function unitOf(quantity: FhirElement | null): string | null {
  return quantity?.text('unit') ?? quantity?.text('code') ?? null;
}

/** `3.50 - 5.30`, `≥ 60`, `≤ 21`, with the sender's digits; null without a bound. */
export function intervalText(range: FhirElement): string | null {
  const [low, high] = [range.element('low')?.number('value') ?? null, range.element('high')?.number('value') ?? null];
  if (low !== null && high !== null) return `${low} - ${high}`;
  return low === null ? (high === null ? null : `≤ ${high}`) : `≥ ${low}`;
}

function readRatio(ratio: FhirElement): FhirValueText {
  const [numerator, denominator] = [ratio.element('numerator'), ratio.element('denominator')];
  const [above, below] = [numerator === null ? null : amountOf(numerator), denominator === null ? null : amountOf(denominator)];
  const units = [unitOf(numerator), unitOf(denominator)];
  return { type: 'SN', value: above === null || below === null ? (above ?? below) : `${above}:${below}`, unit: units[0] === units[1] ? (units[0] ?? null) : units.filter((unit) => unit !== null).join(' / ') };
}

function timeText(text: string | null, zone?: string): string | null {
  return parseFhirTime(text, zone)?.text.replace('T', ' ') ?? null;
}

function periodText(period: FhirElement | null, zone?: string): string | null {
  const [start, end] = [timeText(period?.text('start') ?? null, zone), timeText(period?.text('end') ?? null, zone)];
  return start === null && end === null ? null : `${start ?? ''} to ${end ?? ''}`.trim();
}
