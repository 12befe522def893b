import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { Courier } from '../notices/courier.ts';
import { html } from '../pages/html.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { RegistrationRooms } from '../sign-in/registration-link.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { registerCodeRoutes } from './code-routes.ts';
import { registerConfirmRoutes } from './confirm-routes.ts';
import { registerInviteRoutes } from './invite.routes.ts';
import { invitedLink } from './invited-link.ts';
import { registerStartRoutes } from './start-routes.ts';
import { registerStepRoutes } from './step-routes.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface RegistrationPlan {
  readonly rooms: RegistrationRooms;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly settings: Settings;
  /** Drained when an account takes another's place, before the page says so: the other's sessions have ended then. */
  readonly courier: Pick<Courier, 'drain'>;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Registers registration by invitation (REG-4): for who is invited, and for hospitals and practices that invite. */
export async function registerRegistration(app: FastifyInstance, { rooms, sessions, throttle, settings, courier, clock = () => new Date() }: RegistrationPlan): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const pages = new PageSender([]);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  await app.register(async (scope) => {
    // A step answers who brings what the step before gave; what is for everybody says so itself.
    declarePolicy(scope, 'secret');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 64 * 1024 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    scope.setErrorHandler((error, request, reply) => {
      const isClients = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
      // Refusals of what no page of ours sends are answered like every other error of the gateway.
      if (isClients || (error instanceof CieError && !error.code.startsWith('ROOM_'))) throw error;
      request.log.error(errorKind(error), 'a page of registration failed');
      return pages.send(reply, 503, {
        title: 'This did not work',
        body: html`<p>Something is not available right now. Go back, and try again in a minute. What you entered before is kept.</p>`,
      });
    });
    const parts = { link: invitedLink(rooms.identity), courier, pages, throttle, ownOrigin, clock };
    registerStartRoutes(scope, parts);
    registerCodeRoutes(scope, parts);
    registerStepRoutes(scope, parts);
    registerConfirmRoutes(scope, parts);
    await scope.register(async (inviting) => registerInviteRoutes(inviting, { rooms, sessions, pages, throttle, ownOrigin, clock }));
  });
}
