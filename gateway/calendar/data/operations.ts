// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** How much a calendar feed says. */
export type CalendarDetail =
  /** The clinic and the place in the hospital as well. */
  | 'CLINIC'
  /** That there is a hospital appointment, at which hospital and when. */
  | 'GENERAL';

export type AppointmentFileQueryVariables = Exact<{
  patient: string;
  id: string;
}>;


export type AppointmentFileQuery = { readonly patient: { readonly id: string, readonly appointment: { readonly id: string, readonly startText: string | null, readonly calendar: string | null } | null } | null };

export type CalendarFeedQueryVariables = Exact<{
  patient: string;
  detail: CalendarDetail;
}>;


export type CalendarFeedQuery = { readonly patient: { readonly id: string, readonly appointmentCalendar: string | null } | null };
