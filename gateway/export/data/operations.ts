// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What has become of an appointment. */
export type AppointmentStatus =
  /** The patient attended. */
  | 'ATTENDED'
  /** Booked. */
  | 'BOOKED'
  /** Cancelled. */
  | 'CANCELLED'
  /** The patient did not attend. */
  | 'DID_NOT_ATTEND'
  /** It is over, and the hospital has not said whether the patient attended. */
  | 'NOT_SAID';

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

/** How far the author has come (HL7 table 0271). */
export type DocumentCompletion =
  /** Still being written. */
  | 'IN_PROGRESS'
  /** Signed by its author. */
  | 'SIGNED'
  /** Written, not yet signed. */
  | 'UNSIGNED';

/** Whether a document still stands (HL7 table 0273). */
export type DocumentStatus =
  /** It stands. */
  | 'CURRENT'
  /** Another document has taken its place. */
  | 'REPLACED'
  /** Its author has taken it back. */
  | 'WITHDRAWN';

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

/** The laboratory's own judgement of a value against its reference range; never computed here. Source: OBX-8. */
export type Flag =
  /** Not as expected, where high and low do not apply. */
  | 'ABNORMAL'
  /** Far above: the laboratory tells a clinician at once. */
  | 'CRITICAL_HIGH'
  /** Far below: the laboratory tells a clinician at once. */
  | 'CRITICAL_LOW'
  /** Above the reference range. */
  | 'HIGH'
  /** Below the reference range. */
  | 'LOW'
  /** Inside the reference range. */
  | 'NORMAL';

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

/** How far one test has come. Source: OBX-11. */
export type ObservationStatus =
  /** It could not be obtained, or the order was cancelled. */
  | 'CANCELLED'
  /** Changed by the laboratory after it was final. */
  | 'CORRECTED'
  /** Complete and verified by the laboratory. */
  | 'FINAL'
  /** Some results are there, others follow. */
  | 'PARTIAL'
  /** An early result that may still change. */
  | 'PRELIMINARY'
  /** Asked for or in progress; there is no result yet. */
  | 'REGISTERED'
  /** The sender took the result back; its value is not shown any more. */
  | 'WITHDRAWN';

/** Who made a report. */
export type ReportKind =
  /** Blood and other laboratory tests. */
  | 'LABORATORY'
  /** X-ray, ultrasound, CT, MRI and other imaging, told in words. */
  | 'RADIOLOGY';

/** How far a report has come. Source: OBR-25. */
export type ReportStatus =
  /** It could not be obtained, or the order was cancelled. */
  | 'CANCELLED'
  /** Changed by the laboratory after it was final. */
  | 'CORRECTED'
  /** Complete and verified by the laboratory. */
  | 'FINAL'
  /** Some results are there, others follow. */
  | 'PARTIAL'
  /** An early result that may still change. */
  | 'PRELIMINARY'
  /** Asked for or in progress; there is no result yet. */
  | 'REGISTERED'
  /** The sender took the result back; its value is not shown any more. */
  | 'WITHDRAWN';

/** Of the worst reaction, or of a condition. Source: FHIR reaction.severity, Condition.severity. */
export type Severity =
  /** Mild. */
  | 'MILD'
  /** Moderate. */
  | 'MODERATE'
  /** Severe. */
  | 'SEVERE';

/** What the laboratory found of a medicine against a germ. Source: OBX-8, HL7 table 0078. */
export type Susceptibility =
  /** I: it works at a higher dose (EUCAST); older reports call it intermediate. */
  | 'INCREASED_EXPOSURE'
  /** R: it does not work. */
  | 'RESISTANT'
  /** S: it works at the usual dose. */
  | 'SUSCEPTIBLE';

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

export type DownloadAppointmentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DownloadAppointmentsQuery = { readonly patient: { readonly id: string, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type DownloadCareQueryVariables = Exact<{
  patient: string;
}>;


export type DownloadCareQuery = { readonly patient: { readonly id: string, readonly medications: ReadonlyArray<{ readonly id: string, readonly name: string, readonly code: string | null, readonly codeSystem: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly recordedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly status: MedicationStatus, readonly dosage: string | null, readonly reason: string | null, readonly organisation: { readonly odsCode: string, readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly allergies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly code: string | null, readonly codeSystem: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly recordedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly status: ClinicalStatus | null, readonly verification: VerificationStatus | null, readonly criticality: Criticality | null, readonly reaction: string | null, readonly severity: Severity | null, readonly organisation: { readonly odsCode: string, readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly conditions: ReadonlyArray<{ readonly id: string, readonly name: string, readonly code: string | null, readonly codeSystem: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly recordedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly status: ClinicalStatus | null, readonly verification: VerificationStatus | null, readonly severity: Severity | null, readonly organisation: { readonly odsCode: string, readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null, readonly carePlans: ReadonlyArray<{ readonly id: string, readonly name: string, readonly code: string | null, readonly codeSystem: string | null, readonly startedOn: string | null, readonly endedOn: string | null, readonly recordedOn: string | null, readonly notes: ReadonlyArray<string>, readonly site: string | null, readonly author: string | null, readonly addedByPerson: boolean, readonly status: CarePlanStatus, readonly text: string | null, readonly organisation: { readonly odsCode: string, readonly name: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } }> | null } | null };

export type DownloadDetailsQueryVariables = Exact<{
  patient: string;
}>;


export type DownloadDetailsQuery = { readonly patient: { readonly id: string, readonly doors: ReadonlyArray<Door>, readonly demographics: { readonly nhsNumber: string | null, readonly prefix: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly birthDate: string | null, readonly sex: string | null, readonly phone: string | null, readonly email: string | null, readonly generalPractice: string | null, readonly generalPracticeCode: string | null, readonly generalPractitioner: string | null, readonly updatedAt: string | null, readonly address: { readonly lines: ReadonlyArray<string>, readonly postcode: string | null } | null, readonly nextOfKin: ReadonlyArray<{ readonly name: string, readonly relationship: string | null, readonly phone: string | null, readonly email: string | null }>, readonly source: { readonly odsCode: string, readonly name: string } | null } | null } | null };

export type DownloadDocumentFileQueryVariables = Exact<{
  patient: string;
  document: string;
}>;


export type DownloadDocumentFileQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly content: string | null } | null } | null };

export type DownloadDocumentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DownloadDocumentsQuery = { readonly patient: { readonly id: string, readonly documents: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly type: string | null, readonly title: string, readonly status: DocumentStatus | null, readonly completion: DocumentCompletion | null, readonly author: string | null, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly mediaType: string, readonly size: number | null, readonly text: string | null, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type DownloadDoorQueryVariables = Exact<{
  patient: string;
}>;


export type DownloadDoorQuery = { readonly patient: { readonly id: string, readonly doors: ReadonlyArray<Door> } | null };

export type DownloadMeasurementsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DownloadMeasurementsQuery = { readonly patient: { readonly id: string, readonly measurements: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: MeasurementKind, readonly value: string, readonly secondValue: string | null, readonly unit: string, readonly measuredAt: string, readonly note: string | null, readonly author: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type DownloadReportFilesQueryVariables = Exact<{
  patient: string;
  report: string;
}>;


export type DownloadReportFilesQuery = { readonly patient: { readonly id: string, readonly report: { readonly id: string, readonly attachments: ReadonlyArray<{ readonly id: string, readonly content: string | null }> } | null } | null };

export type DownloadReportsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  kind?: ReportKind | null | undefined;
}>;


export type DownloadReportsQuery = { readonly patient: { readonly id: string, readonly reports: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: ReportKind, readonly code: string, readonly name: string, readonly plainName: string | null, readonly status: ReportStatus, readonly issuedAt: string | null, readonly issuedAtText: string | null, readonly collectedAt: string | null, readonly collectedAtText: string | null, readonly corrected: boolean, readonly site: string | null, readonly author: string | null, readonly requester: string | null, readonly text: string | null, readonly comments: ReadonlyArray<string>, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly attachments: ReadonlyArray<{ readonly id: string, readonly title: string, readonly mediaType: string, readonly size: number }>, readonly cultures: ReadonlyArray<{ readonly id: string, readonly name: string, readonly organism: string, readonly growth: string | null, readonly comments: ReadonlyArray<string>, readonly status: ObservationStatus, readonly corrected: boolean, readonly sensitivities: ReadonlyArray<{ readonly id: string, readonly antibiotic: string, readonly interpretation: Susceptibility, readonly value: string | null, readonly unit: string | null, readonly status: ObservationStatus, readonly corrected: boolean, readonly comments: ReadonlyArray<string> }> }>, readonly observations: ReadonlyArray<{ readonly id: string, readonly code: string, readonly name: string, readonly plainName: string | null, readonly value: string | null, readonly unit: string | null, readonly referenceRange: string | null, readonly low: number | null, readonly high: number | null, readonly flag: Flag | null, readonly susceptibility: Susceptibility | null, readonly status: ObservationStatus, readonly comments: ReadonlyArray<string>, readonly corrected: boolean, readonly correction: string | null, readonly previousValue: string | null, readonly observedAt: string | null, readonly observedAtText: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };
