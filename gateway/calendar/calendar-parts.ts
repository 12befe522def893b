import type { RoomLink } from '@cie/kit/room.ts';
import type { Graph } from '../graph/graph.ts';
import type { PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { FeedStore } from './feed.store.ts';

/** What the routes of calendars work with, built once at start-up. */
export interface CalendarParts {
  readonly feeds: FeedStore;
  readonly sessions: Sessions;
  readonly identity: RoomLink;
  /** Runs a registered operation, as the person whose calendar it is. */
  readonly execute: Graph['execute'];
  readonly throttle: Throttle;
  readonly pages: PageSender;
  /** Scheme, host and port of the exchange itself. */
  readonly ownOrigin: string;
  readonly clock: () => Date;
}
