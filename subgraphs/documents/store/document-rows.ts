import type { StoredDocument } from '../domain/document.ts';
import type { DocumentEntity } from './document.entity.ts';

/** The row of a document. */
export function toRow({ maternity, ...document }: StoredDocument): DocumentEntity {
  return { ...document, maternity: maternity !== null, expectedDelivery: maternity?.expected ?? null };
}

/** The document of a row. */
export function fromRow({ maternity, expectedDelivery, ...row }: DocumentEntity): StoredDocument {
  return { ...row, maternity: maternity ? { expected: expectedDelivery } : null };
}
