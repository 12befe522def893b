// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** How far an invitation has come. */
export type InvitationState =
  /** The invited person has opened the record. */
  | 'ACCEPTED'
  /** Its end date has passed. */
  | 'ENDED'
  /** Not used yet. */
  | 'PENDING'
  /** The patient took it back. */
  | 'REVOKED';

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

/** How far a proxy has come. */
export type ProxyState =
  /** The record stands open to the proxy. */
  | 'ACTIVE'
  /** It is over. */
  | 'ENDED'
  /** The support desk said no. */
  | 'REFUSED'
  /** The support desk has not verified it yet; it opens nothing. */
  | 'REQUESTED'
  /** It opens nothing until that is lifted. */
  | 'SUSPENDED';

export type LabelledAppointmentQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type LabelledAppointmentQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly email: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly goneAt: string | null }> | null, readonly proxies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: ProxyState }> | null, readonly readers: ReadonlyArray<{ readonly id: string, readonly ids: ReadonlyArray<string>, readonly ownGroup: boolean, readonly organisation: { readonly odsCode: string } | null }> | null, readonly appointment: { readonly id: string, readonly start: string | null, readonly clinic: string | null, readonly label: PrivacyLabel, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type LabelledCareItemQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type LabelledCareItemQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly email: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly goneAt: string | null }> | null, readonly proxies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: ProxyState }> | null, readonly readers: ReadonlyArray<{ readonly id: string, readonly ids: ReadonlyArray<string>, readonly ownGroup: boolean, readonly organisation: { readonly odsCode: string } | null }> | null, readonly careItemLabel: { readonly id: string, readonly name: string, readonly label: PrivacyLabel, readonly organisation: { readonly odsCode: string, readonly name: string } | null, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type LabelledDocumentQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type LabelledDocumentQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly email: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly goneAt: string | null }> | null, readonly proxies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: ProxyState }> | null, readonly readers: ReadonlyArray<{ readonly id: string, readonly ids: ReadonlyArray<string>, readonly ownGroup: boolean, readonly organisation: { readonly odsCode: string } | null }> | null, readonly document: { readonly id: string, readonly title: string, readonly type: string | null, readonly label: PrivacyLabel, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type LabelledReportQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type LabelledReportQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly email: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly goneAt: string | null }> | null, readonly proxies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: ProxyState }> | null, readonly readers: ReadonlyArray<{ readonly id: string, readonly ids: ReadonlyArray<string>, readonly ownGroup: boolean, readonly organisation: { readonly odsCode: string } | null }> | null, readonly report: { readonly id: string, readonly name: string, readonly label: PrivacyLabel, readonly organisation: { readonly odsCode: string, readonly name: string }, readonly labelHistory: ReadonlyArray<{ readonly label: PrivacyLabel, readonly since: string, readonly by: LabelGiver }> | null } | null } | null };

export type MoveAppointmentMutationVariables = Exact<{
  patient: string;
  id: string;
  label: PrivacyLabel;
}>;


export type MoveAppointmentMutation = { readonly changeRecord: { readonly id: string, readonly moveAppointment: { readonly id: string, readonly label: PrivacyLabel } | null } };

export type MoveCareItemMutationVariables = Exact<{
  patient: string;
  id: string;
  label: PrivacyLabel;
}>;


export type MoveCareItemMutation = { readonly changeRecord: { readonly id: string, readonly moveCareItem: string } };

export type MoveDocumentMutationVariables = Exact<{
  patient: string;
  id: string;
  label: PrivacyLabel;
}>;


export type MoveDocumentMutation = { readonly changeRecord: { readonly id: string, readonly moveDocument: { readonly id: string, readonly label: PrivacyLabel } | null } };

export type MoveReportMutationVariables = Exact<{
  patient: string;
  id: string;
  label: PrivacyLabel;
}>;


export type MoveReportMutation = { readonly changeRecord: { readonly id: string, readonly moveReport: { readonly id: string, readonly label: PrivacyLabel } | null } };
