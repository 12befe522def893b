import { newDataKey, sealBytes, unsealBytes, unwrapKey, type KeyRing } from '@cie/kit/sealing.ts';
import { partBytes } from '@cie/kit/uploads.ts';
import type { EntityManager } from 'typeorm';
import type { DocumentContent } from '../domain/document.ts';

/** Which version of whose document: bound to everything that is sealed of it, so that nothing opens in another's place. */
export interface VersionKey {
  readonly patientId: string;
  readonly documentId: string;
  readonly version: number;
}

export type Part = 'text' | 'file';

export function aboutVersion({ patientId, documentId, version }: VersionKey): string {
  return `document/${patientId}/${documentId}/${version}`;
}

/** `more` or `last` is bound as well: a file that lost its end does not open. */
export function aboutPart(key: VersionKey, part: Part, number: number, last: boolean): string {
  return `${aboutVersion(key)}/${part}/${number}/${last ? 'last' : 'more'}`;
}

export interface SealedContent {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
  readonly parts: readonly { readonly part: Part; readonly number: number; readonly sealed: Buffer }[];
}

/** Seals the content of one version under a fresh key of its own. */
export function sealContent(ring: KeyRing, version: VersionKey, { text, file }: DocumentContent): SealedContent {
  const { key, keyId, wrapped } = newDataKey(ring, aboutVersion(version));
  const parts = (part: Part, bytes: Buffer) =>
    Array.from({ length: Math.max(1, Math.ceil(bytes.length / partBytes)) }, (_each, number) => {
      const piece = bytes.subarray(number * partBytes, (number + 1) * partBytes);
      return { part, number, sealed: sealBytes(key, piece, aboutPart(version, part, number, (number + 1) * partBytes >= bytes.length)) };
    });
  return { keyId, wrappedKey: wrapped, parts: [...(text === null ? [] : parts('text', Buffer.from(text))), ...(file === null ? [] : parts('file', file.bytes))] };
}

/** A reader of one version's parts, under the rights of the manager it is given; null when there is no such version, or none that may be read. */
export async function openVersion(manager: EntityManager, ring: KeyRing, version: VersionKey): Promise<VersionReader | null> {
  const { patientId, documentId, version: number } = version;
  const [row] = await manager.query<{ key_id: string | null; wrapped_key: Buffer | null; text: string | null; pdf: Buffer | null; }[]>(
    `select key_id, wrapped_key, text, pdf from document_content where patient_id = $1 and document_id = $2 and version = $3`, [patientId, documentId, number],
  );
  if (row === undefined) return null;
  if (row.key_id === null || row.wrapped_key === null) return plainReader(row.text, row.pdf);
  const key = unwrapKey(ring, { keyId: row.key_id, wrapped: row.wrapped_key }, aboutVersion(version));
  return sealedReader(manager, key, version);
}

export interface VersionReader {
  /** One part of the file, and whether it is the last; null when there is no such part. */
  part(part: Part, number: number): Promise<{ readonly bytes: Buffer; readonly last: boolean } | null>;
  whole(part: Part): Promise<Buffer | null>;
}

/** From before content was sealed. */
function plainReader(text: string | null, pdf: Buffer | null): VersionReader {
  const bytesOf = (part: Part): Buffer | null => (part === 'file' ? pdf : text === null ? null : Buffer.from(text));
  return {
    part: async (part, number) => {
      const bytes = bytesOf(part)?.subarray(number * partBytes, (number + 1) * partBytes);
      return bytes === undefined || (bytes.length === 0 && number > 0) ? null : { bytes, last: (number + 1) * partBytes >= (bytesOf(part)?.length ?? 0) };
    },
    whole: async (part) => bytesOf(part),
  };
}

function sealedReader(manager: EntityManager, key: Buffer, version: VersionKey): VersionReader {
  const { patientId, documentId, version: number } = version;
  const which = [patientId, documentId, number];
  const where = 'patient_id = $1 and document_id = $2 and version = $3 and part = $4';
  return {
    part: async (part, index) => {
      const rows = await manager.query<{ number: number; sealed: Buffer | null }[]>(
        `select number, case when number = $5 then sealed end as sealed from document_part where ${where} and number in ($5, $5 + 1) order by number`, [...which, part, index],
      );
      const [wanted, next] = rows;
      if (wanted?.number !== index || wanted.sealed === null) return null;
      const last = next === undefined;
      return { bytes: unsealBytes(key, wanted.sealed, aboutPart(version, part, index, last)), last };
    },
    whole: async (part) => {
      const rows = await manager.query<{ number: number; sealed: Buffer }[]>(`select number, sealed from document_part where ${where} order by number`, [...which, part]);
      if (rows.length === 0) return null;
      return Buffer.concat(rows.map(({ sealed }, index) => unsealBytes(key, sealed, aboutPart(version, part, index, index === rows.length - 1))));
    },
  };
}
