import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import type { FindOptionsWhere } from 'typeorm';
import type { StoredDocument } from '../domain/document.ts';
import type { DocumentReads } from '../domain/read-documents.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { fromRow } from './document-rows.ts';
import { DocumentEntity } from './document.entity.ts';
import { readUploads } from './own-uploads.store.ts';
import { openVersion, type Part } from './sealed-content.ts';

/** Documents of maternity care that are looked at: far more than a life has. */
const mostInFolders = 1000;

/** Reads of one operation, under the passes of its patients. */
export function documentReads(reader: RoomReader, ring: KeyRing): DocumentReads {
  const findOne = (patient: RoomPatient, where: FindOptionsWhere<DocumentEntity>): Promise<StoredDocument | null> =>
    reader.read(patient, async (manager) => {
      const row = await manager.findOneBy(DocumentEntity, { patientId: ofRecord(patient), ...where });
      return row === null ? null : fromRow(row);
    });
  const whole = (patient: RoomPatient, documentId: string, version: number, part: Part): Promise<Buffer | null> =>
    reader.read(patient, async (manager) => {
      // In whichever of the person's records it was filed; it was sealed for that one.
      const row = await manager.findOne(DocumentContentEntity, { select: { patientId: true, documentId: true, version: true }, where: { patientId: ofRecord(patient), documentId, version } });
      return row === null ? null : ((await (await openVersion(manager, ring, row))?.whole(part)) ?? null);
    });
  return {
    list: (patient, { limit, after }) =>
      reader.read(patient, async (manager) => {
        const query = manager.createQueryBuilder(DocumentEntity, 'd').where({ patientId: ofRecord(patient) });
        if (after !== null) query.andWhere('(d.at, d.id) < (:at::timestamptz, :id::uuid)', { at: after.at, id: after.id });
        return (await query.orderBy('d.at', 'DESC').addOrderBy('d.id', 'DESC').limit(limit).getMany()).map(fromRow);
      }),
    uploads: (patient) => readUploads(reader, patient),
    maternity: (patient) =>
      reader.read(patient, async (manager) => (await manager.find(DocumentEntity, { where: { patientId: ofRecord(patient), maternity: true }, order: { at: 'DESC' }, take: mostInFolders })).map(fromRow)),
    one: (patient, id) => findOne(patient, { id }),
    successorOf: (patient, { organisation, sourceId }) => findOne(patient, { organisation, replacesSourceId: sourceId }),
    predecessorOf: async (patient, { organisation, replacesSourceId }) => (replacesSourceId === null ? null : findOne(patient, { organisation, sourceId: replacesSourceId })),
    versions: (patient, documentId) =>
      reader.read(patient, (manager) => manager.find(DocumentContentEntity, { where: { patientId: ofRecord(patient), documentId }, order: { sentAt: 'ASC', version: 'ASC' } })),
    text: async (patient, documentId, version) => (await whole(patient, documentId, version, 'text'))?.toString() ?? null,
    file: (patient, documentId, version) => whole(patient, documentId, version, 'file'),
  };
}
