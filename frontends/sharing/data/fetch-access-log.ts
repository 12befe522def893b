import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { accessLogQuery } from './operations.ts';
import type { AccessLogQuery } from './operations.ts';

export type AccessLogEntry = NonNullable<NonNullable<AccessLogQuery['patient']>['accessLog']>['edges'][number]['node'];

export interface AccessLog {
  readonly entries: readonly AccessLogEntry[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
}

const pageSize = 50;

/** One page of who looked at the reader's own record, latest first; null when it is not their own. */
export async function fetchAccessLog(ask: Ask, patient: string, after: string | null): Promise<AccessLog | null> {
  const { patient: record } = await ask(accessLogQuery, { patient, first: pageSize, after });
  if (record === null || record.accessLog === null) return null;
  const { edges, pageInfo } = record.accessLog;
  return { entries: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
