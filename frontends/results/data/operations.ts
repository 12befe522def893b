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

export type ReportsQueryVariables = Exact<{
  patient: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  kind?: ReportKind | null | undefined;
}>;


export type ReportsQuery = { readonly patient: { readonly id: string, readonly reports: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: ReportKind, readonly name: string, readonly plainName: string | null, readonly status: ReportStatus, readonly issuedAt: string | null, readonly issuedAtText: string | null, readonly corrected: boolean, readonly site: string | null, readonly organisation: { readonly name: string }, readonly observations: ReadonlyArray<{ readonly flag: Flag | null, readonly status: ObservationStatus }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly waitingReports: ReadonlyArray<{ readonly kind: ReportKind, readonly availableFrom: string, readonly organisation: { readonly name: string } }> | null } | null };

export const reportsQuery: Operation<ReportsQuery, ReportsQueryVariables> = {
  name: 'Reports',
  id: '2132151a640b7b93a58c7a95edbe29d9c8dd56a8b9b1eade7e24332022d547b8',
};
