import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { documentsQuery } from './operations.ts';
import type { DocumentsQuery } from './operations.ts';

type Found = NonNullable<DocumentsQuery['patient']>;
export type DocumentInList = NonNullable<Found['documents']>['edges'][number]['node'];
export type Upload = NonNullable<Found['uploads']>[number];
export type PregnancyInList = NonNullable<Found['pregnancies']>[number];

export interface DocumentList {
  readonly documents: readonly DocumentInList[];
  /** The reader's own files that are not in the record, or not yet. */
  readonly uploads: readonly Upload[];
  readonly pregnancies: readonly PregnancyInList[];
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
  return { documents: edges.map(({ node }) => node), uploads: record.uploads ?? [], pregnancies: record.pregnancies ?? [], next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
