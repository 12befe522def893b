// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What somebody did with the record or its sharing (ACS-6). */
export type AccessAction =
  /** A calendar feed that the patient set up fetched their appointments (APT-1). */
  | 'CALENDAR_READ'
  /** Opened the record to change something; `purpose` says what. */
  | 'CHANGED'
  /** Made a copy of the areas listed, to keep as a file (REC-1). */
  | 'DOWNLOADED'
  /** Answered such a dispute (ACS-5). */
  | 'EMERGENCY_ANSWERED'
  /** Disputed that there was an emergency (ACS-5). */
  | 'EMERGENCY_DISPUTED'
  /** Closed it again. */
  | 'EMERGENCY_ENDED'
  /** Opened the record in an emergency. */
  | 'EMERGENCY_STARTED'
  /** Opened the record by an invitation for the first time. */
  | 'INVITATION_ACCEPTED'
  /** Took an invitation back. */
  | 'INVITATION_REVOKED'
  /** Invited somebody. */
  | 'INVITED'
  /** Made a copy of this log, to keep as a file (ACS-6). */
  | 'LOG_DOWNLOADED'
  /** Ended that somebody acts for the patient. */
  | 'PROXY_ENDED'
  /** Refused somebody who had asked to act for the patient. */
  | 'PROXY_REFUSED'
  /** Asked to act for the patient. */
  | 'PROXY_REQUESTED'
  /** Let somebody who had been stopped act again. */
  | 'PROXY_RESUMED'
  /** Looked again at somebody who acts for the patient. */
  | 'PROXY_REVIEWED'
  /** Let somebody act for the patient. */
  | 'PROXY_STARTED'
  /** Stopped somebody who acts for the patient, for the time being. */
  | 'PROXY_SUSPENDED'
  /** Opened the areas listed. */
  | 'READ'
  /** Stated why they open a flagged record (abuse case 19). */
  | 'REASON_STATED'
  /** Gave the record special protection: care alone opens it to nobody without a stated reason (abuse case 19). */
  | 'RECORD_FLAGGED'
  /** Took this special protection away. */
  | 'RECORD_UNFLAGGED'
  /** Asked for the areas listed and was refused. */
  | 'REFUSED'
  /** Decided about such a request (SAR-1). */
  | 'REQUEST_DECIDED'
  /** Fetched the copy that was asked for (SAR-1). */
  | 'REQUEST_DELIVERED'
  /** Counted what a copy for such a request would hold, by privacy label (SAR-1). */
  | 'REQUEST_PREVIEWED'
  /** Asked for a copy of the record (SAR-1). */
  | 'REQUEST_RECEIVED'
  /** Gave that opinion (SAR-1). */
  | 'REQUEST_REVIEWED'
  /** Asked a health professional to read the record for what could do serious harm; `reason` names them (SAR-1). */
  | 'REQUEST_REVIEW_ASKED'
  /** Opened a summary with the code or link that the patient gave them (ACS-3). */
  | 'SUMMARY_OPENED'
  /** Made a summary to give away (ACS-3). */
  | 'SUMMARY_SHARED'
  /** Took a summary back (ACS-3). */
  | 'SUMMARY_STOPPED'
  /** Looked at their own record as somebody else would (ACS-7). */
  | 'VIEWED_AS';

/** A part of the record that can be opened. */
export type Area =
  /** Appointments. */
  | 'APPOINTMENTS'
  /** Letters and summaries. */
  | 'DOCUMENTS'
  /** Name, number, date of birth and contact details. */
  | 'IDENTITY'
  /** Laboratory results and radiology reports. */
  | 'RESULTS';

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

/** The label of an item from a moment on. */
export type ItemLabelInput = {
  /** Which label. */
  readonly label: PrivacyLabel;
  /** From when. */
  readonly since: string;
};

/** Who gave an item its privacy label (ACS-1). */
export type LabelGiver =
  /** Whoever had the record as their own then and does not have it now: another person, while the two records were joined (ACC-5). */
  | 'FORMER_OWNER'
  /** The patient, who moved it. */
  | 'PATIENT'
  /** The rules of the exchange, by what the sender said of it; of what a person added, they themself. */
  | 'RULE';

/** Which part of the record an item belongs to when it is shared (ACS-1). Each item has exactly one. */
export type PrivacyLabel =
  /** General health. */
  | 'GENERAL'
  /** Mental health. */
  | 'MENTAL_HEALTH'
  /** Sexual health. */
  | 'SEXUAL_HEALTH'
  /** Social care. */
  | 'SOCIAL_CARE';

/** By what right somebody acts for a patient (ACC-4). */
export type ProxyBasis =
  /** Appointed by a court, a deputy for example. */
  | 'COURT_APPOINTMENT'
  /** A parent or guardian; reviewed when the child turns 13, and over when they turn 16. */
  | 'PARENTAL_RESPONSIBILITY'
  /** A registered lasting power of attorney. */
  | 'POWER_OF_ATTORNEY'
  /** The patient has agreed in writing. */
  | 'WRITTEN_CONSENT';

/** An item of the record, as far as it decides who may see it (ACS-8). */
export type SeenItemInput = {
  /** The part of the record that it stands in. */
  readonly area: Area;
  /** From when patients can read it (RES-3); left out where it never waited. */
  readonly availableFrom?: string | null | undefined;
  /** Its labels, oldest first (`labelHistory`); it came into the record with the first. */
  readonly labels: ReadonlyArray<ItemLabelInput>;
  /** ODS code of who supplied it. */
  readonly organisation: string;
};

/** As whom somebody signed in. */
export type ViewerKind =
  /** A patient or carer. */
  | 'PATIENT'
  /** A health or care professional. */
  | 'PROFESSIONAL';

export type ItemSightQueryVariables = Exact<{
  patient: string;
  item: SeenItemInput;
  on: string;
}>;


export type ItemSightQuery = { readonly patient: { readonly id: string, readonly sight: { readonly more: boolean, readonly could: ReadonlyArray<{ readonly id: string, readonly kind: ViewerKind, readonly name: string, readonly role: string | null, readonly team: boolean, readonly doors: ReadonlyArray<Door>, readonly spans: ReadonlyArray<{ readonly from: string | null, readonly to: string | null }>, readonly organisation: { readonly name: string } | null }>, readonly did: ReadonlyArray<{ readonly id: string, readonly at: string, readonly action: AccessAction, readonly who: string, readonly kind: ViewerKind | null, readonly role: string | null, readonly doors: ReadonlyArray<Door>, readonly own: boolean, readonly reason: string | null, readonly organisation: { readonly name: string } | null }> } | null } | null };

export type RecordReadersQueryVariables = Exact<{
  patient: string;
}>;


export type RecordReadersQuery = { readonly patient: { readonly id: string, readonly readers: ReadonlyArray<{ readonly id: string, readonly kind: ViewerKind, readonly name: string, readonly role: string | null, readonly team: boolean, readonly doors: ReadonlyArray<Door>, readonly labels: ReadonlyArray<PrivacyLabel>, readonly ownGroup: boolean, readonly basis: ProxyBasis | null, readonly until: string | null, readonly organisation: { readonly name: string } | null }> | null } | null };

export type SeenAppointmentQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type SeenAppointmentQuery = { readonly patient: { readonly id: string, readonly appointment: { readonly id: string, readonly clinic: string | null, readonly start: string | null, readonly organisation: { readonly odsCode: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type SeenCareItemQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type SeenCareItemQuery = { readonly patient: { readonly id: string, readonly careItemLabel: { readonly id: string, readonly name: string, readonly organisation: { readonly odsCode: string } | null, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type SeenDocumentQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type SeenDocumentQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly title: string, readonly availableFrom: string | null, readonly organisation: { readonly odsCode: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type SeenReportQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type SeenReportQuery = { readonly patient: { readonly id: string, readonly report: { readonly id: string, readonly name: string, readonly availableFrom: string | null, readonly organisation: { readonly odsCode: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };
