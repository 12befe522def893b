import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { recordQuery } from './operations.ts';
import type { RecordQuery } from './operations.ts';

export type OpenRecord = NonNullable<RecordQuery['patient']>;

/** Whose record is open, by which doors and until when; null when none opens. */
export async function fetchRecord(ask: Ask, patient: string): Promise<OpenRecord | null> {
  return (await ask(recordQuery, { patient })).patient;
}
