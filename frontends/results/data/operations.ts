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
  | 'REGISTERED';

export type ReportQueryVariables = Exact<{
  patient: string;
  report: string;
}>;


export type ReportQuery = { readonly patient: { readonly id: string, readonly report: { readonly id: string, readonly kind: ReportKind, readonly name: string, readonly status: ReportStatus, readonly issuedAt: string | null, readonly collectedAt: string | null, readonly corrected: boolean, readonly site: string | null, readonly author: string | null, readonly text: string | null, readonly comments: ReadonlyArray<string>, readonly organisation: { readonly name: string }, readonly observations: ReadonlyArray<{ readonly id: string, readonly code: string, readonly name: string, readonly value: string | null, readonly unit: string | null, readonly referenceRange: string | null, readonly flag: Flag | null, readonly comments: ReadonlyArray<string>, readonly corrected: boolean, readonly previousValue: string | null }> } | null } | null };

export type ReportsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  kind?: ReportKind | null | undefined;
}>;


export type ReportsQuery = { readonly patient: { readonly id: string, readonly reports: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: ReportKind, readonly name: string, readonly status: ReportStatus, readonly issuedAt: string | null, readonly corrected: boolean, readonly site: string | null, readonly organisation: { readonly name: string }, readonly observations: ReadonlyArray<{ readonly flag: Flag | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly waitingReports: ReadonlyArray<{ readonly kind: ReportKind, readonly availableFrom: string, readonly organisation: { readonly name: string } }> | null } | null };

export type TrendQueryVariables = Exact<{
  patient: string;
  code: string;
}>;


export type TrendQuery = { readonly patient: { readonly id: string, readonly trend: ReadonlyArray<{ readonly name: string, readonly unit: string | null, readonly low: number | null, readonly high: number | null, readonly points: ReadonlyArray<{ readonly at: string, readonly value: number | null, readonly text: string, readonly flag: Flag | null, readonly reportId: string }> }> | null } | null };

export const reportQuery: Operation<ReportQuery, ReportQueryVariables> = {
  name: 'Report',
  id: 'f1028e4a306a040c9cb1d8633dc2032901e3b5e98a7dd420bd086b943962573c',
};

export const reportsQuery: Operation<ReportsQuery, ReportsQueryVariables> = {
  name: 'Reports',
  id: '943e21e6f687cf37abbedd03953f8b622e058fc670c2843620836615fd82cbfb',
};

export const trendQuery: Operation<TrendQuery, TrendQueryVariables> = {
  name: 'Trend',
  id: '144ab200ad9e122aca80aa27409e211c25ea7b9e3bad9fa9909cfce036da54a0',
};
