import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { html } from '../pages/html.ts';
import { PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { registerDelayRoutes } from './delays/delays.routes.ts';
import { guardFeeds } from './feed-guard.ts';
import { registerHeldListRoutes } from './held/held-list.routes.ts';
import { registerHeldMessageRoutes } from './held/held-message.routes.ts';
import { registerMendRoutes } from './held/mend.routes.ts';
import { registerReplayAllRoutes } from './held/replay-all.routes.ts';
import { registerSenderRoutes } from './senders/senders.routes.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface FeedDeskPlan {
  readonly database: Pool;
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'results'>;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Registers the staff pages of feeds: what is held (ING-4), senders (ING-1), and delays (RES-3). */
export async function registerFeedDesk(app: FastifyInstance, { database, sessions, rooms, settings, clock = () => new Date() }: FeedDeskPlan): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const isSandbox = settings['CIE_SANDBOX'] === 'yes';
  const pages = new PageSender([]);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  await app.register(async (scope) => {
    // First of all, so that a stranger's request is read no further.
    declarePolicy(scope, 'feeds');
    guardFeeds(scope, { sessions, ownOrigin, clock });
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 128 * 1024 });
    scope.setErrorHandler((error, request, reply) => {
      const isClients = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
      // Refusals of what no page of ours sends are answered like every other error of the gateway.
      if (isClients || (error instanceof CieError && !error.code.startsWith('ROOM_'))) throw error;
      request.log.error(errorKind(error), 'a page of the feeds failed');
      return pages.send(reply, 503, {
        title: 'This did not work',
        body: html`<p>Something is not available right now. Go back, and try again in a minute. What was not confirmed was not done.</p>`,
      });
    });
    const parts = { database, rooms, pages, clock, isSandbox };
    registerHeldListRoutes(scope, parts);
    registerHeldMessageRoutes(scope, parts);
    registerMendRoutes(scope, parts);
    registerReplayAllRoutes(scope, parts);
    registerSenderRoutes(scope, parts);
    registerDelayRoutes(scope, parts);
  });
}
