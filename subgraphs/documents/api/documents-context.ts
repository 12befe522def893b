import type { LabelMoves } from '@cie/kit/move-label.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { OrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import type { OwnUploads } from '../domain/add-upload.ts';
import type { DocumentReads } from '../domain/read-documents.ts';

/** What resolvers of this room are given for one operation. */
export interface DocumentsContext extends RoomContext {
  readonly reads: DocumentReads;
  /** What the viewer may do to files of their own. */
  readonly uploads: OwnUploads;
  /** Labels of documents (ACS-1). */
  readonly labels: LabelMoves;
  /** Desks of organisations, for questions (REC-2). */
  readonly contacts: OrganisationContacts;
}
