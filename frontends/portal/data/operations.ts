// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

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

export type HomeQueryVariables = Exact<{
  patient: string;
}>;


export type HomeQuery = { readonly patient: { readonly id: string, readonly waitingReports: ReadonlyArray<{ readonly availableFrom: string, readonly organisation: { readonly name: string } }> | null, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly start: string | null, readonly startText: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly organisation: { readonly name: string } } }> } | null } | null };

export const homeQuery: Operation<HomeQuery, HomeQueryVariables> = {
  name: 'Home',
  id: '0abbd9eb110bc5baf3d4dd2d40ede4cf3b71761082e2478a1a3726441a148e2e',
};
