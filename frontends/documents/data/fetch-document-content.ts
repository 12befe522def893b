import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { documentContentQuery } from './operations.ts';

/** The file of a document; null when it has none that this reader may see. */
export async function fetchDocumentContent(ask: Ask, patient: string, document: string): Promise<Blob | null> {
  const answer = await ask(documentContentQuery, { patient, document });
  const found = answer.patient?.document;
  if (found === null || found === undefined || found.content === null) return null;
  const bytes = Uint8Array.from(atob(found.content), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: found.mediaType });
}
