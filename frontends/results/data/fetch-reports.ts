import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { reportsQuery } from './operations.ts';
import type { ReportKind, ReportsQuery } from './operations.ts';

type Patient = NonNullable<ReportsQuery['patient']>;
export type ReportInList = NonNullable<Patient['reports']>['edges'][number]['node'];
export type WaitingReport = NonNullable<Patient['waitingReports']>[number];

export interface ReportList {
  readonly reports: readonly ReportInList[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
  readonly waiting: readonly WaitingReport[];
}

const pageSize = 20;

/** One page of a record's reports, newest first; null when the record does not open, 'unavailable' when results do not answer. */
export async function fetchReports(ask: Ask, patient: string, kind: ReportKind | null, after: string | null): Promise<ReportList | 'unavailable' | null> {
  const { patient: record } = await ask(reportsQuery, { patient, first: pageSize, after, kind });
  if (record === null) return null;
  if (record.reports === null) return 'unavailable';
  const { edges, pageInfo } = record.reports;
  return { reports: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null, waiting: record.waitingReports ?? [] };
}
