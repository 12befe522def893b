import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { errorKind } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import type { Graph } from '../graph/graph.ts';
import type { Courier } from '../notices/courier.ts';
import { AttemptStore } from './attempt.store.ts';
import { portal } from './destination.ts';
import { registerNhsAppRoute } from './nhs-app-route.ts';
import { nhsLoginProvider } from './nhs-login-provider.ts';
import { createOrganisationDirectory } from './organisation-directory.ts';
import { registerAccount } from '../account/register-account.ts';
import { registerAgreementPages } from '../agreement/agreement-pages.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { registerResetRoutes } from '../reset/reset-routes.ts';
import { createThrottle } from '../throttle/throttle.ts';
import type { SignInParts } from './parts.ts';
import { failurePage } from './pages.ts';
import { KnownDeviceStore } from './known-device.store.ts';
import { registerPasswordRoutes } from './password-routes.ts';
import { PendingStore } from './pending.store.ts';
import { registerLaunch } from './launch/launch-routes.ts';
import { ArrivalStore } from './professionals/arrival.store.ts';
import { createProfessionalProviders } from './professionals/providers.ts';
import { registerProfessionalRoutes } from './professionals/professional-routes.ts';
import { RedemptionCodeStore } from './redemption-code.store.ts';
import { signInStands, type RegistrationRooms } from './registration-link.ts';
import { RelyingParty } from './relying-party.ts';
import { registerSandboxSession } from './sandbox-session-route.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { SessionStore } from './session.store.ts';
import { CookieSessions, type BrowserSessions } from './sessions.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';
import { registerStepRoutes } from './step-routes.ts';
import { declarePolicy } from '../server/route-policy.ts';

export interface SignInOptions {
  /** Pool of the gateway's database under its service role, `signInMigrations` applied. */
  readonly database: Pool;
  readonly rooms: RegistrationRooms & Pick<RoomLinks, 'sharing'>;
  readonly settings: Settings;
  readonly courier: Pick<Courier, 'drain'>;
  /** Runs registered operations, for pages of the account that show something of the record. */
  readonly execute: Graph['execute'];
  /** The time that sessions, attempts and codes go by; the machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/**
 * Registers sign-in: the gateway is the only relying party, tokens of identity providers never leave it,
 * and a browser holds nothing but an opaque cookie. Throws SETTING_MISSING or SETTING_INVALID.
 */
export async function registerSignIn(app: FastifyInstance, options: SignInOptions): Promise<BrowserSessions> {
  const parts = await buildParts(options);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);
  await app.register(async (scope) => {
    // A step of signing in answers who brings what the step before gave; what is for everybody says so itself.
    declarePolicy(scope, 'secret');
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
    registerNhsAppRoute(scope, parts);
    registerStepRoutes(scope, parts);
    registerProfessionalRoutes(scope, parts);
    await registerLaunch(scope, { parts, settings: options.settings, sharing: options.rooms.sharing });
    registerAgreementPages(scope, parts);
    registerPasswordRoutes(scope, parts);
    registerResetRoutes(scope, parts);
    registerSessionRoutes(scope, parts);
    await scope.register(async (account) => registerAccount(account, parts));
    if (requiredYesNo(options.settings, 'CIE_SANDBOX')) registerSandboxSession(scope, options);
  });
  return parts.sessions;
}

async function buildParts({ database, rooms, settings, courier, execute, clock = () => new Date() }: SignInOptions): Promise<SignInParts> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const relyingParty = (prefix: string, path: string): Promise<RelyingParty> =>
    RelyingParty.create({ prefix, settings, redirectUri: `${ownOrigin}/sign-in/return/${path}` });
  const nhsLogin = await relyingParty('CIE_NHS_LOGIN', 'nhs-login');
  const patients = nhsLoginProvider({ nhsLogin, directory: createOrganisationDirectory(settings, clock), identity: rooms.identity, clock });
  const professionals = await createProfessionalProviders(settings, ownOrigin, clock);
  return {
    attempts: new AttemptStore(database),
    codes: new RedemptionCodeStore(database),
    pending: new PendingStore(database),
    devices: new KnownDeviceStore(database),
    throttle: createThrottle(database),
    arrivals: new ArrivalStore(database),
    rooms,
    sessions: new CookieSessions(new SessionStore(database), clock, (person) => signInStands(rooms, person, clock())),
    courier,
    execute,
    providers: new Map([['nhs-login', patients], ...professionals.providers]),
    trusts: professionals.trusts,
    pages: new PageSender([nhsLogin.issuer.origin, ...professionals.origins]),
    ownOrigin,
    clock,
  };
}

/** Whether the browser shows the answer to a person, who needs a page that says what to do. */
function isPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && /^\/(sign-in|launch)/.test(request.url);
}
