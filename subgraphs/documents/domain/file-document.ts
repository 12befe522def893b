import type { FilingContext } from '@cie/kit/feed.ts';
import type { DocumentContent, DocumentVersion, FiledDocument, StoredDocument } from './document.ts';
import { nextVersion } from './next-version.ts';

/** The record as one filing transaction sees it. */
export interface FilingStore {
  /** Makes other filings for this person wait until the transaction ends. */
  lock(recordIds: readonly string[]): Promise<void>;
  /** False when this message has been applied before. */
  claim(messageId: string, patientId: string): Promise<boolean>;
  /** In whichever of the person's records it was filed. */
  find(filing: FilingContext, sourceId: string): Promise<StoredDocument | null>;
  /** Documents that say that they replace this one, in all of the person's records. */
  findReplacing(filing: FilingContext, sourceId: string): Promise<readonly StoredDocument[]>;
  /** Content of the newest version; null when none came. */
  content(document: StoredDocument): Promise<DocumentContent | null>;
  /** The document's own facts; its versions move with it to its label and delay. */
  save(document: StoredDocument): Promise<void>;
  addVersion(document: StoredDocument, version: DocumentVersion, content: DocumentContent): Promise<void>;
  /** What the patient chose for one holds for the other, unless they have chosen for that one too (ACS-1). */
  carryChoice(from: StoredDocument, to: StoredDocument): Promise<void>;
}

type NewId = () => string;

/** Files one document, or a version of it, once per message id; run within one transaction (ING-2). */
export async function fileDocument(filing: FilingContext, document: FiledDocument, store: FilingStore, newId: NewId): Promise<void> {
  await store.lock(filing.recordIds);
  if (!(await store.claim(filing.messageId, filing.patientId))) return;
  await addVersion(filing, await store.find(filing, document.sourceId), document, store, newId);
}

/** MDM^T04: as `fileDocument`, but content that is the same as before makes no version; only status and completion move. */
export async function changeStatus(filing: FilingContext, document: FiledDocument, store: FilingStore, newId: NewId): Promise<void> {
  await store.lock(filing.recordIds);
  if (!(await store.claim(filing.messageId, filing.patientId))) return;
  const stored = await store.find(filing, document.sourceId);
  if (stored !== null && stored.version > 0 && sameContent(document.content, await store.content(stored))) {
    if (document.sentAt < stored.sentAt) return;
    await store.save({ ...stored, status: document.status, completion: document.completion ?? stored.completion, sentAt: document.sentAt });
    return;
  }
  await addVersion(filing, stored, document, store, newId);
}

/** What is known of a document that its sender takes back. */
export type Withdrawal = Omit<FiledDocument, 'content' | 'replacesSourceId'>;

/**
 * MDM^T11: the document is withdrawn and its versions stay as history. One that was changed after the deletion was sent
 * stands; one that is not here yet is withdrawn when it comes.
 */
export async function withdrawDocument(filing: FilingContext, withdrawal: Withdrawal, store: FilingStore, newId: NewId): Promise<void> {
  await store.lock(filing.recordIds);
  if (!(await store.claim(filing.messageId, filing.patientId))) return;
  const stored = await store.find(filing, withdrawal.sourceId);
  if (stored !== null && withdrawal.sentAt < stored.sentAt) return;
  const { patientId, organisation } = filing;
  await store.save({
    ...(stored ?? {
      ...withdrawal, patientId, organisation, id: newId(), replacesSourceId: null, version: 0, versions: 0,
      mediaType: 'text/plain', size: 0, delayedUntil: null, delayFrom: null, authorId: null, fileName: null,
    }),
    status: 'withdrawn',
    sentAt: withdrawal.sentAt,
  });
}

async function addVersion(filing: FilingContext, stored: StoredDocument | null, incoming: FiledDocument, store: FilingStore, newId: NewId): Promise<void> {
  // Nothing is written to the document that this one replaces: whether it is replaced depends on who may see this one (RES-5).
  const next = nextVersion(stored, incoming, { ...filing, patientId: stored?.patientId ?? filing.patientId, newId });
  await store.save(next.document);
  await store.addVersion(next.document, next.version, incoming.content);
  await carryChoices(filing, stored, next.document, store);
}

/**
 * ACS-1: a letter that is sent once more under another id is the letter that the patient moved, and so is the former one when it comes
 * late. Asked once, when the two become known of each other: what is moved afterwards is moved alone.
 */
async function carryChoices(filing: FilingContext, stored: StoredDocument | null, document: StoredDocument, store: FilingStore): Promise<void> {
  const { sourceId, replacesSourceId } = document;
  const replaced = replacesSourceId === null || replacesSourceId === stored?.replacesSourceId ? null : await store.find(filing, replacesSourceId);
  if (replaced !== null) await store.carryChoice(replaced, document);
  if (stored !== null && stored.versions > 0) return;
  for (const successor of await store.findReplacing(filing, sourceId)) await store.carryChoice(successor, document);
}

function sameContent(one: DocumentContent, other: DocumentContent | null): boolean {
  if (one.text === null && one.file === null) return true;
  if (other === null || one.text !== other.text || one.file?.mediaType !== other.file?.mediaType) return false;
  return one.file === null || other.file === null || one.file.bytes.equals(other.file.bytes);
}
