import { codesOf, conceptOf } from '@cie/kit/fhir/concept.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { intervalText } from './fhir-value.ts';

export interface FhirRange {
  readonly text: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

const nothing: FhirRange = { text: null, low: null, high: null };

/**
 * `referenceRange`: the sender's text, else its bounds. Of several normal ranges the one counts that is for this person
 * (`appliesTo`, `age`) when all others are for somebody else; where that cannot be told all are shown, and none is measured against.
 */
export function readFhirRange(of: FhirElement, person: FhirElement | null, at: Date): FhirRange {
  const ranges = of.elements('referenceRange');
  const normal = ranges.filter((each) => ['normal', ''].includes(each.element('type')?.element('coding')?.text('code') ?? ''));
  const choice = normal.length > 0 ? normal : ranges;
  const left = choice.length > 1 ? choice.filter((each) => suits(each, person, at) !== false) : choice;
  const [only, ...others] = left;
  if (only !== undefined && others.length === 0 && (choice.length === 1 || suits(only, person, at) === true)) {
    const [low, high] = [only.element('low')?.number('value') ?? null, only.element('high')?.number('value') ?? null];
    // The chart's band is drawn with numbers; what is read stays as sent.
    return { text: wordsOf(only), low: low === null ? null : Number(low), high: high === null ? null : Number(high) };
  }
  const texts = [...new Set(choice.flatMap((each) => withWhom(each) ?? []))];
  return texts.length === 0 ? nothing : { ...nothing, text: texts.join('; ') };
}

function wordsOf(range: FhirElement): string | null {
  return range.text('text') ?? intervalText(range);
}

/** `3.50 - 5.30 (Female, age ≥ 18 years)`. */
function withWhom(range: FhirElement): string | null {
  const words = wordsOf(range);
  const age = range.element('age');
  const unit = age?.element('low')?.text('unit') ?? age?.element('high')?.text('unit') ?? '';
  const whom = [...range.elements('appliesTo').flatMap((each) => conceptOf(each)?.name ?? []), ...(age === null ? [] : [`age ${intervalText(age) ?? ''} ${unit}`.trim()])];
  return words === null || whom.length === 0 ? words : `${words} (${whom.join(', ')})`;
}

/** True for this person, false for somebody else, null where it cannot be told. */
function suits(range: FhirElement, person: FhirElement | null, at: Date): boolean | null {
  const answers = [...range.elements('appliesTo').map((each) => suitsSex(each, person)), ...range.elements('age').map((age) => suitsAge(age, person, at))];
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

/** SNOMED CT, HL7 v2 and v3, and words. Pregnancy, descent and their like are not known of a person here. */
const sexes: Readonly<Record<string, string>> = { '248152002': 'female', '248153007': 'male', F: 'female', M: 'male', FEMALE: 'female', MALE: 'male' };

function suitsSex(concept: FhirElement, person: FhirElement | null): boolean | null {
  const named = [...codesOf(concept), concept.text('text') ?? ''].map((code) => sexes[code.toUpperCase()]).find((sex) => sex !== undefined);
  const own = person?.text('gender') ?? '';
  return named === undefined || !['female', 'male'].includes(own) ? null : named === own;
}

const daysOf: Readonly<Record<string, number>> = { a: 365.25, year: 365.25, years: 365.25, yr: 365.25, mo: 30.4375, month: 30.4375, months: 30.4375, wk: 7, week: 7, weeks: 7, d: 1, day: 1, days: 1 };

/** Age when the sample was taken. Near a bound it is left open: months are not all of one length. */
function suitsAge(age: FhirElement, person: FhirElement | null, at: Date): boolean | null {
  const born = person?.text('birthDate') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(born)) return null;
  const days = (at.getTime() - new Date(`${born}T00:00:00Z`).getTime()) / 86_400_000;
  const bound = (name: 'low' | 'high'): number | null => {
    const quantity = age.element(name);
    const unit = daysOf[(quantity?.text('code') ?? quantity?.text('unit') ?? '').toLowerCase()] ?? daysOf[(quantity?.text('unit') ?? '').toLowerCase()] ?? null;
    const value = quantity?.number('value') ?? null;
    return quantity === null ? null : value === null || unit === null ? Number.NaN : Number(value) * unit;
  };
  const [low, high] = [bound('low'), bound('high')];
  if (Number.isNaN(low) || Number.isNaN(high) || Number.isNaN(days)) return null;
  if ([low, high].some((each) => each !== null && Math.abs(each - days) < 2)) return null;
  return (low === null || days > low) && (high === null || days < high);
}
