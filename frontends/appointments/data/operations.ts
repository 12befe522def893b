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
  | 'DID_NOT_ATTEND';

/** Which part of the timeline. */
export type AppointmentWindow =
  /** Appointments that are over. */
  | 'PAST'
  /** Appointments that are not over yet. */
  | 'UPCOMING';

export type AppointmentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
}>;


export type AppointmentsQuery = { readonly patient: { readonly id: string, readonly upcoming: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly organisation: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly past: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly organisation: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type AppointmentPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly organisation: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type MoreAppointmentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  when: AppointmentWindow;
}>;


export type MoreAppointmentsQuery = { readonly patient: { readonly id: string, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly organisation: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const appointmentsQuery: Operation<AppointmentsQuery, AppointmentsQueryVariables> = {
  name: 'Appointments',
  id: '3e47d34b7becf8e345e87a319befa16000695e2db4caed8828a669dc0cb33975',
};

export const moreAppointmentsQuery: Operation<MoreAppointmentsQuery, MoreAppointmentsQueryVariables> = {
  name: 'MoreAppointments',
  id: 'c2323190a370bf84499c83f5ac9e423d8466c34a7e5684b93b3872156f4bd21c',
};
