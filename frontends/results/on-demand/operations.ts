// Written by infra/generators/write-operations.ts from the .graphql files of this folder.
import type { Operation } from '@cie/web-kit/graph/operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** The laboratory's own judgement of a value against its reference range; never computed here. Source: OBX-8. */
export type Flag =
  /** Not as expected, where high and low do not apply. */
  | 'ABNORMAL'
  /** Far above: the laboratory tells a clinician at once. */
  | 'CRITICAL_HIGH'
  /** Far below: the laboratory tells a clinician at once. */
  | 'CRITICAL_LOW'
  /** Above the reference range. */
  | 'HIGH'
  /** Below the reference range. */
  | 'LOW'
  /** Inside the reference range. */
  | 'NORMAL';

/** How far one test has come. Source: OBX-11. */
export type ObservationStatus =
  /** It could not be obtained, or the order was cancelled. */
  | 'CANCELLED'
  /** Changed by the laboratory after it was final. */
  | 'CORRECTED'
  /** Complete and verified by the laboratory. */
  | 'FINAL'
  /** Some results are there, others follow. */
  | 'PARTIAL'
  /** An early result that may still change. */
  | 'PRELIMINARY'
  /** Asked for or in progress; there is no result yet. */
  | 'REGISTERED'
  /** The sender took the result back; its value is not shown any more. */
  | 'WITHDRAWN';

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

/** Who made a report. */
export type ReportKind =
  /** Blood and other laboratory tests. */
  | 'LABORATORY'
  /** X-ray, ultrasound, CT, MRI and other imaging, told in words. */
  | 'RADIOLOGY';

/** How far a report has come. Source: OBR-25. */
export type ReportStatus =
  /** It could not be obtained, or the order was cancelled. */
  | 'CANCELLED'
  /** Changed by the laboratory after it was final. */
  | 'CORRECTED'
  /** Complete and verified by the laboratory. */
  | 'FINAL'
  /** Some results are there, others follow. */
  | 'PARTIAL'
  /** An early result that may still change. */
  | 'PRELIMINARY'
  /** Asked for or in progress; there is no result yet. */
  | 'REGISTERED'
  /** The sender took the result back; its value is not shown any more. */
  | 'WITHDRAWN';

/** How a number compares with the one before it. It says nothing of better or worse. */
export type ResultDirection =
  /** It has risen. */
  | 'HIGHER'
  /** It has fallen. */
  | 'LOWER'
  /** It is the same number. */
  | 'SAME';

/** What the laboratory found of a medicine against a germ. Source: OBX-8, HL7 table 0078. */
export type Susceptibility =
  /** I: it works at a higher dose (EUCAST); older reports call it intermediate. */
  | 'INCREASED_EXPOSURE'
  /** R: it does not work. */
  | 'RESISTANT'
  /** S: it works at the usual dose. */
  | 'SUSCEPTIBLE';

export type AttachmentContentQueryVariables = Exact<{
  patient: string;
  report: string;
}>;


export type AttachmentContentQuery = { readonly patient: { readonly id: string, readonly report: { readonly id: string, readonly attachments: ReadonlyArray<{ readonly id: string, readonly mediaType: string, readonly content: string | null }> } | null } | null };

export type ExtendDelayMutationVariables = Exact<{
  patient: string;
  report: string;
  days: number;
  reason: string;
}>;


export type ExtendDelayMutation = { readonly changeRecord: { readonly extendDelay: { readonly id: string } | null } };

export type ReleaseReportMutationVariables = Exact<{
  patient: string;
  report: string;
  reason: string;
}>;


export type ReleaseReportMutation = { readonly changeRecord: { readonly releaseReport: { readonly id: string } | null } };

export type ReportQueryVariables = Exact<{
  patient: string;
  report: string;
}>;


export type ReportQuery = { readonly patient: { readonly id: string, readonly report: { readonly id: string, readonly kind: ReportKind, readonly name: string, readonly plainName: string | null, readonly about: string | null, readonly label: PrivacyLabel, readonly status: ReportStatus, readonly issuedAt: string | null, readonly issuedAtText: string | null, readonly collectedAt: string | null, readonly collectedAtText: string | null, readonly corrected: boolean, readonly site: string | null, readonly author: string | null, readonly text: string | null, readonly comments: ReadonlyArray<string>, readonly ask: { readonly words: string, readonly telephone: string | null, readonly web: string | null }, readonly organisation: { readonly name: string }, readonly observations: ReadonlyArray<{ readonly id: string, readonly code: string, readonly name: string, readonly plainName: string | null, readonly about: string | null, readonly value: string | null, readonly unit: string | null, readonly referenceRange: string | null, readonly flag: Flag | null, readonly susceptibility: Susceptibility | null, readonly status: ObservationStatus, readonly comments: ReadonlyArray<string>, readonly corrected: boolean, readonly correction: string | null, readonly previousValue: string | null, readonly earlier: { readonly value: string, readonly at: string, readonly atText: string | null, readonly direction: ResultDirection | null } | null }>, readonly cultures: ReadonlyArray<{ readonly id: string, readonly name: string, readonly organism: string, readonly growth: string | null, readonly status: ObservationStatus, readonly comments: ReadonlyArray<string>, readonly corrected: boolean, readonly sensitivities: ReadonlyArray<{ readonly id: string, readonly antibiotic: string, readonly interpretation: Susceptibility, readonly value: string | null, readonly unit: string | null, readonly status: ObservationStatus, readonly corrected: boolean, readonly comments: ReadonlyArray<string> }> }>, readonly attachments: ReadonlyArray<{ readonly id: string, readonly title: string, readonly size: number }>, readonly release: { readonly availableFrom: string | null, readonly releasedEarly: boolean, readonly extended: boolean, readonly mayRelease: boolean, readonly mayExtend: boolean, readonly longestExtension: number } } | null } | null };

export type TrendQueryVariables = Exact<{
  patient: string;
  code: string;
}>;


export type TrendQuery = { readonly patient: { readonly id: string, readonly trend: ReadonlyArray<{ readonly name: string, readonly unit: string | null, readonly low: number | null, readonly high: number | null, readonly points: ReadonlyArray<{ readonly at: string, readonly atText: string | null, readonly value: number | null, readonly text: string, readonly flag: Flag | null, readonly preliminary: boolean, readonly reportId: string }> }> | null } | null };

export const attachmentContentQuery: Operation<AttachmentContentQuery, AttachmentContentQueryVariables> = {
  name: 'AttachmentContent',
  id: 'e85aff1c517add202dc7a014b3002b88abc67fdb02fc3ca2f37f4d7e3d4fa1dd',
};

export const extendDelayMutation: Operation<ExtendDelayMutation, ExtendDelayMutationVariables> = {
  name: 'ExtendDelay',
  id: '1a95055cdfa808979fdcb32755b5d3b75de1abe6b1c2e38173cfb51d5914fdfc',
};

export const releaseReportMutation: Operation<ReleaseReportMutation, ReleaseReportMutationVariables> = {
  name: 'ReleaseReport',
  id: '7cfcbeae97d3f2f52c49b30269477f8c2a12f4a2831cd47ae76b5f40a998faee',
};

export const reportQuery: Operation<ReportQuery, ReportQueryVariables> = {
  name: 'Report',
  id: 'ad8abc89a90f45065cb96630b856075b18f2b4a7d4455f337f24834c87182a28',
};

export const trendQuery: Operation<TrendQuery, TrendQueryVariables> = {
  name: 'Trend',
  id: 'b05ae2ef6ca010d2e7d1ea31a78b44c0d5a1f7c7657dae0f455ec782ce2cf7cb',
};
