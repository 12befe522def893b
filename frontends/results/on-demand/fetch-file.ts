import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { attachmentContentQuery } from './operations.ts';

/** A file that came inside a report; null when there is none that this reader may see. */
export async function fetchFile(ask: Ask, patient: string, report: string, file: string): Promise<Blob | null> {
  const { patient: record } = await ask(attachmentContentQuery, { patient, report });
  const found = record?.report?.attachments.find(({ id }) => id === file);
  if (found === undefined || found.content === null) return null;
  return new Blob([Uint8Array.fromBase64(found.content)], { type: found.mediaType });
}
