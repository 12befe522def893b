import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { errorKind } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import { AttemptStore } from './attempt.store.ts';
import { portal } from './destination.ts';
import { signInPatient, signInProfessional } from './identity-link.ts';
import { nhsLoginParameters, readPatient } from './nhs-login.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { SignInParts } from './parts.ts';
import { failurePage } from './pages.ts';
import { professionalParameters, readProfessional } from './professional.ts';
import { RedemptionCodeStore } from './redemption-code.store.ts';
import { RelyingParty } from './relying-party.ts';
import { registerSandboxSession } from './sandbox-session-route.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { SessionStore } from './session.store.ts';
import { CookieSessions, type Sessions } from './sessions.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';

export interface SignInOptions {
  /** Pool of the gateway's database under its service role, `signInMigrations` applied. */
  readonly database: Pool;
  readonly rooms: Pick<RoomLinks, 'identity'>;
  readonly settings: Settings;
  /** The time that sessions, attempts and codes go by; the machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/**
 * Registers sign-in: the gateway is the only relying party, tokens of identity providers never leave it,
 * and a browser holds nothing but an opaque cookie. Throws SETTING_MISSING or SETTING_INVALID.
 */
export async function registerSignIn(app: FastifyInstance, options: SignInOptions): Promise<Sessions> {
  const parts = await buildParts(options);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  await app.register(async (scope) => {
    // Form posts of other parts may be read already; a second parser of one content type is an error in fastify.
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));
    scope.setErrorHandler((error, request, reply) => {
      // What a person does not see as a page is answered like every error of the gateway, by the handler above this one.
      if (!isPage(request)) throw error;
      request.log.error(errorKind(error), 'sign-in failed');
      return parts.pages.send(reply, 500, failurePage('not-signed-in', portal).page);
    });
    registerSignInRoutes(scope, parts);
    registerSessionRoutes(scope, parts);
    if (requiredYesNo(options.settings, 'CIE_SANDBOX')) registerSandboxSession(scope, options);
  });
  return parts.sessions;
}

async function buildParts({ database, rooms, settings, clock = () => new Date() }: SignInOptions): Promise<SignInParts> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const relyingParty = (prefix: string, path: string): Promise<RelyingParty> =>
    RelyingParty.create({ prefix, settings, redirectUri: `${ownOrigin}/sign-in/return/${path}` });
  const nhsLogin = await relyingParty('CIE_NHS_LOGIN', 'nhs-login');
  const professionals = await relyingParty('CIE_PRO', 'professional');
  return {
    attempts: new AttemptStore(database),
    codes: new RedemptionCodeStore(database),
    sessions: new CookieSessions(new SessionStore(database), clock),
    providers: {
      'nhs-login': {
        authorizationAddress: (attempt) => nhsLogin.authorizationAddress(attempt, nhsLoginParameters(attempt.level)),
        identify: async (attempt, state, query) =>
          signInPatient(rooms.identity, readPatient(await nhsLogin.identify(attempt, state, query), attempt.level)),
      },
      professional: {
        authorizationAddress: (attempt) => professionals.authorizationAddress(attempt, professionalParameters),
        identify: async (attempt, state, query) =>
          signInProfessional(rooms.identity, readProfessional(await professionals.identify(attempt, state, query), professionals.issuerName)),
      },
    },
    pages: new PageSender([nhsLogin.issuer.origin, professionals.issuer.origin]),
    ownOrigin,
    clock,
  };
}

/** Whether the browser shows the answer to a person, who needs a page that says what to do. */
function isPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && request.url.startsWith('/sign-in');
}
