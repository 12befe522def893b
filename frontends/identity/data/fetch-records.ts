import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { recordsQuery } from './operations.ts';
import type { RecordsQuery } from './operations.ts';

export type SharedRecord = NonNullable<RecordsQuery['me']>['records'][number];

/** Records of other people that stand open to the reader; null when signed out. */
export async function fetchRecords(ask: Ask): Promise<readonly SharedRecord[] | null> {
  return (await ask(recordsQuery, {})).me?.records ?? null;
}
