import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { carryChoice } from '@cie/kit/database/label-moves.store.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import type { EntityManager } from 'typeorm';
import type { DocumentContent, DocumentVersion, StoredDocument } from '../domain/document.ts';
import type { FilingStore } from '../domain/file-document.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { fromRow, toRow } from './document-rows.ts';
import { DocumentEntity } from './document.entity.ts';
import { openVersion, sealContent } from './sealed-content.ts';

/** Filing within one transaction of the feed's role. */
export function filingIn(manager: EntityManager, ring: KeyRing): FilingStore {
  return {
    lock: (recordIds) => lockKeys(manager, recordIds),
    claim: (messageId, patientId) => claimMessage(manager, messageId, patientId),
    find: async (filing, sourceId) => {
      const { recordIds, organisation } = filing;
      const row = rowFor(await manager.findBy(DocumentEntity, { patientId: ofRecord({ ids: recordIds }), organisation, sourceId }), filing);
      return row === null ? null : fromRow(row);
    },
    findReplacing: async ({ recordIds, organisation }, replacesSourceId) =>
      (await manager.findBy(DocumentEntity, { patientId: ofRecord({ ids: recordIds }), organisation, replacesSourceId })).map(fromRow),
    carryChoice: (from, to) => carryChoice(manager, 'document', from, to),
    content: (document) => contentOf(manager, ring, document),
    save: (document) => save(manager, document),
    addVersion: (document, version, content) => addVersion(manager, ring, document, version, content),
  };
}

async function contentOf(manager: EntityManager, ring: KeyRing, { patientId, id: documentId, version, mediaType }: StoredDocument): Promise<DocumentContent | null> {
  const reader = await openVersion(manager, ring, { patientId, documentId, version });
  if (reader === null) return null;
  const [text, bytes] = [await reader.whole('text'), await reader.whole('file')];
  return { text: text?.toString() ?? null, file: bytes === null ? null : { mediaType, bytes } };
}

async function save(manager: EntityManager, document: StoredDocument): Promise<void> {
  const { patientId, id: documentId, label, delayedUntil } = document;
  await manager.upsert(DocumentEntity, toRow(document), ['patientId', 'id']);
  if (document.versions === 0) return;
  await manager.update(DocumentContentEntity, { patientId, documentId }, { label, delayedUntil });
  await manager.query('update document_part set label = $3, delayed_until = $4 where patient_id = $1 and document_id = $2 and (label, delayed_until) is distinct from ($3, $4)', [patientId, documentId, label, delayedUntil]);
}

async function addVersion(manager: EntityManager, ring: KeyRing, document: StoredDocument, version: DocumentVersion, content: DocumentContent): Promise<void> {
  const { patientId, id: documentId, organisation, label, delayedUntil } = document;
  const { keyId, wrappedKey, parts } = sealContent(ring, { patientId, documentId, version: version.version }, content);
  await manager.insert(DocumentContentEntity, { ...version, patientId, documentId, organisation, label, delayedUntil, keyId, wrappedKey });
  for (const { part, number, sealed } of parts) {
    await manager.query(
      'insert into document_part (patient_id, document_id, version, part, number, organisation, label, delayed_until, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [patientId, documentId, version.version, part, number, organisation, label, delayedUntil, sealed],
    );
  }
}
