import { ofRecordSql } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomWriter } from '@cie/kit/database/room-writer.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { allLabels } from '@cie/kit/names.ts';
import { newDataKey, type KeyRing } from '@cie/kit/sealing.ts';
import type { OwnUploads } from '../domain/add-upload.ts';
import type { Upload } from '../domain/upload.ts';
import { aboutVersion } from './sealed-content.ts';

export interface UploadTerms {
  readonly ring: KeyRing;
  /** Whether the exchange has a scanner: what is added then waits for it. */
  readonly toScan: boolean;
}

/** An author's files, written under the write pass of one change. */
export function ownUploads(writer: RoomWriter, { ring, toScan }: UploadTerms): OwnUploads {
  /** How many rows a statement changed. */
  const changed = (change: RoomPatient, sql: string, parameters: readonly unknown[]): Promise<number> =>
    writer.write(change, async (manager) => {
      const [, count] = await manager.query<[unknown, number]>(sql, [...parameters]);
      return count;
    });
  return {
    labels: ({ passes }) => {
      const written = passes.map((pass) => pass.split('|')).find(([, audience]) => audience === 'documents:upload-document')?.[5]?.split(',') ?? [];
      return allLabels.filter((label) => written.includes(String(label)));
    },
    count: (change) =>
      writer.write(change, async (manager) => {
        const { sql, parameter } = ofRecordSql(change);
        const [row] = await manager.query<{ count: number }[]>(`select count(*)::int as count from upload where ${sql} and state in ('receiving', 'waiting', 'held')`, [parameter]);
        return row?.count ?? 0;
      }),
    add: (change, upload) =>
      writer.write(change, async (manager) => {
        const { patientId, id, organisation, label, authorId, author, title, type, fileName, mediaType, dated, state, createdAt } = upload;
        const { keyId, wrapped } = newDataKey(ring, aboutVersion({ patientId, documentId: id, version: 1 }));
        await manager.query(
          `insert into upload (patient_id, id, organisation, label, author_id, author, title, type, file_name, media_type, dated, state, key_id, wrapped_key, created_at, to_scan)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
          [patientId, id, organisation, label, authorId, author, title, type, fileName, mediaType, dated, state, keyId, wrapped, createdAt, toScan],
        );
      }),
    // The policies admit the author's own rows alone.
    withdraw: async (change, id) => (await changed(change, "update upload set state = 'withdrawn', updated_at = now() where id = $1 and state <> 'withdrawn'", [id])) > 0,
    withdrawDocument: async (change, id) => {
      const { sql, parameter } = ofRecordSql(change);
      return (await changed(change, `update document set status = 'withdrawn', updated_at = now() where ${sql} and id = $2 and author_id is not null`, [parameter, id])) > 0;
    },
  };
}

/** The viewer's own files that are not through yet, the newest first; what is refused stands among them until it is tidied away. */
export function readUploads(reader: RoomReader, patient: RoomPatient): Promise<readonly Upload[]> {
  const { sql, parameter } = ofRecordSql(patient);
  return reader.read(patient, (manager) => manager.query<Upload[]>(`${selectUpload} where ${sql} and state in ('waiting', 'held', 'refused') order by created_at desc, id`, [parameter]));
}

export const uploadColumns = `patient_id as "patientId", id, organisation, label, author_id as "authorId", author, title, type, file_name as "fileName",
  media_type as "mediaType", dated::text as dated, size, parts, state, reason, created_at as "createdAt"`;
const selectUpload = `select ${uploadColumns} from upload`;
