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

/** How far the author has come (HL7 table 0271). */
export type DocumentCompletion =
  /** Still being written. */
  | 'IN_PROGRESS'
  /** Signed by its author. */
  | 'SIGNED'
  /** Written, not yet signed. */
  | 'UNSIGNED';

/** Whether a document still stands (HL7 table 0273). */
export type DocumentStatus =
  /** It stands. */
  | 'CURRENT'
  /** Another document has taken its place. */
  | 'REPLACED'
  /** Its author has taken it back. */
  | 'WITHDRAWN';

/** Part of a maternity folder. */
export type PregnancyPart =
  /** Before the birth. */
  | 'ANTENATAL'
  /** About the birth. */
  | 'BIRTH'
  /** After the birth. */
  | 'POSTNATAL';

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

/** What somebody says of a file they add. */
export type UploadInput = {
  /** The date on it. */
  readonly dated?: string | null | undefined;
  /** What its file is called. */
  readonly fileName: string;
  /** What it is. */
  readonly kind: UploadKind;
  /** Privacy label; by its title, kind and name when it is left out. GENERAL opens nothing that these close. */
  readonly label?: PrivacyLabel | null | undefined;
  /** Type of its content: application/pdf, image/png, image/jpeg or text/plain. */
  readonly mediaType: string;
  /** Title, up to 120 characters. */
  readonly title: string;
};

/** What a file is that somebody adds. */
export type UploadKind =
  /** A plan of care. */
  | 'CARE_PLAN'
  /** A letter. */
  | 'LETTER'
  /** Anything else. */
  | 'OTHER'
  /** A picture. */
  | 'PICTURE'
  /** The result of a test. */
  | 'TEST_RESULT';

/** Why a file is held or refused. */
export type UploadReason =
  /** It holds harmful software. */
  | 'MALWARE'
  /** It is larger than what the scanner takes. */
  | 'TOO_LARGE_TO_SCAN';

/** Where a file stands that somebody adds. What was found clean is a document. */
export type UploadState =
  /** It waits for the scanner. */
  | 'BEING_CHECKED'
  /** A person has to look at it. */
  | 'HELD'
  /** Its bytes are still coming. */
  | 'RECEIVING'
  /** It is not taken, and destroyed. */
  | 'REFUSED'
  /** Whoever added it took it back. */
  | 'WITHDRAWN';

export type BeginUploadMutationVariables = Exact<{
  patient: string;
  input: UploadInput;
}>;


export type BeginUploadMutation = { readonly changeRecord: { readonly id: string, readonly beginUpload: { readonly id: string } } };

export type DocumentFileQueryVariables = Exact<{
  patient: string;
  document: string;
  version?: number | null | undefined;
}>;


export type DocumentFileQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly file: { readonly name: string, readonly mediaType: string, readonly size: number, readonly ticket: string } | null } | null } | null };

export type DocumentQueryVariables = Exact<{
  patient: string;
  document: string;
  version?: number | null | undefined;
}>;


export type DocumentQuery = { readonly patient: { readonly id: string, readonly document: { readonly id: string, readonly type: string | null, readonly title: string, readonly label: PrivacyLabel, readonly status: DocumentStatus | null, readonly completion: DocumentCompletion | null, readonly author: string | null, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly mediaType: string, readonly size: number | null, readonly text: string | null, readonly version: number, readonly addedByYou: boolean, readonly versions: ReadonlyArray<{ readonly number: number, readonly author: string | null, readonly at: string, readonly atText: string, readonly mediaType: string, readonly size: number }>, readonly replaces: { readonly id: string, readonly title: string } | null, readonly replacedBy: { readonly id: string, readonly title: string } | null, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly odsCode: string, readonly name: string } } | null } | null };

export type DocumentsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DocumentsQuery = { readonly patient: { readonly id: string, readonly documents: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly type: string | null, readonly title: string, readonly status: DocumentStatus | null, readonly completion: DocumentCompletion | null, readonly author: string | null, readonly addedByYou: boolean, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly mediaType: string, readonly size: number | null, readonly organisation: { readonly odsCode: string, readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly uploads: ReadonlyArray<{ readonly id: string, readonly title: string, readonly state: UploadState, readonly reason: UploadReason | null, readonly at: string }> | null, readonly pregnancies: ReadonlyArray<{ readonly id: string, readonly from: string, readonly to: string, readonly expected: string | null, readonly born: string | null }> | null } | null };

export type MaternityQueryVariables = Exact<{
  patient: string;
  from: string;
  to: string;
}>;


export type MaternityQuery = { readonly patient: { readonly id: string, readonly pregnancies: ReadonlyArray<{ readonly id: string, readonly from: string, readonly to: string, readonly expected: string | null, readonly born: string | null, readonly documents: ReadonlyArray<{ readonly part: PregnancyPart, readonly document: { readonly id: string, readonly type: string | null, readonly title: string, readonly status: DocumentStatus | null, readonly completion: DocumentCompletion | null, readonly at: string | null, readonly atText: string | null, readonly site: string | null, readonly author: string | null, readonly organisation: { readonly name: string } } }> }> | null, readonly appointments: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly start: string | null, readonly startText: string | null, readonly status: AppointmentStatus, readonly clinic: string | null, readonly place: string | null, readonly organisation: { readonly name: string } } }> } | null, readonly reports: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly issuedAt: string | null, readonly issuedAtText: string | null, readonly site: string | null, readonly organisation: { readonly name: string } } }> } | null } | null };

export type WithdrawDocumentMutationVariables = Exact<{
  patient: string;
  document: string;
}>;


export type WithdrawDocumentMutation = { readonly changeRecord: { readonly id: string, readonly withdrawDocument: { readonly id: string, readonly status: DocumentStatus | null } | null } };

export type WithdrawUploadMutationVariables = Exact<{
  patient: string;
  upload: string;
}>;


export type WithdrawUploadMutation = { readonly changeRecord: { readonly id: string, readonly withdrawUpload: boolean } };

export const beginUploadMutation: Operation<BeginUploadMutation, BeginUploadMutationVariables> = {
  name: 'BeginUpload',
  id: '89fbd0b994769a305885c2946a7e61d538ed2dc2760b772e7ae80928e342da45',
};

export const documentFileQuery: Operation<DocumentFileQuery, DocumentFileQueryVariables> = {
  name: 'DocumentFile',
  id: 'a5290beaa3d78d83501a4ef5e68526f792d20e0f13ac8937b57c63e55126cf9f',
};

export const documentQuery: Operation<DocumentQuery, DocumentQueryVariables> = {
  name: 'Document',
  id: 'c64934fbffcddfb2ef682219913a9287db736024be93fa954bf8f44c2f294ffe',
};

export const documentsQuery: Operation<DocumentsQuery, DocumentsQueryVariables> = {
  name: 'Documents',
  id: '45469c78940ef38320582b61bfe89d1011a85bc7e4f6125246c816c5048fe3df',
};

export const maternityQuery: Operation<MaternityQuery, MaternityQueryVariables> = {
  name: 'Maternity',
  id: 'caeaad1de680d16d44086c5e52fd7012ccd592c231fda1faf7726cd6fd8b5635',
};

export const withdrawDocumentMutation: Operation<WithdrawDocumentMutation, WithdrawDocumentMutationVariables> = {
  name: 'WithdrawDocument',
  id: '4e04b30eb5f57015d3eddf7c301789d6e975372a311bea9fad1ba4c9110bfcc0',
};

export const withdrawUploadMutation: Operation<WithdrawUploadMutation, WithdrawUploadMutationVariables> = {
  name: 'WithdrawUpload',
  id: '3c4a51f1f4010f137c1c8cf54a5c621d3a495a8da904518726fd2b31fad97081',
};
