import formbody from '@fastify/formbody';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { FastifyInstance } from 'fastify';
import type { Graph } from '../graph/graph.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import type { CalendarParts } from './calendar-parts.ts';
import { registerCalendarPages } from './calendar-pages.ts';
import { registerFeedRoutes } from './feed.routes.ts';
import type { FeedStore } from './feed.store.ts';
import { registerFileRoutes } from './file.routes.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface CalendarOptions {
  readonly feeds: FeedStore;
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'identity'>;
  readonly execute: Graph['execute'];
  readonly throttle: Throttle;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** APT-1: appointments as calendar files, and feeds that a person's own calendar fetches. Throws SETTING_MISSING. */
export async function registerCalendar(app: FastifyInstance, { feeds, sessions, rooms, execute, throttle, settings, clock = () => new Date() }: CalendarOptions): Promise<void> {
  const parts: CalendarParts = {
    feeds, sessions, identity: rooms.identity, execute, throttle, pages: new PageSender([]),
    ownOrigin: new URL(required(settings, 'CIE_PUBLIC_URL')).origin, clock,
  };
  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerCalendarPages(scope, parts);
    registerFileRoutes(scope, parts);
    registerFeedRoutes(scope, parts);
  });
}
