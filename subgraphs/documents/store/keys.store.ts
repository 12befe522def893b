import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KeyRows, SealedTable } from '@cie/kit/key-rotation.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import type { EntityManager } from 'typeorm';
import { sealContent, type VersionKey } from './sealed-content.ts';

/** Versions of one transaction: their files may be 20 MB each. */
const sealBatch = 20;

interface PlainRow extends VersionKey {
  readonly organisation: string;
  readonly label: number;
  readonly delayedUntil: Date | null;
  readonly text: string | null;
  readonly pdf: Buffer | null;
}

/** Notes which keys this room can open with. Rotation asks before it wraps anything with a key that the room does not have yet. */
export async function noteKeys(database: RoomDatabase, ring: KeyRing): Promise<void> {
  const ids = [...ring.keys.keys()];
  await database.asFeed(async (manager) => {
    await manager.query('delete from file_key where id <> all ($1::text[])', [ids]);
    await manager.query('insert into file_key (id) select unnest($1::text[]) on conflict do nothing', [ids]);
  });
}

/** Seals some of what was stored before content was sealed (DOC-2). Returns how many versions; 0 when all are sealed. */
export async function sealSomePlain(database: RoomDatabase, ring: KeyRing): Promise<number> {
  return database.asFeed(async (manager) => {
    const rows = await manager.query<PlainRow[]>(
      `select patient_id as "patientId", document_id as "documentId", version, organisation, label, delayed_until as "delayedUntil", text, pdf
       from document_content where wrapped_key is null limit ${sealBatch} for update skip locked`,
    );
    for (const row of rows) await sealRow(manager, ring, row);
    return rows.length;
  });
}

async function sealRow(manager: EntityManager, ring: KeyRing, { text, pdf, ...row }: PlainRow): Promise<void> {
  const { patientId, documentId, version, organisation, label, delayedUntil } = row;
  const { keyId, wrappedKey, parts } = sealContent(ring, row, { text, file: pdf === null ? null : { mediaType: 'application/pdf', bytes: pdf } });
  for (const { part, number, sealed } of parts) {
    await manager.query(
      'insert into document_part (patient_id, document_id, version, part, number, organisation, label, delayed_until, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [patientId, documentId, version, part, number, organisation, label, delayedUntil, sealed],
    );
  }
  await manager.query('update document_content set text = null, pdf = null, key_id = $4, wrapped_key = $5 where patient_id = $1 and document_id = $2 and version = $3', [patientId, documentId, version, keyId, wrappedKey]);
}

/** Tables of this room whose rows hold a wrapped key; `aboutVersion` says the same of one row. An upload is sealed as the first version it becomes. */
export const sealedTables: readonly SealedTable[] = [
  { table: 'document_content', about: "'document/' || patient_id || '/' || document_id || '/' || version" },
  { table: 'upload', about: "'document/' || patient_id || '/' || id || '/1'" },
];

/** Whether the running room can open what the ring's first key wraps. */
export async function isKeyKnown(rows: KeyRows, { current }: KeyRing): Promise<boolean> {
  return rows.transaction(async (query) => (await query('select 1 from file_key where id = $1', [current])).length > 0);
}
