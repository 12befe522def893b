// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** How far a care plan has come. Source: FHIR CarePlan.status. */
export type CarePlanStatus =
  /** Being followed. */
  | 'ACTIVE'
  /** Done. */
  | 'COMPLETED'
  /** Being written. */
  | 'DRAFT'
  /** Paused. */
  | 'ON_HOLD'
  /** Taken back. */
  | 'REVOKED'
  /** The sender does not say. */
  | 'UNKNOWN';

/** Whether an allergy or a condition is present. Source: FHIR clinicalStatus. */
export type ClinicalStatus =
  /** It is present. */
  | 'ACTIVE'
  /** It is not present now. */
  | 'INACTIVE'
  /** It has come back. */
  | 'RECURRENCE'
  /** It has become worse again. */
  | 'RELAPSE'
  /** It shows no signs now. */
  | 'REMISSION'
  /** It is over. */
  | 'RESOLVED';

/** How dangerous a reaction could be. Source: FHIR AllergyIntolerance.criticality. */
export type Criticality =
  /** It could threaten life. */
  | 'HIGH'
  /** Not likely to threaten life. */
  | 'LOW'
  /** Not known. */
  | 'UNABLE_TO_ASSESS';

/** By which right a record stands open (ACS-2). */
export type Door =
  /** The viewer stated an emergency; the patient reads the reason. */
  | 'EMERGENCY'
  /** The patient invited the viewer. */
  | 'INVITED'
  /** The viewer’s record-sharing group cares for the patient and supplied the items. */
  | 'OWN_ORGANISATION'
  /** The viewer acts for the patient. */
  | 'PROXY'
  /** It is the viewer’s own record. */
  | 'SELF';

/** What people measure themselves (RES-6). */
export type MeasurementKind =
  /** Upper (systolic) and lower (diastolic) number, in mmHg. */
  | 'BLOOD_PRESSURE'
  /** Glucose in blood, in mmol/L. */
  | 'GLUCOSE'
  /** Oxygen saturation, in %. */
  | 'OXYGEN'
  /** Of the body, in °C. */
  | 'TEMPERATURE'
  /** In kg. */
  | 'WEIGHT';

/** Whether a medicine is taken. Source: FHIR MedicationStatement.status. */
export type MedicationStatus =
  /** It is being taken. */
  | 'ACTIVE'
  /** The course is over. */
  | 'COMPLETED'
  /** It is to be taken. */
  | 'INTENDED'
  /** It was not taken. */
  | 'NOT_TAKEN'
  /** It is paused. */
  | 'ON_HOLD'
  /** It was stopped before the course was over. */
  | 'STOPPED'
  /** The sender does not say. */
  | 'UNKNOWN';

/** Of the worst reaction, or of a condition. Source: FHIR reaction.severity, Condition.severity. */
export type Severity =
  /** Mild. */
  | 'MILD'
  /** Moderate. */
  | 'MODERATE'
  /** Severe. */
  | 'SEVERE';

/** How sure an allergy or a condition is. Source: FHIR verificationStatus. What people add themselves is unconfirmed. */
export type VerificationStatus =
  /** Confirmed. */
  | 'CONFIRMED'
  /** One of several possibilities. */
  | 'DIFFERENTIAL'
  /** Assumed for now. */
  | 'PROVISIONAL'
  /** Ruled out. */
  | 'REFUTED'
  /** Nobody has confirmed it. */
  | 'UNCONFIRMED';

export type HealthQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
}>;


export type HealthQuery = { readonly patient: { readonly id: string, readonly doors: ReadonlyArray<Door>, readonly medications: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: MedicationStatus, readonly dosage: string | null, readonly reason: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly mine: boolean, readonly organisation: { readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly allergies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ClinicalStatus | null, readonly verification: VerificationStatus | null, readonly reaction: string | null, readonly severity: Severity | null, readonly criticality: Criticality | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly mine: boolean, readonly organisation: { readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly conditions: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ClinicalStatus | null, readonly verification: VerificationStatus | null, readonly severity: Severity | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly mine: boolean, readonly organisation: { readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly carePlans: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: CarePlanStatus, readonly text: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly mine: boolean, readonly organisation: { readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly measurements: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: MeasurementKind, readonly value: string, readonly secondValue: string | null, readonly unit: string, readonly measuredAt: string, readonly note: string | null, readonly author: string, readonly mine: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const healthQuery: Operation<HealthQuery, HealthQueryVariables> = {
  name: 'Health',
  id: '166e4f94641896e998e27d4f95de9610403869af17a59081a0f7e78fea20e76e',
};
