import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { documentsQuery } from './operations.ts';
import type { DocumentsQuery } from './operations.ts';

export type DocumentInList = NonNullable<NonNullable<DocumentsQuery['patient']>['documents']>['edges'][number]['node'];

export interface DocumentList {
  readonly documents: readonly DocumentInList[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
}

const pageSize = 20;

/** One page of a record's letters and documents, newest first; null when the record does not open. */
export async function fetchDocuments(ask: Ask, patient: string, after: string | null): Promise<DocumentList | 'unavailable' | null> {
  const { patient: record } = await ask(documentsQuery, { patient, first: pageSize, after });
  if (record === null) return null;
  if (record.documents === null) return 'unavailable';
  const { edges, pageInfo } = record.documents;
  return { documents: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
