import type { Json, JsonObject } from './fhir-json.ts';
import { coded, unknown, type References, type Resource } from './fhir-terms.ts';
import type { Allergy, CarePlan, CareItem, Condition, Measurement, Medication } from './record.ts';
import { fhirDate, londonTime } from './times.ts';
import { words } from './words.ts';

/** What stands in the coding of an item: codes of systems that have an address, and the words that people read. */
function conceptOf({ name, code, codeSystem }: CareItem): JsonObject {
  const known = code !== null && /^\S+(?: \S+)*$/.test(code) && codeSystem !== null && /^(?:https?|urn):\S+$/.test(codeSystem);
  return { coding: known ? [{ system: codeSystem, code, display: name }] : null, text: name };
}

const notesOf = ({ notes }: CareItem): Json => notes.map((text) => ({ text }));
const dateOf = (text: string | null): string | null => fhirDate(text, null);

/** Who says so: the person themself, or who acts for them, or an organisation. */
function sourceOf({ addedByPerson, organisation, site, author }: CareItem, refer: References): JsonObject {
  if (addedByPerson || organisation === null) return { ...refer.patient, display: author };
  return refer.organisation(organisation, site);
}

const periodOf = ({ startedOn, endedOn }: CareItem): JsonObject => ({ start: dateOf(startedOn), end: dateOf(endedOn) });

const medicationStatus = {
  ACTIVE: 'active', COMPLETED: 'completed', INTENDED: 'intended', NOT_TAKEN: 'not-taken', ON_HOLD: 'on-hold', STOPPED: 'stopped', UNKNOWN: 'unknown',
} as const;

export function medicationResource(medication: Medication, refer: References): Resource {
  const { id, status, dosage, reason, startedOn, endedOn, recordedOn } = medication;
  return {
    resourceType: 'MedicationStatement', id,
    status: medicationStatus[status],
    medicationCodeableConcept: conceptOf(medication),
    subject: refer.patient,
    // A summary says when, or that it is not known.
    ...(dateOf(startedOn) === null && dateOf(endedOn) === null ? { _effectiveDateTime: unknown } : { effectivePeriod: periodOf(medication) }),
    dateAsserted: dateOf(recordedOn),
    informationSource: sourceOf(medication, refer),
    reasonCode: reason === null ? null : [{ text: reason }],
    dosage: dosage === null ? null : [{ text: dosage }],
    note: notesOf(medication),
  };
}

const allergyStatus = { ACTIVE: 'active', RECURRENCE: 'active', RELAPSE: 'active', INACTIVE: 'inactive', REMISSION: 'inactive', RESOLVED: 'resolved' } as const;
const allergyVerification = { CONFIRMED: 'confirmed', UNCONFIRMED: 'unconfirmed', PROVISIONAL: 'unconfirmed', DIFFERENTIAL: 'unconfirmed', REFUTED: 'refuted' } as const;
const criticalities = { HIGH: 'high', LOW: 'low', UNABLE_TO_ASSESS: 'unable-to-assess' } as const;
const severities = { MILD: 'mild', MODERATE: 'moderate', SEVERE: 'severe' } as const;

export function allergyResource(allergy: Allergy, refer: References): Resource {
  const { id, status, verification, criticality, reaction, severity, startedOn, recordedOn } = allergy;
  return {
    resourceType: 'AllergyIntolerance', id,
    // FHIR wants one (ait-1); an allergy that nobody said is over is one to reckon with.
    clinicalStatus: coded('allergyintolerance-clinical', allergyStatus[status ?? 'ACTIVE']),
    verificationStatus: verification === null ? null : coded('allergyintolerance-verification', allergyVerification[verification]),
    criticality: criticality === null ? null : criticalities[criticality],
    code: conceptOf(allergy),
    patient: refer.patient,
    onsetDateTime: dateOf(startedOn),
    recordedDate: dateOf(recordedOn),
    asserter: allergy.addedByPerson ? refer.patient : null,
    note: notesOf(allergy),
    reaction: reaction === null && severity === null ? null : [{ manifestation: [{ text: reaction ?? words.reactionNotSaid }], severity: severity === null ? null : severities[severity] }],
  };
}

const conditionVerification = { CONFIRMED: 'confirmed', UNCONFIRMED: 'unconfirmed', PROVISIONAL: 'provisional', DIFFERENTIAL: 'differential', REFUTED: 'refuted' } as const;
const over = new Set(['INACTIVE', 'RESOLVED', 'REMISSION']);

export function conditionResource(condition: Condition, refer: References): Resource {
  const { id, status, verification, severity, startedOn, endedOn, recordedOn } = condition;
  return {
    resourceType: 'Condition', id,
    clinicalStatus: status === null ? null : coded('condition-clinical', status.toLowerCase()),
    verificationStatus: verification === null ? null : coded('condition-ver-status', conditionVerification[verification]),
    // Whoever puts it on the problem list says what has become of it (con-3).
    category: status === null ? null : [coded('condition-category', 'problem-list-item')],
    severity: severity === null ? null : { text: words.severities[severity] },
    code: conceptOf(condition),
    subject: refer.patient,
    onsetDateTime: dateOf(startedOn),
    // Only of what is over (con-4).
    abatementDateTime: status !== null && over.has(status) ? dateOf(endedOn) : null,
    recordedDate: dateOf(recordedOn),
    asserter: condition.addedByPerson ? refer.patient : null,
    note: notesOf(condition),
  };
}

const planStatus = { ACTIVE: 'active', COMPLETED: 'completed', DRAFT: 'draft', ON_HOLD: 'on-hold', REVOKED: 'revoked', UNKNOWN: 'unknown' } as const;

export function carePlanResource(plan: CarePlan, refer: References): Resource {
  const { id, name, status, text } = plan;
  return {
    resourceType: 'CarePlan', id,
    status: planStatus[status],
    intent: 'plan',
    title: name,
    description: text,
    subject: refer.patient,
    period: periodOf(plan),
    created: dateOf(plan.recordedOn),
    contributor: [sourceOf(plan, refer)],
    note: notesOf(plan),
  };
}

interface Kind {
  readonly code: string;
  readonly unit: string;
  readonly category: 'vital-signs' | 'exam';
}

/** LOINC and UCUM for what people measure themselves. Glucose is no vital sign, and at home no laboratory result either (RES-6). */
const kinds: Readonly<Record<Measurement['kind'], Kind>> = {
  BLOOD_PRESSURE: { code: '85354-9', unit: 'mm[Hg]', category: 'vital-signs' },
  WEIGHT: { code: '29463-7', unit: 'kg', category: 'vital-signs' },
  TEMPERATURE: { code: '8310-5', unit: 'Cel', category: 'vital-signs' },
  OXYGEN: { code: '59408-5', unit: '%', category: 'vital-signs' },
  GLUCOSE: { code: '15074-8', unit: 'mmol/L', category: 'exam' },
};

const loinc = (code: string, text: string): JsonObject => ({ coding: [{ system: 'http://loinc.org', code }], text });

export function measurementResource(measurement: Measurement, refer: References, decimal: (text: string) => Json | null): Resource {
  const { id, kind, value, secondValue, unit, measuredAt, note, author } = measurement;
  const { code, unit: ucum, category } = kinds[kind];
  const quantity = (digits: string): JsonObject => {
    const number = decimal(digits);
    return number === null ? { valueString: `${digits} ${unit}` } : { valueQuantity: { value: number, unit, system: 'http://unitsofmeasure.org', code: ucum } };
  };
  const pressures = [
    { code: loinc('8480-6', words.upper), ...quantity(value) },
    { code: loinc('8462-4', words.lower), ...(secondValue === null ? { dataAbsentReason: coded('data-absent-reason', 'unknown') } : quantity(secondValue)) },
  ];
  return {
    resourceType: 'Observation', id,
    status: 'final',
    category: [coded('observation-category', category)],
    code: loinc(code, words.measurementKinds[kind]),
    subject: refer.patient,
    effectiveDateTime: londonTime(measuredAt),
    performer: [{ ...refer.patient, display: author }],
    ...(kind === 'BLOOD_PRESSURE' ? { component: pressures } : quantity(value)),
    note: [{ text: words.selfMeasured(author) }, note === null ? {} : { text: note }],
  };
}
