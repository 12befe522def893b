import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { In, Not, type EntityManager, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';
import type { StoredDocument } from '../domain/document.ts';
import type { DocumentReads } from '../domain/read-documents.ts';
import { DocumentContentEntity } from './document-content.entity.ts';
import { fromRow } from './document-rows.ts';
import { DocumentEntity } from './document.entity.ts';
import { readUploads } from './own-uploads.store.ts';
import { openVersion, type Part } from './sealed-content.ts';

/** Documents of maternity care that are looked at: far more than a life has. */
const mostInFolders = 1000;

/** One that was taken back takes nobody's place. */
const stands = Not('withdrawn' as const);

/**
 * Documents as this reader finds them: `replaced` where a document that the passes open takes the place of one, or where the sender
 * itself said so. Told at each reading, so that a replacement that is hidden leaves no trace (RES-5), and one that is withdrawn none either.
 */
async function standing(manager: EntityManager, patient: RoomPatient, rows: readonly DocumentEntity[]): Promise<StoredDocument[]> {
  const current = rows.filter(({ status }) => status === 'current');
  const successors = current.length === 0 ? [] : await manager.find(DocumentEntity, {
    select: { patientId: true, id: true, organisation: true, replacesSourceId: true },
    where: { patientId: ofRecord(patient), replacesSourceId: In(current.map(({ sourceId }) => sourceId)), status: stands },
  });
  const replaced = new Set(successors.map(({ organisation, replacesSourceId }) => JSON.stringify([organisation, replacesSourceId])));
  return rows.map((row) => {
    const document = fromRow(row);
    const isReplaced = document.status === 'current' && replaced.has(JSON.stringify([document.organisation, document.sourceId]));
    return isReplaced ? { ...document, status: 'replaced' } : document;
  });
}

/** Reads of one operation, under the passes of its patients. */
export function documentReads(reader: RoomReader, ring: KeyRing): DocumentReads {
  const findOne = (patient: RoomPatient, where: FindOptionsWhere<DocumentEntity>, order: FindOptionsOrder<DocumentEntity> = {}): Promise<StoredDocument | null> =>
    reader.read(patient, async (manager) => {
      const row = await manager.findOne(DocumentEntity, { where: { patientId: ofRecord(patient), ...where }, order });
      return row === null ? null : ((await standing(manager, patient, [row]))[0] ?? null);
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
        return standing(manager, patient, await query.orderBy('d.at', 'DESC').addOrderBy('d.id', 'DESC').limit(limit).getMany());
      }),
    uploads: (patient) => readUploads(reader, patient),
    maternity: (patient) =>
      reader.read(patient, async (manager) => standing(manager, patient, await manager.find(DocumentEntity, { where: { patientId: ofRecord(patient), maternity: true }, order: { at: 'DESC' }, take: mostInFolders }))),
    one: (patient, id) => findOne(patient, { id }),
    successorOf: (patient, { organisation, sourceId }) => findOne(patient, { organisation, replacesSourceId: sourceId, status: stands }, { sentAt: 'DESC' }),
    predecessorOf: async (patient, { organisation, replacesSourceId }) => (replacesSourceId === null ? null : findOne(patient, { organisation, sourceId: replacesSourceId })),
    versions: (patient, documentId) =>
      reader.read(patient, (manager) => manager.find(DocumentContentEntity, { where: { patientId: ofRecord(patient), documentId }, order: { sentAt: 'ASC', version: 'ASC' } })),
    text: async (patient, documentId, version) => (await whole(patient, documentId, version, 'text'))?.toString() ?? null,
    file: (patient, documentId, version) => whole(patient, documentId, version, 'file'),
  };
}
