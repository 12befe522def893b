import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { reportQuery } from './operations.ts';
import type { ReportQuery } from './operations.ts';

export type Report = NonNullable<NonNullable<ReportQuery['patient']>['report']>;
export type Observation = Report['observations'][number];

/** One report whole; null when there is none that this reader may see. */
export async function fetchReport(ask: Ask, patient: string, report: string): Promise<Report | null> {
  const answer = await ask(reportQuery, { patient, report });
  return answer.patient?.report ?? null;
}
