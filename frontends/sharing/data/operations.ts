// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What somebody did with the record or its sharing (ACS-6). */
export type AccessAction =
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


export type AccessLogQuery = { readonly patient: { readonly id: string, readonly accessLog: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly at: string, readonly who: string, readonly kind: ViewerKind | null, readonly role: string | null, readonly doors: ReadonlyArray<Door>, readonly action: AccessAction, readonly areas: ReadonlyArray<Area>, readonly reason: string | null, readonly organisation: { readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type InvitationsQueryVariables = Exact<{
  patient: string;
}>;


export type InvitationsQuery = { readonly patient: { readonly id: string, readonly invitations: ReadonlyArray<{ readonly id: string, readonly email: string, readonly name: string | null, readonly labels: ReadonlyArray<PrivacyLabel>, readonly state: InvitationState, readonly createdAt: string, readonly until: string | null, readonly revokedAt: string | null, readonly organisation: { readonly name: string } | null }> | null } | null };

export type InviteMutationVariables = Exact<{
  input: InviteInput;
}>;


export type InviteMutation = { readonly invite: { readonly id: string } };

export type RevokeInvitationMutationVariables = Exact<{
  id: string;
}>;


export type RevokeInvitationMutation = { readonly revokeInvitation: { readonly id: string, readonly state: InvitationState } };

export const accessLogQuery: Operation<AccessLogQuery, AccessLogQueryVariables> = {
  name: 'AccessLog',
  id: 'ee9c71d641d103e79724eba3f3896998088b16d34bb198a9e58fc363e248b1a0',
};

export const invitationsQuery: Operation<InvitationsQuery, InvitationsQueryVariables> = {
  name: 'Invitations',
  id: 'ed2122df1f8168fdb2dbc3fe46c2997bfd28a6d17d1f9c097717fc8afa73dd1e',
};

export const inviteMutation: Operation<InviteMutation, InviteMutationVariables> = {
  name: 'Invite',
  id: '5f69d41606b6e044235d9a0992666a30eb2b3c848791a9c519caa3459bd0757b',
};

export const revokeInvitationMutation: Operation<RevokeInvitationMutation, RevokeInvitationMutationVariables> = {
  name: 'RevokeInvitation',
  id: '3f7c7a731486f3e62f5c49ad470fd62da53efeb61ad0578084616973f3c4a354',
};
