import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { homeQuery } from './operations.ts';
import type { HomeQuery } from './operations.ts';

type Record = NonNullable<HomeQuery['patient']>;

/** What a person may want to know before they open anything. */
export interface Ahead {
  readonly waiting: readonly NonNullable<Record['waitingReports']>[number][];
  /** The next appointment that takes place; null when there is none, or appointments do not answer: the page about them says which. */
  readonly next: NonNullable<Record['appointments']>['edges'][number]['node'] | null;
}

/** What lies ahead in a record; null when it does not open. */
export async function fetchAhead(ask: Ask, patient: string): Promise<Ahead | null> {
  const { patient: record } = await ask(homeQuery, { patient });
  if (record === null) return null;
  return { waiting: record.waitingReports ?? [], next: record.appointments?.edges.find(({ node }) => node.status === 'BOOKED')?.node ?? null };
}
