import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { html } from '../pages/html.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { Courier } from '../notices/courier.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerCaseRoutes } from './case.routes.ts';
import { registerCheckRoutes } from './check.routes.ts';
import { guardDesk } from './desk-guard.ts';
import { deskLink } from './desk-link.ts';
import { registerInvitationsRoutes } from './invitations.routes.ts';
import { registerInviteRoutes } from './invite.routes.ts';
import { registerMergeRoutes } from './merges.routes.ts';
import { registerProfessionalRoutes } from './professionals.routes.ts';
import { registerProxyRoutes } from './proxies.routes.ts';
import { registerAnswerRoutes } from './public/answer-routes.ts';
import { contactForm } from './public/contact.ts';
import { registerPublicForm } from './public/public-form.ts';
import { requestAccessForm } from './public/request-access.ts';
import { registerQueueRoutes } from './queue.routes.ts';
import { registerTeamRoutes } from './teams.routes.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface DeskPlan {
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'identity' | 'results' | 'appointments' | 'sharing'>;
  readonly throttle: Throttle;
  readonly courier: Pick<Courier, 'drain'>;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Registers the support desk (REG-5): forms for everybody, and pages for its staff. */
export async function registerDesk(app: FastifyInstance, { sessions, rooms, throttle, courier, settings, clock = () => new Date() }: DeskPlan): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const deskEmail = required(settings, 'CIE_DESK_EMAIL');
  const pages = new PageSender([]);
  const desk = deskLink(rooms.identity);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  await app.register(async (scope) => {
    declarePolicy(scope, 'public');
    await prepareStaffPages(scope, pages);
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    const parts = { desk, pages, sessions, throttle, ownOrigin, clock };
    registerPublicForm(scope, parts, requestAccessForm);
    registerPublicForm(scope, parts, contactForm);
    registerAnswerRoutes(scope, parts);
  });

  await app.register(async (scope) => {
    // First of all, so that a stranger's request is read no further.
    declarePolicy(scope, 'support-desk');
    guardDesk(scope, { sessions, ownOrigin, clock });
    await prepareStaffPages(scope, pages);
    const parts = { desk, pages, clock, rooms, courier, ownOrigin, deskEmail };
    registerQueueRoutes(scope, parts);
    registerCaseRoutes(scope, parts);
    registerCheckRoutes(scope, parts);
    registerInviteRoutes(scope, parts);
    registerInvitationsRoutes(scope, parts);
    registerProfessionalRoutes(scope, parts);
    registerProxyRoutes(scope, parts);
    registerTeamRoutes(scope, parts);
    registerMergeRoutes(scope, parts);
  });
}

/** Forms can be read, and a fault is a page that says so. */
export async function prepareStaffPages(scope: FastifyInstance, pages: PageSender): Promise<void> {
  if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 64 * 1024 });
  scope.setErrorHandler((error, request, reply) => {
    const isClients = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
    // Refusals of what no page of ours sends are answered like every other error of the gateway.
    if (isClients || (error instanceof CieError && !error.code.startsWith('ROOM_'))) throw error;
    request.log.error(errorKind(error), 'a page of the staff failed');
    return pages.send(reply, 503, {
      title: 'This did not work',
      body: html`<p>Something is not available right now. Go back, and try again in a minute. What was not confirmed was not done.</p>`,
    });
  });
}
