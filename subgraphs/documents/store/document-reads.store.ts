import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { DocumentReads } from '../domain/read-documents.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { DocumentEntity } from './document.entity.ts';

/** Reads of one operation, under the passes of its patients. */
export function documentReads(reader: RoomReader): DocumentReads {
  return {
    list: (patient, { limit, after }) =>
      reader.read(patient, (manager) => {
        const query = manager.createQueryBuilder(DocumentEntity, 'd').where('d.patientId = :patient', { patient: patient.id });
        if (after !== null) query.andWhere('(d.at, d.id) < (:at::timestamptz, :id::uuid)', { at: after.at, id: after.id });
        return query.orderBy('d.at', 'DESC').addOrderBy('d.id', 'DESC').limit(limit).getMany();
      }),
    one: (patient, id) => reader.read(patient, (manager) => manager.findOneBy(DocumentEntity, { patientId: patient.id, id })),
    text: (patient, documentId, version) =>
      reader.read(patient, async (manager) => {
        const where = { patientId: patient.id, documentId, version };
        const content = await manager.findOne(DocumentContentEntity, { select: { patientId: true, documentId: true, version: true, text: true }, where });
        return content?.text ?? null;
      }),
    content: (patient, documentId, version) =>
      reader.read(patient, (manager) => manager.findOneBy(DocumentContentEntity, { patientId: patient.id, documentId, version })),
  };
}
