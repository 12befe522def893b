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

/** Which entries of the access log to show. */
export type AccessLogFilter = {
  /** Only these. */
  readonly about?: AccessLogSubject | null | undefined;
  /** From this moment on. */
  readonly from?: string | null | undefined;
  /** Only what this person did, by the id in `accessLogContents`. */
  readonly person?: string | null | undefined;
  /** Before this moment. */
  readonly to?: string | null | undefined;
};

/** What entries of the access log are about. */
export type AccessLogSubject =
  /** Emergency access, and what came of it. */
  | 'EMERGENCIES'
  /** That a record was opened in an emergency, disputed, or looked into; without what was read by it. */
  | 'EMERGENCY_CASES'
  /** What anybody but the reader did. */
  | 'OTHERS'
  /** Attempts that were refused. */
  | 'REFUSALS'
  /** Changes of who may see the record. */
  | 'SHARING';

/** From where a record was opened (ACS-6). */
export type AccessPlace =
  /** A calendar that fetches appointments. */
  | 'CALENDAR'
  /** A hospital’s own patient-record system. */
  | 'LAUNCH'
  /** A page of the exchange. */
  | 'PAGE'
  /** A program. */
  | 'SCRIPT'
  /** A widget on a registered website. */
  | 'SITE';

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
  /** Move an appointment to another privacy label (ACS-1). */
  | 'MOVE_APPOINTMENT'
  /** Move a medicine, an allergy, a condition or a care plan to another privacy label (ACS-1). */
  | 'MOVE_CARE_ITEM'
  /** Move a document to another privacy label (ACS-1). */
  | 'MOVE_DOCUMENT'
  /** Move a result to another privacy label (ACS-1). */
  | 'MOVE_REPORT'
  /** Enter, change or remove an own measurement (RES-6). */
  | 'RECORD_MEASUREMENT'
  /** Let the patient read a result before its delay is over (RES-4). */
  | 'RELEASE_RESULT'
  /** Ask the booking team to change or cancel an appointment (APT-1). */
  | 'REQUEST_APPOINTMENT_CHANGE'
  /** Add a document, or take an own one back (DOC-2). */
  | 'UPLOAD_DOCUMENT';

/** Why a request for a copy of a record opens it to somebody (SAR-1). */
export type CopyReason =
  /** They were asked to read the record before a copy is given, for what could do serious harm. */
  | 'CHECKED'
  /** The records team agreed to their request. */
  | 'GIVEN';

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

/** Whom to invite, and to what. Exactly one of `email`, `professionalId` and `teamId` says whom. */
export type InviteInput = {
  /** E-mail address with which the person signs in: family, a friend, a carer. */
  readonly email?: string | null | undefined;
  /** The labels to share; at least one. */
  readonly labels: ReadonlyArray<PrivacyLabel>;
  /** A professional of `careDirectory`. */
  readonly professionalId?: string | null | undefined;
  /** A team of `careDirectory`. */
  readonly teamId?: string | null | undefined;
  /** Last day on which it holds, within 5 years; without it the invitation holds until it is taken back. */
  readonly until?: string | null | undefined;
};

/** Whom somebody invites (ACS-3). */
export type InviteeKind =
  /** Whoever signs in with an e-mail address: family, a friend, a carer. */
  | 'EMAIL'
  /** A professional from the directory. */
  | 'PROFESSIONAL'
  /** A team from the directory: whoever belongs to it at the time. */
  | 'TEAM';

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

export type AccessLogContentsQueryVariables = Exact<{
  patient: string;
}>;


export type AccessLogContentsQuery = { readonly patient: { readonly id: string, readonly accessLogContents: { readonly since: string | null, readonly people: ReadonlyArray<{ readonly id: string, readonly name: string, readonly organisation: { readonly name: string } | null }> } | null } | null };

export type AccessLogQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AccessLogFilter | null | undefined;
}>;


export type AccessLogQuery = { readonly patient: { readonly id: string, readonly accessLog: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly who: string, readonly person: string | null, readonly kind: ViewerKind | null, readonly role: string | null, readonly doors: ReadonlyArray<Door>, readonly own: boolean, readonly teams: ReadonlyArray<string>, readonly copy: CopyReason | null, readonly action: AccessAction, readonly areas: ReadonlyArray<Area>, readonly reason: string | null, readonly purpose: ChangePurpose | null, readonly invitee: string | null, readonly from: { readonly place: AccessPlace, readonly site: string | null } | null, readonly organisation: { readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type CareDirectoryQueryVariables = Exact<{
  search: string;
}>;


export type CareDirectoryQuery = { readonly careDirectory: { readonly hasMore: boolean, readonly entries: ReadonlyArray<{ readonly id: string, readonly kind: InviteeKind, readonly name: string, readonly about: string, readonly organisation: { readonly name: string } }> } };

export type InvitationsQueryVariables = Exact<{
  patient: string;
}>;


export type InvitationsQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly kind: InviteeKind, readonly email: string | null, readonly name: string | null, readonly about: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly createdAt: string, readonly until: string | null, readonly revokedAt: string | null, readonly goneAt: string | null, readonly organisation: { readonly name: string } | null }> | null } | null };

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

export const accessLogContentsQuery: Operation<AccessLogContentsQuery, AccessLogContentsQueryVariables> = {
  name: 'AccessLogContents',
  id: '95238520ed515cca67fa9cdf7560a7ba2cbea15e5ebe2db8f9aa74adc759c6df',
};

export const accessLogQuery: Operation<AccessLogQuery, AccessLogQueryVariables> = {
  name: 'AccessLog',
  id: '501a7bd3d7ffddb70eba204d8073a616c9bc185687290e2de1fb61828926e331',
};

export const careDirectoryQuery: Operation<CareDirectoryQuery, CareDirectoryQueryVariables> = {
  name: 'CareDirectory',
  id: 'dff17440384a73610726506234bb01baaf5ad028274cefc880b57dbbf716d540',
};

export const invitationsQuery: Operation<InvitationsQuery, InvitationsQueryVariables> = {
  name: 'Invitations',
  id: 'd539a1cc0cda2470144e0291234e77a66dc4512564fda2923bbf65f90d5aef9b',
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
