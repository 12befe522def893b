import type { SummaryStore } from '../domain/summary-share.ts';
import { keepRepeating, type Repeated } from './keep-repeating.ts';

/** Time between two sweeps, in milliseconds. */
const tenMinutes = 600_000;

/** Deletes what summaries hold that nobody opened in time (ACS-3), whether anybody asks for a summary or not: at once, then every ten minutes. */
export function sweepSummaries(store: Pick<SummaryStore, 'sweep'>, report: (error: unknown) => void, every = tenMinutes): Repeated {
  return keepRepeating({ turn: () => store.sweep(new Date()), report, every });
}
