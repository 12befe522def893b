import type { AccessContext } from '@cie/kit/access-context.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { cleanFileName } from '@cie/kit/uploads.ts';
import type { DocumentVersion, StoredDocument } from './document.ts';
import { signTicket } from './file-ticket.ts';
import { isReadable } from './read-documents.ts';

/** A document's content as a file that is about to be handed out. */
export interface PreparedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly ticket: string;
}

/** What the gateway needs to hand out a version that the viewer has just read of; null once the document is withdrawn. */
export function prepareFile({ viewer, now }: AccessContext, ring: KeyRing, { document, version }: { readonly document: StoredDocument; readonly version: DocumentVersion }): PreparedFile | null {
  if (viewer === null || !isReadable(document)) return null;
  const { mediaType, size } = version;
  const name = document.fileName ?? cleanFileName(`${document.title.replaceAll(/[/\\]/g, '-')} ${version.atText.slice(0, 10)}`, mediaType);
  const part = mediaType === 'text/plain' && document.authorId === null ? 'text' : 'file';
  const ticket = signTicket(ring, { patientId: document.patientId, documentId: document.id, version: version.version, part, viewer: viewer.accountId }, now);
  return { name, mediaType, size, ticket };
}
