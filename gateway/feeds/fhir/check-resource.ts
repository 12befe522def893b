import { conceptOf } from '@cie/kit/fhir/concept.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import type { FhirIssue } from '@cie/kit/fhir/fhir-refused.ts';
import { parseFhirTime } from '@cie/kit/fhir/fhir-time.ts';

interface Rules {
  /** Elements of which at least one must say something. */
  readonly required?: readonly (readonly string[])[];
  /** Codes that `status` may have (FHIR R4, required bindings). */
  readonly status?: readonly string[];
}

const observationStatuses = ['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown'];

/** What filing stands on, type by type; everything else is read as far as it is there (decision 19). */
const RULES: Readonly<Record<string, Rules>> = {
  Patient: { required: [['identifier', 'name']] },
  Observation: { required: [['code']], status: observationStatuses },
  DiagnosticReport: { required: [['code']], status: [...observationStatuses, 'partial', 'appended'] },
  DocumentReference: { required: [['content']], status: ['current', 'superseded', 'entered-in-error'] },
  Composition: { required: [['type', 'title']], status: ['preliminary', 'final', 'amended', 'entered-in-error'] },
  Binary: { required: [['contentType'], ['data']] },
  Appointment: { required: [['participant']], status: ['proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist'] },
  Encounter: { status: ['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown'] },
  MedicationStatement: { required: [['medicationCodeableConcept', 'medicationReference'], ['subject']], status: ['active', 'completed', 'entered-in-error', 'intended', 'stopped', 'on-hold', 'unknown', 'not-taken'] },
  AllergyIntolerance: { required: [['patient']] },
  Condition: { required: [['subject']] },
  CarePlan: { required: [['subject']], status: ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'] },
};

/** Elements whose text is a date or a time in every type that has them. */
const TIMES = ['birthDate', 'effectiveDateTime', 'effectiveInstant', 'issued', 'date', 'authoredOn', 'onsetDateTime', 'abatementDateTime', 'recordedDate', 'dateAsserted', 'lastOccurrence', 'created'];
/** The same, where the type is one of times. */
const APPOINTMENT_TIMES = ['start', 'end'];

/** What is wrong with a resource, so far as it would keep it from being filed. Names elements and rules, never content. */
export function checkResource(resource: FhirElement): readonly FhirIssue[] {
  const rules = RULES[resource.type];
  if (rules === undefined) return [];
  const times = resource.type === 'Appointment' ? [...TIMES, ...APPOINTMENT_TIMES] : TIMES;
  return [
    ...(rules.required ?? []).filter((names) => !names.some((name) => resource.has(name))).map((names) => error('required', `${resource.path}.${names.join(' or ')}`, 'must be there.')),
    ...(rules.status === undefined ? [] : checkStatus(resource, rules.status)),
    ...(resource.has('code') && conceptOf(resource.element('code')) === null ? [error('value', `${resource.path}.code`, 'must hold a text or a coding with a code or a display.')] : []),
    ...times.filter((name) => resource.text(name) !== null && parseFhirTime(resource.text(name)) === null).map((name) => error('value', `${resource.path}.${name}`, 'must be a FHIR date or time such as 2016, 2016-05-01 or 2016-05-01T14:06:00+01:00.')),
    ...checkPeriods(resource),
  ];
}

function checkStatus(resource: FhirElement, allowed: readonly string[]): readonly FhirIssue[] {
  const status = resource.text('status');
  const path = `${resource.path}.status`;
  if (status === null) return [error('required', path, 'must be there.')];
  return allowed.includes(status) ? [] : [error('value', path, `must be one of ${allowed.join(', ')}.`)];
}

/** A period that cannot be read, or ends before it begins. */
function checkPeriods(resource: FhirElement): readonly FhirIssue[] {
  return ['period', 'effectivePeriod', 'onsetPeriod'].flatMap((name) => {
    const period = resource.element(name);
    if (period === null) return [];
    const [start, end] = ['start', 'end'].map((each) => ({ text: period.text(each), time: parseFhirTime(period.text(each)) }));
    const path = `${resource.path}.${name}`;
    if ([start, end].some((each) => each !== undefined && each.text !== null && each.time === null)) return [error('value', path, 'must hold FHIR dates or times.')];
    return start?.time && end?.time && end.time.instant < start.time.instant && end.time.precision === start.time.precision ? [error('value', path, 'must not end before it begins.')] : [];
  });
}


function error(type: 'required' | 'value', path: string, rule: string): FhirIssue {
  return { severity: 'error', type, path, text: rule };
}
