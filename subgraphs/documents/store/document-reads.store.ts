import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { DocumentReads } from '../domain/read-documents.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { DocumentEntity } from './document.entity.ts';

/** Reads of one operation, under the passes of its patients. */
export function documentReads(reader: RoomReader): DocumentReads {
  return {
    list: (patient, { limit, after }) =>
      reader.read(patient, (manager) => {
        const query = manager.createQueryBuilder(DocumentEntity, 'd').where({ patientId: ofRecord(patient) });
        if (after !== null) query.andWhere('(d.at, d.id) < (:at::timestamptz, :id::uuid)', { at: after.at, id: after.id });
        return query.orderBy('d.at', 'DESC').addOrderBy('d.id', 'DESC').limit(limit).getMany();
      }),
    one: (patient, id) => reader.read(patient, (manager) => manager.findOneBy(DocumentEntity, { patientId: ofRecord(patient), id })),
    text: (patient, documentId, version) =>
      reader.read(patient, async (manager) => {
        const where = { patientId: ofRecord(patient), documentId, version };
        const content = await manager.findOne(DocumentContentEntity, { select: { patientId: true, documentId: true, version: true, text: true }, where });
        return content?.text ?? null;
      }),
    content: (patient, documentId, version) =>
      reader.read(patient, (manager) => manager.findOneBy(DocumentContentEntity, { patientId: ofRecord(patient), documentId, version })),
  };
}
