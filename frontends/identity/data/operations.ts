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

export type EndEmergencyAccessMutationVariables = Exact<{
  patientId: string;
}>;


export type EndEmergencyAccessMutation = { readonly endEmergencyAccess: boolean };

export type FindPatientQueryVariables = Exact<{
  nhsNumber: string;
  birthDate: string;
}>;


export type FindPatientQuery = { readonly findPatient: { readonly id: string } | null };

export type RecordQueryVariables = Exact<{
  patient: string;
}>;


export type RecordQuery = { readonly patient: { readonly id: string, readonly doors: ReadonlyArray<Door>, readonly until: string | null, readonly demographics: { readonly nhsNumber: string | null, readonly prefix: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly birthDate: string | null } | null } | null };

export type RecordsQueryVariables = Exact<{ [key: string]: never; }>;


export type RecordsQuery = { readonly me: { readonly records: ReadonlyArray<{ readonly door: Door, readonly until: string | null, readonly patient: { readonly id: string, readonly demographics: { readonly prefix: string | null, readonly givenName: string | null, readonly familyName: string | null, readonly birthDate: string | null } | null } }> } | null };

export type StartEmergencyAccessMutationVariables = Exact<{
  input: EmergencyAccessInput;
}>;


export type StartEmergencyAccessMutation = { readonly startEmergencyAccess: { readonly id: string, readonly until: string | null } | null };

export const endEmergencyAccessMutation: Operation<EndEmergencyAccessMutation, EndEmergencyAccessMutationVariables> = {
  name: 'EndEmergencyAccess',
  id: 'a72ea7ce263dabbc2f29bb6ace3ebc3ee7b81d24000bee0f5069cff424b3fc2b',
};

export const findPatientQuery: Operation<FindPatientQuery, FindPatientQueryVariables> = {
  name: 'FindPatient',
  id: 'eab0718cc0d16ed6765b1d1cabc679ab8e7af72d49b4b9b1162a00b730797744',
};

export const recordQuery: Operation<RecordQuery, RecordQueryVariables> = {
  name: 'Record',
  id: 'e0760333b830c5210941814f1f1f8d322f2f1d4985a4d3c010916855225566a8',
};

export const recordsQuery: Operation<RecordsQuery, RecordsQueryVariables> = {
  name: 'Records',
  id: 'bc818ef8567da2ac37dd86d6738ecc30937fb1f99e41c8b170b860ae5bfb03a7',
};

export const startEmergencyAccessMutation: Operation<StartEmergencyAccessMutation, StartEmergencyAccessMutationVariables> = {
  name: 'StartEmergencyAccess',
  id: '88f881b80ffa5d018de491835952a1a63710a5d4c970ee7fec6986cf919c8f3b',
};
