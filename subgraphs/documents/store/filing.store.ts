import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import type { EntityManager } from 'typeorm';
import type { DocumentContent, StoredDocument } from '../domain/document.ts';
import type { FilingStore } from '../domain/file-document.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { DocumentEntity } from './document.entity.ts';

/** Filing within one transaction of the feed's role. */
export function filingIn(manager: EntityManager): FilingStore {
  return {
    lock: (recordIds) => lockKeys(manager, recordIds),
    claim: (messageId, patientId) => claimMessage(manager, messageId, patientId),
    find: async (filing, sourceId) => {
      const { recordIds, organisation } = filing;
      return rowFor(await manager.findBy(DocumentEntity, { patientId: ofRecord({ ids: recordIds }), organisation, sourceId }), filing);
    },
    save: (document, content) => save(manager, document, content),
  };
}

async function save(manager: EntityManager, document: StoredDocument, { text, pdf }: DocumentContent): Promise<void> {
  const { patientId, id: documentId, version, organisation, label, delayedUntil, sentAt } = document;
  await manager.upsert(DocumentEntity, document, ['patientId', 'id']);
  // Earlier versions move with their document to its label and delay.
  if (version > 1) await manager.update(DocumentContentEntity, { patientId, documentId }, { label, delayedUntil });
  await manager.insert(DocumentContentEntity, { patientId, documentId, version, organisation, label, delayedUntil, text, pdf, sentAt });
}
