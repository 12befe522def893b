import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { documentQuery } from './operations.ts';
import type { DocumentQuery } from './operations.ts';

export type Document = NonNullable<NonNullable<DocumentQuery['patient']>['document']>;

/** One document with the text of one version, the newest for null, but without its file; null when there is none that this reader may see. */
export async function fetchDocument(ask: Ask, patient: string, document: string, version: number | null): Promise<Document | null> {
  const answer = await ask(documentQuery, { patient, document, version });
  return answer.patient?.document ?? null;
}
