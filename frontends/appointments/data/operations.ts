// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What to ask the booking team for. */
export type AppointmentChangeInput = {
  /** Identifier of the appointment. */
  readonly appointmentId: string;
  /** What is asked for. */
  readonly kind: AppointmentRequestKind;
  /** Telephone number where the booking team may call. */
  readonly phone?: string | null | undefined;
  /** Why, if the patient wants to say; at most 1,000 characters. */
  readonly reason?: string | null | undefined;
  /** Days and times that would suit, for another time; at most 1,000 characters. */
  readonly wishes?: string | null | undefined;
};

/** What the booking team is asked for. */
export type AppointmentRequestKind =
  /** To cancel it. */
  | 'CANCEL'
  /** To find another time. */
  | 'MOVE';

/** How far a request has come. */
export type AppointmentRequestState =
  /** The hospital has it and has not decided yet. */
  | 'ACKNOWLEDGED'
  /** The hospital did what was asked. */
  | 'DONE'
  /** The hospital did not get it. */
  | 'NOT_SENT'
  /** The hospital answered and did not do what was asked. */
  | 'REFUSED'
  /** It is on its way to the hospital. */
  | 'SENT'
  /** It waits to be sent. */
  | 'WAITING';

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

/** Which part of the timeline. */
export type AppointmentWindow =
  /** Appointments that are over. */
  | 'PAST'
  /** Appointments that are not over yet. */
  | 'UPCOMING';

/** Why the booking team cannot be asked here. */
export type NoAppointmentRequest =
  /** A request waits for the hospital. */
  | 'ASKED'
  /** It is cancelled already. */
  | 'CANCELLED'
  /** The appointment has taken place or is under way. */
  | 'OVER'
  /** The hospital takes no requests from the exchange: call it. */
  | 'PHONE'
  /** It is so soon that a message may be read too late: call the hospital. */
  | 'TOO_LATE';

export type AppointmentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
}>;


export type AppointmentsQuery = { readonly patient: { readonly id: string, readonly upcoming: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly movedFrom: string | null, readonly movedFromText: string | null, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly noRequest: NoAppointmentRequest | null, readonly site: { readonly name: string, readonly address: string, readonly mapUrl: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly past: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly movedFrom: string | null, readonly movedFromText: string | null, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly noRequest: NoAppointmentRequest | null, readonly site: { readonly name: string, readonly address: string, readonly mapUrl: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type AppointmentPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly movedFrom: string | null, readonly movedFromText: string | null, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly noRequest: NoAppointmentRequest | null, readonly site: { readonly name: string, readonly address: string, readonly mapUrl: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type AppointmentEntryFragment = { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly movedFrom: string | null, readonly movedFromText: string | null, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly noRequest: NoAppointmentRequest | null, readonly site: { readonly name: string, readonly address: string, readonly mapUrl: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null };

export type MoreAppointmentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  when: AppointmentWindow;
}>;


export type MoreAppointmentsQuery = { readonly patient: { readonly id: string, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly end: string | null, readonly status: AppointmentStatus, readonly movedFrom: string | null, readonly movedFromText: string | null, readonly clinic: string | null, readonly clinician: string | null, readonly place: string | null, readonly reason: string | null, readonly instructions: string | null, readonly noRequest: NoAppointmentRequest | null, readonly site: { readonly name: string, readonly address: string, readonly mapUrl: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type RequestAppointmentChangeMutationVariables = Exact<{
  patient: string;
  input: AppointmentChangeInput;
}>;


export type RequestAppointmentChangeMutation = { readonly changeRecord: { readonly requestAppointmentChange: { readonly id: string, readonly noRequest: NoAppointmentRequest | null, readonly request: { readonly kind: AppointmentRequestKind, readonly state: AppointmentRequestState, readonly askedAt: string | null } | null } } };

export const appointmentsQuery: Operation<AppointmentsQuery, AppointmentsQueryVariables> = {
  name: 'Appointments',
  id: '70da4d919e5f920f3c85dee1f92a1ab6f98bdd552ae16df71cf7e671b286fdde',
};

export const moreAppointmentsQuery: Operation<MoreAppointmentsQuery, MoreAppointmentsQueryVariables> = {
  name: 'MoreAppointments',
  id: '1538d198845da2b47db5b03639bab471cdbf657ff88841acaac2b69ae18b37f6',
};

export const requestAppointmentChangeMutation: Operation<RequestAppointmentChangeMutation, RequestAppointmentChangeMutationVariables> = {
  name: 'RequestAppointmentChange',
  id: 'e8625ec8ab2d550d2a10675397b878cec3345f3d8f495d1914d0dd4bcb8b4a01',
};
