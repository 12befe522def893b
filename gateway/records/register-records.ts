import cookie from '@fastify/cookie';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { FastifyInstance } from 'fastify';
import { guardStaff } from '../desk/desk-guard.ts';
import { prepareStaffPages } from '../desk/register-desk.ts';
import type { Graph } from '../graph/graph.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { LongRequests } from '../server/long-requests.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerDecisionRoutes } from './decision.routes.ts';
import { registerEvidence } from './evidence.routes.ts';
import type { RecordsParts } from './records-parts.ts';
import { registerObjectionRoutes } from './objection.routes.ts';
import { registerRequestRoutes } from './request.routes.ts';
import { registerReviewRoutes } from './review.routes.ts';
import { registerTeamRoutes } from './team.routes.ts';

export interface RecordsPlan {
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'sharing' | 'results' | 'documents' | 'appointments'>;
  readonly execute: Graph['execute'];
  readonly throttle: Throttle;
  readonly long: LongRequests;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Requests for records (SAR-1): pages of who asks, of the records team, and of who reads a record for serious harm. Throws SETTING_MISSING. */
export async function registerRecords(app: FastifyInstance, { sessions, rooms, execute, throttle, long, settings, clock = () => new Date() }: RecordsPlan): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const parts: RecordsParts = { sessions, rooms, execute, pages: new PageSender([]), ownOrigin, clock };
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  await app.register(async (scope) => {
    declarePolicy(scope, 'signed-in');
    await prepareStaffPages(scope, parts.pages);
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    registerRequestRoutes(scope, parts);
    registerObjectionRoutes(scope, parts);
    registerReviewRoutes(scope, parts);
    await registerEvidence(scope, parts, { throttle, long });
  });

  await app.register(async (scope) => {
    // First of all, so that a stranger's request is read no further.
    declarePolicy(scope, 'records-team');
    guardStaff(scope, { sessions, ownOrigin, clock }, 'records-team', '/records');
    await prepareStaffPages(scope, parts.pages);
    registerTeamRoutes(scope, parts);
    registerDecisionRoutes(scope, parts);
  });
}
