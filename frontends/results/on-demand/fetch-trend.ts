import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { trendQuery } from './operations.ts';
import type { TrendQuery } from './operations.ts';

export type Trend = NonNullable<NonNullable<TrendQuery['patient']>['trend']>[number];
export type TrendPoint = Trend['points'][number];

/** All values of one test over time, one series per unit; null when there is nothing that this reader may see. */
export async function fetchTrend(ask: Ask, patient: string, code: string): Promise<readonly Trend[] | null> {
  const answer = await ask(trendQuery, { patient, code });
  return answer.patient?.trend ?? null;
}
