import type { Graph } from '../graph/graph.ts';
import type { PageSender } from '../pages/page.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { SlowKey } from './slow-key.ts';
import type { SummaryLink } from './summary-link.ts';

/** What the routes of summaries work with, built once at start-up. */
export interface ShareParts {
  readonly summaries: SummaryLink;
  readonly sessions: Pick<BrowserSessions, 'read'>;
  /** Runs a registered operation, as the person whose record it is. */
  readonly execute: Graph['execute'];
  readonly throttle: Throttle;
  readonly slowKey: SlowKey;
  readonly pages: PageSender;
  /** Scheme, host and port of the exchange itself. */
  readonly ownOrigin: string;
  readonly clock: () => Date;
  /** A part of the record that a room did not give is asked for again after these pauses, in milliseconds. */
  readonly pauses: readonly number[];
  /** Milliseconds in whole multiples of which a try to open is answered: longer than code, date, room and page take as a rule. */
  readonly step: number;
}
