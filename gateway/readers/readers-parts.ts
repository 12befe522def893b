import type { Viewer } from '@cie/kit/access-context.ts';
import type { Graph } from '../graph/graph.ts';
import type { PageSender } from '../pages/page.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';

/** What the pages about readers of a record work with, built once at start-up. */
export interface ReadersParts {
  readonly sessions: Pick<BrowserSessions, 'read'>;
  /** Runs a registered operation, as the person whose record it is. */
  readonly execute: Graph['execute'];
  readonly pages: PageSender;
  readonly clock: () => Date;
}

/** A person on these pages; the route's policy admits nobody else. */
export interface RecordHolder {
  readonly viewer: Viewer;
  readonly patientId: string;
}
