import { registerEnumType } from 'type-graphql';
import { CareKind } from '../domain/care/care-item.ts';
import type * as care from '../domain/care/care-item.ts';
import { MeasurementKind as Kind } from '../domain/measurement.ts';

/** The names of the graph for the numbers and words of the rows. */
export const MeasurementKind = {
  BLOOD_PRESSURE: Kind.bloodPressure, WEIGHT: Kind.weight, GLUCOSE: Kind.glucose, OXYGEN: Kind.oxygen, TEMPERATURE: Kind.temperature,
} as const;
registerEnumType(MeasurementKind, {
  name: 'MeasurementKind',
  description: 'What people measure themselves (RES-6).',
  valuesConfig: {
    BLOOD_PRESSURE: { description: 'Upper (systolic) and lower (diastolic) number, in mmHg.' },
    WEIGHT: { description: 'In kg.' },
    GLUCOSE: { description: 'Glucose in blood, in mmol/L.' },
    OXYGEN: { description: 'Oxygen saturation, in %.' },
    TEMPERATURE: { description: 'Of the body, in °C.' },
  },
});

export const EnteredCareKind = { MEDICATION: CareKind.medication, ALLERGY: CareKind.allergy, CONDITION: CareKind.condition } as const;
registerEnumType(EnteredCareKind, {
  name: 'EnteredCareKind',
  description: 'What people add to a record themselves (CAR-1).',
  valuesConfig: { MEDICATION: { description: 'A medicine.' }, ALLERGY: { description: 'An allergy or intolerance.' }, CONDITION: { description: 'A condition or diagnosis.' } },
});

export const MedicationStatus = {
  ACTIVE: 'active', COMPLETED: 'completed', INTENDED: 'intended', STOPPED: 'stopped', ON_HOLD: 'on-hold', NOT_TAKEN: 'not-taken', UNKNOWN: 'unknown',
} as const satisfies Readonly<Record<string, care.MedicationStatus>>;
registerEnumType(MedicationStatus, {
  name: 'MedicationStatus',
  description: 'Whether a medicine is taken. Source: FHIR MedicationStatement.status.',
  valuesConfig: {
    ACTIVE: { description: 'It is being taken.' }, COMPLETED: { description: 'The course is over.' }, INTENDED: { description: 'It is to be taken.' },
    STOPPED: { description: 'It was stopped before the course was over.' }, ON_HOLD: { description: 'It is paused.' },
    NOT_TAKEN: { description: 'It was not taken.' }, UNKNOWN: { description: 'The sender does not say.' },
  },
});

export const ClinicalStatus = {
  ACTIVE: 'active', RECURRENCE: 'recurrence', RELAPSE: 'relapse', INACTIVE: 'inactive', REMISSION: 'remission', RESOLVED: 'resolved',
} as const satisfies Readonly<Record<string, care.ClinicalStatus>>;
registerEnumType(ClinicalStatus, {
  name: 'ClinicalStatus',
  description: 'Whether an allergy or a condition is present. Source: FHIR clinicalStatus.',
  valuesConfig: {
    ACTIVE: { description: 'It is present.' }, RECURRENCE: { description: 'It has come back.' }, RELAPSE: { description: 'It has become worse again.' },
    INACTIVE: { description: 'It is not present now.' }, REMISSION: { description: 'It shows no signs now.' }, RESOLVED: { description: 'It is over.' },
  },
});

export const VerificationStatus = {
  UNCONFIRMED: 'unconfirmed', PROVISIONAL: 'provisional', DIFFERENTIAL: 'differential', CONFIRMED: 'confirmed', REFUTED: 'refuted',
} as const satisfies Readonly<Record<string, care.VerificationStatus>>;
registerEnumType(VerificationStatus, {
  name: 'VerificationStatus',
  description: 'How sure an allergy or a condition is. Source: FHIR verificationStatus. What people add themselves is unconfirmed.',
  valuesConfig: {
    UNCONFIRMED: { description: 'Nobody has confirmed it.' }, PROVISIONAL: { description: 'Assumed for now.' }, DIFFERENTIAL: { description: 'One of several possibilities.' },
    CONFIRMED: { description: 'Confirmed.' }, REFUTED: { description: 'Ruled out.' },
  },
});

export const Severity = { MILD: 'mild', MODERATE: 'moderate', SEVERE: 'severe' } as const satisfies Readonly<Record<string, care.Severity>>;
registerEnumType(Severity, {
  name: 'Severity',
  description: 'Of the worst reaction, or of a condition. Source: FHIR reaction.severity, Condition.severity.',
  valuesConfig: { MILD: { description: 'Mild.' }, MODERATE: { description: 'Moderate.' }, SEVERE: { description: 'Severe.' } },
});

export const Criticality = { LOW: 'low', HIGH: 'high', UNABLE_TO_ASSESS: 'unable-to-assess' } as const satisfies Readonly<Record<string, care.Criticality>>;
registerEnumType(Criticality, {
  name: 'Criticality',
  description: 'How dangerous a reaction could be. Source: FHIR AllergyIntolerance.criticality.',
  valuesConfig: { LOW: { description: 'Not likely to threaten life.' }, HIGH: { description: 'It could threaten life.' }, UNABLE_TO_ASSESS: { description: 'Not known.' } },
});

export const CarePlanStatus = {
  DRAFT: 'draft', ACTIVE: 'active', ON_HOLD: 'on-hold', REVOKED: 'revoked', COMPLETED: 'completed', UNKNOWN: 'unknown',
} as const satisfies Readonly<Record<string, care.CarePlanStatus>>;
registerEnumType(CarePlanStatus, {
  name: 'CarePlanStatus',
  description: 'How far a care plan has come. Source: FHIR CarePlan.status.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' }, ACTIVE: { description: 'Being followed.' }, ON_HOLD: { description: 'Paused.' },
    REVOKED: { description: 'Taken back.' }, COMPLETED: { description: 'Done.' }, UNKNOWN: { description: 'The sender does not say.' },
  },
});
