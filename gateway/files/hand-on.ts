import type { MultipartFile } from '@fastify/multipart';
import { CieError } from '@cie/kit/errors.ts';
import { partBytes, type UploadMediaType } from '@cie/kit/uploads.ts';
import { beginFileCheck } from './check-file.ts';
import { inParts, type FilePart } from './in-parts.ts';
import { fileTooLarge } from './intake.ts';

/** Where a file goes that comes in by form. */
export interface FileTaker {
  /** Makes room for it; its type is what its first bytes say. */
  begin(mediaType: UploadMediaType): Promise<string>;
  part(id: string, number: number, bytes: Buffer, last: boolean): Promise<unknown>;
  abandon(id: string): Promise<unknown>;
}

/** Hands a file on as it comes, part by part, checked on the way; gives its id. Throws UPLOAD_INVALID, FILE_TYPE_REFUSED, IMAGE_TOO_LARGE, FILE_TOO_LARGE, and what the taker throws. */
export async function handOn({ file }: MultipartFile, most: number, taker: FileTaker): Promise<string> {
  let id: string | null = null;
  let size = 0;
  try {
    const parts = inParts(file, partBytes);
    const first = await parts.next();
    if (first.done === true) throw new CieError('UPLOAD_INVALID', 'The file is empty.');
    const check = await beginFileCheck(first.value.bytes);
    id = await taker.begin(check.mediaType);
    let number = 0;
    for (let part: FilePart | undefined = first.value; part !== undefined; part = (await parts.next()).value, number += 1) {
      const { bytes, last } = part;
      size += bytes.length;
      if (size > most || file.truncated) throw fileTooLarge(most);
      check.take(bytes);
      if (last) check.end();
      await taker.part(id, number, bytes, last);
    }
    return id;
  } catch (error) {
    // What the sender goes on sending is read and dropped.
    file.resume();
    // Only to be sooner: what is never finished is deleted by the room's own sweep, and the first error is the one to report.
    if (id !== null) await taker.abandon(id).catch(() => undefined);
    throw error;
  }
}
