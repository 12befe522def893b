import type { FiledDocument, DocumentContent, StoredDocument } from './document.ts';
import { nextVersion } from './next-version.ts';

/** Whose message is filed: the feed's counterpart of an access context. */
export interface FilingContext {
  readonly messageId: string;
  readonly patientId: string;
  /** All records that were joined to it, itself included (ACC-5). */
  readonly recordIds: readonly string[];
  /** ODS code of the organisation that sent it. */
  readonly organisation: string;
}

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  /** False when this message has been applied before. */
  claim(messageId: string, patientId: string): Promise<boolean>;
  /** In whichever of the person's records it was filed. */
  find(filing: FilingContext, sourceId: string): Promise<StoredDocument | null>;
  save(document: StoredDocument, content: DocumentContent): Promise<void>;
}

/** Files one document, or a new version of it, once per message id; run within one transaction (ING-2). */
export async function fileDocument(filing: FilingContext, document: FiledDocument, store: FilingStore, newId: () => string): Promise<void> {
  await store.lock(filing.recordIds);
  if (!(await store.claim(filing.messageId, filing.patientId))) return;
  const stored = await store.find(filing, document.sourceId);
  const next = nextVersion(stored, document, { ...filing, patientId: stored?.patientId ?? filing.patientId, newId });
  if (next !== null) await store.save(next, document.content);
}
