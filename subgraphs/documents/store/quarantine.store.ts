import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { sealBytes, unsealBytes, unwrapKey, type KeyRing } from '@cie/kit/sealing.ts';
import type { EntityManager } from 'typeorm';
import type { Quarantine } from '../domain/check-uploads.ts';
import type { ReceivingStore, UploadProgress } from '../domain/receive-upload.ts';
import type { Upload } from '../domain/upload.ts';
import { toRow } from './document-rows.ts';
import { DocumentEntity } from './document.entity.ts';
import { uploadColumns } from './own-uploads.store.ts';
import { aboutPart, aboutVersion, type VersionKey } from './sealed-content.ts';

interface KeyRow {
  readonly key_id: string | null;
  readonly wrapped_key: Buffer | null;
}

/** The version that an upload becomes: its parts are sealed as that from the beginning, so that release moves them as they are. */
const versionOf = ({ patientId, id }: Pick<Upload, 'patientId' | 'id'>): VersionKey => ({ patientId, documentId: id, version: 1 });

function keyOf(ring: KeyRing, upload: Pick<Upload, 'patientId' | 'id'>, row: KeyRow | undefined): Buffer {
  if (row === undefined || row.key_id === null || row.wrapped_key === null) throw new Error('An upload without a key holds no bytes.');
  return unwrapKey(ring, { keyId: row.key_id, wrapped: row.wrapped_key }, aboutVersion(versionOf(upload)));
}

/** Parts that come in, within one transaction of the feed's role. */
export function receivingIn(manager: EntityManager, ring: KeyRing): ReceivingStore {
  return {
    progress: async (id) => {
      const [row] = await manager.query<UploadProgress[]>('select author_id as "authorId", state, parts, size from upload where id = $1 for update', [id]);
      return row ?? null;
    },
    addPart: async ({ id, number, bytes, last }) => {
      const [row] = await manager.query<(KeyRow & { patientId: string })[]>('select patient_id as "patientId", key_id, wrapped_key from upload where id = $1', [id]);
      const upload = { patientId: row?.patientId ?? '', id };
      const sealed = sealBytes(keyOf(ring, upload, row), bytes, aboutPart(versionOf(upload), 'file', number, last));
      await manager.query('insert into upload_part (patient_id, upload_id, number, sealed) values ($1, $2, $3, $4)', [upload.patientId, id, number, sealed]);
      await manager.query("update upload set parts = parts + 1, size = size + $2, state = case when $3 then 'waiting' else state end, updated_at = now() where id = $1", [id, bytes.length, last]);
    },
    drop: async (id) => {
      await manager.query('delete from upload where id = $1', [id]);
    },
  };
}

/** Seconds that a file is kept from other processes while it is scanned, and before the second try; the wait doubles. */
const scanSeconds = 180;
const firstWaitSeconds = 5;
const longestWaitSeconds = 300;

/** `scans` tells whether there is a scanner; without one only what was never promised to one gets through. */
export function quarantineOf(database: RoomDatabase, ring: KeyRing, scans: boolean): Quarantine {
  const run = (sql: string, parameters: readonly unknown[]): Promise<void> =>
    database.asFeed(async (manager) => {
      await manager.query(sql, [...parameters]);
    });
  return {
    take: (now) =>
      database.asFeed(async (manager) => {
        const [rows] = await manager.query<[Upload[], number]>(
          `update upload set next_attempt_at = $1::timestamptz + make_interval(secs => ${scanSeconds}), attempts = attempts + 1 where id = (
             select id from upload where state = 'waiting' and next_attempt_at <= $1 and ($2 or not to_scan) order by next_attempt_at limit 1 for update skip locked)
           returning ${uploadColumns}`, [now, scans]);
        return rows[0] ?? null;
      }),
    parts: (upload) => openParts(database, ring, upload),
    release: (upload, document) =>
      database.asFeed(async (manager) => {
        const which = [upload.patientId, upload.id];
        // Its author may have taken it back while it was scanned.
        const [, still] = await manager.query<[unknown, number]>("update upload set updated_at = now() where patient_id = $1 and id = $2 and state = 'waiting'", which);
        if (still === 0) return;
        await manager.insert(DocumentEntity, toRow(document));
        await manager.query(
          `insert into document_content (patient_id, document_id, version, organisation, label, sent_at, author, at, at_text, media_type, size, key_id, wrapped_key)
           select patient_id, id, 1, organisation, label, created_at, author, $3, $4, media_type, size, key_id, wrapped_key from upload where patient_id = $1 and id = $2`,
          [...which, document.at, document.atText]);
        await manager.query(
          `insert into document_part (patient_id, document_id, version, part, number, organisation, label, sealed)
           select p.patient_id, p.upload_id, 1, 'file', p.number, u.organisation, u.label, p.sealed
           from upload_part p join upload u on u.patient_id = p.patient_id and u.id = p.upload_id where p.patient_id = $1 and p.upload_id = $2`, which);
        await manager.query('delete from upload where patient_id = $1 and id = $2', which);
      }),
    hold: ({ id }, reason) => run("update upload set state = 'held', reason = $2, updated_at = now() where id = $1 and state = 'waiting'", [id, reason]),
    refuse: ({ id }, reason) =>
      database.asFeed(async (manager) => {
        await manager.query('delete from upload_part where upload_id = $1', [id]);
        await manager.query("update upload set state = 'refused', reason = $2, key_id = null, wrapped_key = null, updated_at = now() where id = $1 and state = 'waiting'", [id, reason]);
      }),
    postpone: ({ id }) =>
      run(`update upload set next_attempt_at = now() + make_interval(secs => least(${firstWaitSeconds} * power(2, least(attempts, 10) - 1), ${longestWaitSeconds})) where id = $1`, [id]),
  };
}

/** One part at a time: a scan holds no more in memory than that. */
async function* openParts(database: RoomDatabase, ring: KeyRing, upload: Upload): AsyncGenerator<Uint8Array> {
  const { patientId, id, parts } = upload;
  const [row] = await database.asFeed((manager) => manager.query<KeyRow[]>('select key_id, wrapped_key from upload where patient_id = $1 and id = $2', [patientId, id]));
  const key = keyOf(ring, upload, row);
  for (let number = 0; number < parts; number += 1) {
    const [part] = await database.asFeed((manager) => manager.query<{ sealed: Buffer }[]>('select sealed from upload_part where patient_id = $1 and upload_id = $2 and number = $3', [patientId, id, number]));
    if (part === undefined) throw new Error('A part of an upload is missing.');
    yield unsealBytes(key, part.sealed, aboutPart(versionOf(upload), 'file', number, number === parts - 1));
  }
}

/** Clears away what did not come whole within an hour, what was taken back, and the notice of a refusal after thirty days. */
export async function sweepUploads(database: RoomDatabase): Promise<void> {
  await database.asFeed(async (manager) => {
    await manager.query(`delete from upload where (state = 'withdrawn') or (state = 'receiving' and updated_at < now() - interval '1 hour')
      or (state = 'refused' and updated_at < now() - interval '30 days')`);
  });
}
