import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { othersQuery } from './operations.ts';

/** Whether records of other people stand open to the reader. Opens none of them, so that nothing is logged for asking. */
export async function hasOthers(ask: Ask): Promise<boolean> {
  return ((await ask(othersQuery, {})).me?.records.length ?? 0) > 0;
}
