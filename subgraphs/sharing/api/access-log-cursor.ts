import { decodeCursor, encodeCursor } from '@cie/kit/federation/page.ts';
import type { LogPosition } from '../domain/read-access-log.ts';

/** How far each of a person's logs has been read, as text. */
export function logCursor(position: LogPosition): string {
  return encodeCursor([[...position].map(([patientId, seq]) => `${patientId} ${seq}`).join(',')]);
}

/** Reads `logCursor` back. Records joined or parted since then are read from their newest entry, or no more. Throws CURSOR_INVALID. */
export function readLogPosition(cursor: string | null | undefined, patientIds: readonly string[]): LogPosition {
  if (cursor === null || cursor === undefined) return new Map();
  const [text = ''] = decodeCursor(cursor, 1);
  const places = text.split(',').map((place) => place.split(' '));
  return new Map(places.flatMap(([id = '', seq = '']) => (patientIds.includes(id) && /^\d{1,15}$/.test(seq) ? [[id, Number(seq)] as const] : [])));
}
