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
  recently: string;
}>;


export type HomeQuery = { readonly patient: { readonly id: string, readonly accessLog: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly action: AccessAction } }> } | null, readonly waitingReports: ReadonlyArray<{ readonly availableFrom: string, readonly organisation: { readonly name: string } }> | null, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly start: string | null, readonly startText: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly organisation: { readonly name: string } } }> } | null } | null };

export const homeQuery: Operation<HomeQuery, HomeQueryVariables> = {
  name: 'Home',
  id: 'fa870eecf964946e1856c90784c776e2408089d82e30c23fe4a20fbf82f89c62',
};
