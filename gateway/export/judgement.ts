import type { Observation } from './record.ts';
import { words } from './words.ts';

/** What a test says that no longer counts: cancelled, or taken back. The laboratory stands behind no judgement of it, whatever came with it. */
export const isGone = ({ status }: Pick<Observation, 'status'>): boolean => status === 'CANCELLED' || status === 'WITHDRAWN';

/** What the laboratory makes of a result, in words: against its range, or of a medicine that stands in no culture; null when it says nothing. */
export function judgementOf({ flag, susceptibility, status }: Pick<Observation, 'flag' | 'susceptibility' | 'status'>): string | null {
  if (isGone({ status })) return null;
  if (susceptibility !== null) return words.judged[susceptibility];
  return flag === null ? null : words.flags[flag];
}
