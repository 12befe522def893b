import type { Label } from '@cie/kit/names.ts';

/** The kinds of CAR-1. The number is stored: equality on an enum type is not leak-proof under row-level security. */
export const CareKind = { medication: 0, allergy: 1, condition: 2, carePlan: 3 } as const;
export type CareKind = (typeof CareKind)[keyof typeof CareKind];

/** ISO 8601 as far as the sender went, in local time: `2016`, `2016-05`, `2016-05-01`, `2016-05-01T14:06` (ING-5). */
export type CareDate = string;

/** Words of FHIR's own code lists, so that nothing is lost between a sender's status and what a reader is told. */
export const medicationStatuses = ['active', 'completed', 'intended', 'stopped', 'on-hold', 'not-taken', 'unknown'] as const;
export const clinicalStatuses = ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'] as const;
export const verificationStatuses = ['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted'] as const;
export const carePlanStatuses = ['draft', 'active', 'on-hold', 'revoked', 'completed', 'unknown'] as const;
/** Of an allergy's worst reaction, or of a condition. */
export const severities = ['mild', 'moderate', 'severe'] as const;
export const criticalities = ['low', 'high', 'unable-to-assess'] as const;

export type MedicationStatus = (typeof medicationStatuses)[number];
export type ClinicalStatus = (typeof clinicalStatuses)[number];
export type VerificationStatus = (typeof verificationStatuses)[number];
export type CarePlanStatus = (typeof carePlanStatuses)[number];
export type Severity = (typeof severities)[number];
export type Criticality = (typeof criticalities)[number];

/** What every item says, whatever it is. */
interface CareFacts {
  /** Code and system as sent; null when the sender gave words only. */
  readonly code: string | null;
  readonly codeSystem: string | null;
  /** The sender's own words for it, never a translation of the code. */
  readonly name: string;
  readonly startedOn: CareDate | null;
  readonly endedOn: CareDate | null;
  /** When it was written down in the sender's system. */
  readonly recordedOn: CareDate | null;
  /** Remarks as sent. */
  readonly notes: readonly string[];
}

export interface MedicationFacts extends CareFacts {
  readonly kind: typeof CareKind.medication;
  readonly status: MedicationStatus;
  /** How it is taken, in the sender's words: "One tablet twice a day". */
  readonly dosage: string | null;
  /** What it is for. */
  readonly reason: string | null;
}

export interface AllergyFacts extends CareFacts {
  readonly kind: typeof CareKind.allergy;
  /** Null where the sender leaves it open. */
  readonly status: ClinicalStatus | null;
  readonly verification: VerificationStatus | null;
  /** What happened, in the sender's words: "Rash, swollen lips". */
  readonly reaction: string | null;
  readonly severity: Severity | null;
  readonly criticality: Criticality | null;
}

export interface ConditionFacts extends CareFacts {
  readonly kind: typeof CareKind.condition;
  readonly status: ClinicalStatus | null;
  readonly verification: VerificationStatus | null;
  readonly severity: Severity | null;
}

export interface CarePlanFacts extends CareFacts {
  readonly kind: typeof CareKind.carePlan;
  readonly status: CarePlanStatus;
  /** What the plan says, a line a paragraph: its description, goals and activities. */
  readonly text: string | null;
}

export type CareItemFacts = MedicationFacts | AllergyFacts | ConditionFacts | CarePlanFacts;

/** What a feed adds to the facts. */
export interface FromFeed {
  /** Identity of the item among those of its kind from one organisation: the sender's identifier, not ours. */
  readonly sourceId: string;
  /** True for what was entered in error: it leaves the view, its history stays. */
  readonly withdrawn: boolean;
  readonly author: string | null;
  readonly site: string | null;
  readonly label: Label;
  /** When the sender issued this version (FHIR meta.lastUpdated, else the time of the message); decides which of two is kept. */
  readonly sentAt: Date;
}

export type FiledMedication = MedicationFacts & FromFeed;
export type FiledAllergy = AllergyFacts & FromFeed;
export type FiledCondition = ConditionFacts & FromFeed;
export type FiledCarePlan = CarePlanFacts & FromFeed;
/** One item as one message tells it: what the domain accepts, free of FHIR. A version is whole: what it leaves out is gone. */
export type FiledCareItem = FiledMedication | FiledAllergy | FiledCondition | FiledCarePlan;

/** Where an item stands in the record. */
export interface InRecord {
  readonly id: string;
  /** ODS code, or `PATIENT` for what the patient or a proxy entered. */
  readonly organisation: string;
  /** Account of the person who entered it; null for what a feed brought. */
  readonly authorId: string | null;
}

export type StoredCareItem = FiledCareItem & InRecord;
