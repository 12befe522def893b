// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

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
  /** Asked for the areas listed and was refused. */
  | 'REFUSED';

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

/** What somebody wants to do to a record. */
export type ChangePurpose =
  /** Enter, change or remove an own medication, allergy or condition (CAR-1). */
  | 'ENTER_CARE_ITEM'
  /** Make the delay of a result longer, once (RES-4). */
  | 'EXTEND_DELAY'
  /** Enter, change or remove an own measurement (RES-6). */
  | 'RECORD_MEASUREMENT'
  /** Let the patient read a result before its delay is over (RES-4). */
  | 'RELEASE_RESULT'
  /** Ask the booking team to change or cancel an appointment (APT-1). */
  | 'REQUEST_APPOINTMENT_CHANGE'
  /** Add a document, or take an own one back (DOC-2). */
  | 'UPLOAD_DOCUMENT';

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

/** Whom to invite, and to what. */
export type InviteInput = {
  /** E-mail address with which the person signs in. */
  readonly email: string;
  /** The labels to share; at least one. */
  readonly labels: ReadonlyArray<PrivacyLabel>;
  /** Last day on which it holds, within 5 years; without it the invitation holds until it is taken back. */
  readonly until?: string | null | undefined;
};

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

/** Why a proxy sees nothing. */
export type ProxyReason =
  /** The child turned 16. */
  | 'AGE_16'
  /** The patient may have been put under pressure. */
  | 'APPLICATION_REJECTED_COERCION'
  /** What was shown does not prove the right to act for the patient. */
  | 'EVIDENCE_NOT_ENOUGH'
  /** Its time was over. */
  | 'EXPIRED'
  /** The support desk can say. */
  | 'OTHER'
  /** The patient left the exchange. */
  | 'PATIENT_LEFT'
  /** The patient stopped it. */
  | 'PATIENT_SUSPENDED'
  /** To keep the patient safe. */
  | 'ROLE_DEACTIVATED_SAFEGUARDING'
  /** Somebody has to look into it first: the child turned 13, for one. */
  | 'ROLE_SUSPENDED_PENDING_REVIEW';

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

/** As whom somebody signed in. */
export type ViewerKind =
  /** A patient or carer. */
  | 'PATIENT'
  /** A health or care professional. */
  | 'PROFESSIONAL';

export type AccessLogQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AccessLogQuery = { readonly patient: { readonly id: string, readonly accessLog: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly who: string, readonly kind: ViewerKind | null, readonly role: string | null, readonly doors: ReadonlyArray<Door>, readonly action: AccessAction, readonly areas: ReadonlyArray<Area>, readonly reason: string | null, readonly purpose: ChangePurpose | null, readonly organisation: { readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type InvitationsQueryVariables = Exact<{
  patient: string;
}>;


export type InvitationsQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly email: string, readonly name: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly createdAt: string, readonly until: string | null, readonly revokedAt: string | null, readonly organisation: { readonly name: string } | null }> | null } | null };

export type InviteMutationVariables = Exact<{
  input: InviteInput;
}>;


export type InviteMutation = { readonly invite: { readonly id: string } };

export type ProxiesQueryVariables = Exact<{
  patient: string;
}>;


export type ProxiesQuery = { readonly patient: { readonly id: string, readonly proxies: ReadonlyArray<{ readonly id: string, readonly name: string, readonly basis: ProxyBasis, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: ProxyState, readonly reason: ProxyReason | null, readonly requestedAt: string, readonly startedAt: string | null, readonly until: string | null, readonly canSuspend: boolean, readonly canResume: boolean }> | null } | null };

export type ResumeProxyMutationVariables = Exact<{
  id: string;
}>;


export type ResumeProxyMutation = { readonly resumeProxy: { readonly id: string, readonly state: ProxyState } };

export type RevokeInvitationMutationVariables = Exact<{
  id: string;
}>;


export type RevokeInvitationMutation = { readonly revokeInvitation: { readonly id: string, readonly state: InvitationState } };

export type SuspendProxyMutationVariables = Exact<{
  id: string;
}>;


export type SuspendProxyMutation = { readonly suspendProxy: { readonly id: string } };

export const accessLogQuery: Operation<AccessLogQuery, AccessLogQueryVariables> = {
  name: 'AccessLog',
  id: 'd0187ecb0408304474682f59a3d5b50e60f7dc683c882be17f4a47fb48e29495',
};

export const invitationsQuery: Operation<InvitationsQuery, InvitationsQueryVariables> = {
  name: 'Invitations',
  id: 'ed2122df1f8168fdb2dbc3fe46c2997bfd28a6d17d1f9c097717fc8afa73dd1e',
};

export const inviteMutation: Operation<InviteMutation, InviteMutationVariables> = {
  name: 'Invite',
  id: '5f69d41606b6e044235d9a0992666a30eb2b3c848791a9c519caa3459bd0757b',
};

export const proxiesQuery: Operation<ProxiesQuery, ProxiesQueryVariables> = {
  name: 'Proxies',
  id: '56ff5b660524137c7cd33598481678e75d81ad8e6ac1091f36936be1af619d8b',
};

export const resumeProxyMutation: Operation<ResumeProxyMutation, ResumeProxyMutationVariables> = {
  name: 'ResumeProxy',
  id: '381dfe782d92875f18559806489cf9d46b63d029fa4ecce3e2ca0fa7e2bf0efc',
};

export const revokeInvitationMutation: Operation<RevokeInvitationMutation, RevokeInvitationMutationVariables> = {
  name: 'RevokeInvitation',
  id: '3f7c7a731486f3e62f5c49ad470fd62da53efeb61ad0578084616973f3c4a354',
};

export const suspendProxyMutation: Operation<SuspendProxyMutation, SuspendProxyMutationVariables> = {
  name: 'SuspendProxy',
  id: 'ae730e4fda927c21ba5b14b22c7871d6b50f9e4ea1e106bfc5bfa4a022d51806',
};
