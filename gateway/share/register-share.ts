import formbody from '@fastify/formbody';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { FastifyInstance } from 'fastify';
import type { Graph } from '../graph/graph.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerGiveRoutes } from './give.routes.ts';
import { registerLinkRoutes } from './link.routes.ts';
import { registerOpenRoutes } from './open.routes.ts';
import type { ShareParts } from './share-parts.ts';
import { createSlowKey, type SlowKey } from './slow-key.ts';
import { summaryLink } from './summary-link.ts';

export interface ShareOptions {
  readonly sessions: Pick<BrowserSessions, 'read'>;
  readonly rooms: Pick<RoomLinks, 'sharing'>;
  readonly execute: Graph['execute'];
  readonly throttle: Throttle;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
  /** As in `ShareParts`. */
  readonly pauses?: readonly number[];
  readonly step?: number;
  readonly slowKey?: SlowKey;
}

/** ACS-3: summaries that a person gives to who cares for them elsewhere, by a code or a SMART Health Link. Throws SETTING_MISSING. */
export async function registerShare(app: FastifyInstance, { sessions, rooms, execute, throttle, settings, clock = () => new Date(), pauses = [300, 1500], step = 500, slowKey = createSlowKey() }: ShareOptions): Promise<void> {
  const parts: ShareParts = {
    summaries: summaryLink(rooms.sharing), sessions, execute, throttle, slowKey, pages: new PageSender([]),
    ownOrigin: new URL(required(settings, 'CIE_PUBLIC_URL')).origin, clock, pauses, step,
  };
  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerGiveRoutes(scope, parts);
    registerOpenRoutes(scope, parts);
  });
  await app.register(async (scope) => {
    declarePolicy(scope, 'secret');
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerLinkRoutes(scope, parts);
  });
}
