// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

/** Whose record is opened in an emergency, and why. */
export type EmergencyAccessInput = {
  /** The person’s date of birth. */
  readonly birthDate: string;
  /** Kind of emergency. */
  readonly category: EmergencyCategory;
  /** The person’s NHS number. */
  readonly nhsNumber: string;
  /** Reason in own words, 10 to 1000 characters; the patient reads it. */
  readonly reason: string;
};

/** Why a record is opened in an emergency (ACS-5). */
export type EmergencyCategory =
  /** The patient cannot decide at this time. */
  | 'LACKS_CAPACITY'
  /** The patient’s life is in danger. */
  | 'LIFE_THREATENING'
  /** Another emergency, described in the reason. */
  | 'OTHER'
  /** The patient cannot answer. */
  | 'UNCONSCIOUS';

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

/** For whom the viewer wants to act, and by what right. */
export type ProxyRequestInput = {
  /** By what right. */
  readonly basis: ProxyBasis;
  /** The person’s date of birth. */
  readonly birthDate: string;
  /** What the viewer can show the support desk, 10 to 1000 characters. */
  readonly evidence: string;
  /** The person’s NHS number. */
  readonly nhsNumber: string;
  /** Who the person is to the viewer, up to 100 characters. */
  readonly relationship?: string | null | undefined;
};

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

/** Whose record is opened, by its identifier or by number and date of birth, and why. */
export type StatedReasonInput = {
  /** The person’s date of birth. */
  readonly birthDate?: string | null | undefined;
  /** The person’s NHS number. */
  readonly nhsNumber?: string | null | undefined;
  /** Identifier of the person, where the record was asked for by it. */
  readonly patientId?: string | null | undefined;
  /** Reason in own words, 10 to 1000 characters; the privacy officer is told, and the patient can read it. */
  readonly reason: string;
};

export type EndEmergencyAccessMutationVariables = Exact<{
  patientId: string;
}>;


export type EndEmergencyAccessMutation = { readonly endEmergencyAccess: boolean };

export type FindPatientQueryVariables = Exact<{
  nhsNumber: string;
  birthDate: string;
}>;


export type FindPatientQuery = { readonly findPatient: { readonly id: string } | null };

export type OthersQueryVariables = Exact<{ [key: string]: never; }>;


export type OthersQuery = { readonly me: { readonly records: ReadonlyArray<{ readonly patient: { readonly id: string } }> } | null };

export type ProxyRequestsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProxyRequestsQuery = { readonly me: { readonly proxyRequests: ReadonlyArray<{ readonly id: string, readonly basis: ProxyBasis, readonly relationship: string | null, readonly birthDate: string, readonly state: ProxyState, readonly reason: ProxyReason | null, readonly requestedAt: string, readonly until: string | null }> } | null };

export type RecordQueryVariables = Exact<{
  patient: string;
}>;


export type RecordQuery = { readonly patient: { readonly id: string, readonly doors: ReadonlyArray<Door>, readonly until: string | null, readonly emergencyUntil: string | null, readonly proxyBasis: ProxyBasis | null, readonly demographics: { readonly nhsNumber: string | null, readonly prefix: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly birthDate: string | null, readonly sex: string | null, readonly phone: string | null, readonly email: string | null, readonly generalPractice: string | null, readonly generalPractitioner: string | null, readonly updatedAt: string | null, readonly address: { readonly lines: ReadonlyArray<string>, readonly postcode: string | null } | null, readonly nextOfKin: ReadonlyArray<{ readonly name: string, readonly relationship: string | null, readonly phone: string | null, readonly email: string | null }>, readonly source: { readonly name: string } | null } | null } | null };

export type RecordsQueryVariables = Exact<{ [key: string]: never; }>;


export type RecordsQuery = { readonly me: { readonly records: ReadonlyArray<{ readonly door: Door, readonly until: string | null, readonly basis: ProxyBasis | null, readonly patient: { readonly id: string, readonly demographics: { readonly prefix: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly birthDate: string | null } | null } }> } | null };

export type RequestProxyMutationVariables = Exact<{
  input: ProxyRequestInput;
}>;


export type RequestProxyMutation = { readonly requestProxy: { readonly id: string } };

export type StartEmergencyAccessMutationVariables = Exact<{
  input: EmergencyAccessInput;
}>;


export type StartEmergencyAccessMutation = { readonly startEmergencyAccess: { readonly id: string, readonly until: string | null } | null };

export type StateReasonMutationVariables = Exact<{
  input: StatedReasonInput;
}>;


export type StateReasonMutation = { readonly stateReason: { readonly id: string } | null };

export const endEmergencyAccessMutation: Operation<EndEmergencyAccessMutation, EndEmergencyAccessMutationVariables> = {
  name: 'EndEmergencyAccess',
  id: 'a72ea7ce263dabbc2f29bb6ace3ebc3ee7b81d24000bee0f5069cff424b3fc2b',
};

export const findPatientQuery: Operation<FindPatientQuery, FindPatientQueryVariables> = {
  name: 'FindPatient',
  id: 'eab0718cc0d16ed6765b1d1cabc679ab8e7af72d49b4b9b1162a00b730797744',
};

export const othersQuery: Operation<OthersQuery, OthersQueryVariables> = {
  name: 'Others',
  id: '77214f01b6343ccc76a35a9515b1c1b2dbc9a659e32dce4ee97d172f795daadb',
};

export const proxyRequestsQuery: Operation<ProxyRequestsQuery, ProxyRequestsQueryVariables> = {
  name: 'ProxyRequests',
  id: '1b590411f3a525f9ec40ed31211af042e2dfa730d00c8a10a8f43e49c3c053f0',
};

export const recordQuery: Operation<RecordQuery, RecordQueryVariables> = {
  name: 'Record',
  id: '9f5048c8f1e31382f0ff7def822c7d30282d56fdc6a4ed7d6531ad5c2bb93a4a',
};

export const recordsQuery: Operation<RecordsQuery, RecordsQueryVariables> = {
  name: 'Records',
  id: '635ba5575f477454aa37155a921ed2e265ed60cd52d4a41ab2775fed01d0eeef',
};

export const requestProxyMutation: Operation<RequestProxyMutation, RequestProxyMutationVariables> = {
  name: 'RequestProxy',
  id: 'fecd7670108ec763b7db93c916a7bb61c37e39a0be79ed05fbe4f6e9a5136770',
};

export const startEmergencyAccessMutation: Operation<StartEmergencyAccessMutation, StartEmergencyAccessMutationVariables> = {
  name: 'StartEmergencyAccess',
  id: '88f881b80ffa5d018de491835952a1a63710a5d4c970ee7fec6986cf919c8f3b',
};

export const stateReasonMutation: Operation<StateReasonMutation, StateReasonMutationVariables> = {
  name: 'StateReason',
  id: 'd2a2cbb23b65344afe7c558166c32d03e7c33b11465024778755d68affdb0d64',
};
