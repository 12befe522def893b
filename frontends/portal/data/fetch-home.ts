import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { homeQuery } from './operations.ts';
import type { HomeQuery } from './operations.ts';

type Record = NonNullable<HomeQuery['patient']>;

/** How long the first page tells of an emergency, in days. */
const toldDays = 30;

/** What a person may want to know before they open anything. */
export interface Ahead {
  /** Whether the record was opened in an emergency of late, and nothing has come of it since: neither did they dispute it, nor were they answered. */
  readonly emergency: boolean;
  readonly waiting: readonly NonNullable<Record['waitingReports']>[number][];
  /** The next appointment that takes place; null when there is none, or appointments do not answer: the page about them says which. */
  readonly next: NonNullable<Record['appointments']>['edges'][number]['node'] | null;
}

/** What lies ahead in a record; null when it does not open. */
export async function fetchAhead(ask: Ask, patient: string, now: string): Promise<Ahead | null> {
  const { patient: record } = await ask(homeQuery, { patient, recently: new Date(Date.parse(now) - toldDays * 86_400_000).toISOString() });
  if (record === null) return null;
  return {
    emergency: record.accessLog?.edges[0]?.node.action === 'EMERGENCY_STARTED',
    waiting: record.waitingReports ?? [],
    next: record.appointments?.edges.find(({ node }) => node.status === 'BOOKED')?.node ?? null,
  };
}
