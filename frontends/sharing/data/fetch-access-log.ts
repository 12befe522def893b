import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { accessLogContentsQuery, accessLogQuery } from './operations.ts';
import type { AccessLogContentsQuery, AccessLogFilter, AccessLogQuery } from './operations.ts';

export type AccessLogEntry = NonNullable<NonNullable<AccessLogQuery['patient']>['accessLog']>['edges'][number]['node'];

/** Whom and which months there are to choose from. */
export type AccessLogContents = NonNullable<NonNullable<AccessLogContentsQuery['patient']>['accessLogContents']>;

export interface AccessLog {
  readonly entries: readonly AccessLogEntry[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
  /** Null where there is nothing to choose, as in a frame. */
  readonly contents: AccessLogContents | null;
}

const pageSize = 50;

/** One page of who looked at the reader's own record, latest first; null when it is not their own. */
export async function fetchAccessLog(ask: Ask, patient: string, filter: AccessLogFilter, after: string | null): Promise<Omit<AccessLog, 'contents'> | null> {
  const { patient: record } = await ask(accessLogQuery, { patient, first: pageSize, after, filter });
  if (record === null || record.accessLog === null) return null;
  const { edges, pageInfo } = record.accessLog;
  return { entries: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** Who stands in the log; null when it is not the reader's own. */
export async function fetchLogContents(ask: Ask, patient: string): Promise<AccessLogContents | null> {
  const { patient: record } = await ask(accessLogContentsQuery, { patient });
  return record?.accessLogContents ?? null;
}
