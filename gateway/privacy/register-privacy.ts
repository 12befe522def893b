import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { guardStaff } from '../desk/desk-guard.ts';
import { prepareStaffPages } from '../desk/register-desk.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { registerCaseRoutes } from './case.routes.ts';
import { registerEmergencyPages } from './emergency-pages.ts';
import { registerFlagRoutes } from './flags.routes.ts';

export interface PrivacyPlan {
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'sharing' | 'identity'>;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Registers the privacy officer's pages, and the page on which a person reads of emergencies and disputes them (ACS-5). Throws SETTING_MISSING. */
export async function registerPrivacy(app: FastifyInstance, { sessions, rooms, settings, clock = () => new Date() }: PrivacyPlan): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const parts = { pages: new PageSender([]), rooms, clock };
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  await app.register(async (scope) => {
    // First of all, so that a stranger's request is read no further.
    declarePolicy(scope, 'privacy-officer');
    guardStaff(scope, { sessions, ownOrigin, clock }, 'privacy-officer', '/privacy-officer');
    await prepareStaffPages(scope, parts.pages);
    registerCaseRoutes(scope, parts);
    registerFlagRoutes(scope, parts);
  });

  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    await prepareStaffPages(scope, parts.pages);
    registerEmergencyPages(scope, { ...parts, sessions, ownOrigin });
  });
}
