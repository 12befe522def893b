import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasDuty, isProvedPatient, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { feedRightsOf } from '../feed-desk/feed-rights.ts';
import { allowedReturn } from '../sign-in/destination.ts';
import type { BrowserSessions } from '../sign-in/sessions.ts';

/**
 * Whom a route answers. The first six decide for themselves, in the way that their name says; the others are refused to everybody else
 * before the route is asked.
 *
 * - `public`: everybody alike, nothing of anybody
 * - `secret`: who brings a secret that was given before: of a step under way, in a link, of a feed of appointments
 * - `graph`: the graph decides field by field (pages of the record, GraphQL)
 * - `sender`: systems of hospitals, by token or certificate
 * - `operator`: who operates a sandbox, by its token
 * - `one-use`: who brings an address of one use, in the session that it was made for
 */
export type RoutePolicy = 'public' | 'secret' | 'graph' | 'sender' | 'operator' | 'one-use' | ViewerPolicy;
type ViewerPolicy = 'signed-in' | 'patient' | 'professional' | 'support-desk' | 'privacy-officer' | 'records-team' | 'feeds';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whom the route answers (gateway/server/route-policy.ts). */
    policy?: RoutePolicy;
  }
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly policy: RoutePolicy;
}

const admits: Readonly<Record<ViewerPolicy, (viewer: Viewer) => boolean>> = {
  'signed-in': () => true,
  patient: isProvedPatient,
  professional: ({ kind }) => kind === 'professional',
  'support-desk': (viewer) => hasDuty(viewer, 'support-desk'),
  'privacy-officer': (viewer) => hasDuty(viewer, 'privacy-officer'),
  'records-team': (viewer) => hasDuty(viewer, 'records-team'),
  feeds: (viewer) => feedRightsOf(viewer) !== null,
};
const isViewerPolicy = (policy: RoutePolicy): policy is ViewerPolicy => Object.hasOwn(admits, policy);

/** Declares the policy of every route that the scope registers from here on and that declares none itself. */
export function declarePolicy(scope: FastifyInstance, policy: RoutePolicy): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, policy: route.config?.policy ?? policy };
  });
}

export interface RoutePolicies {
  /** Every route with its policy, once the application is ready. */
  readonly routes: readonly DeclaredRoute[];
  /** Says who is signed in; until then nobody is. */
  readBy(sessions: Pick<BrowserSessions, 'peek'>): void;
}

/**
 * Demands a policy of all routes registered from here on, and keeps to it. The application does not become ready while a route declares
 * none, with ROUTE_WITHOUT_POLICY: what nobody has thought about must not answer. What a policy does not admit is refused before the
 * handler. Routes look for themselves as well, and say it better; this is for the one that forgets.
 */
export function demandPolicies(app: FastifyInstance): RoutePolicies {
  const seen: { readonly method: string | string[]; readonly url: string; readonly config?: { readonly policy?: RoutePolicy } }[] = [];
  const routes: DeclaredRoute[] = [];
  let sessions: Pick<BrowserSessions, 'peek'> | null = null;
  // Kept, not read: hooks of the scope, which run after this one, may still declare.
  app.addHook('onRoute', (route) => {
    seen.push(route);
  });
  app.addHook('onReady', async () => {
    for (const { method, url, config } of seen) {
      const policy = config?.policy;
      if (policy === undefined) throw new CieError('ROUTE_WITHOUT_POLICY', `The route ${[method].flat().join(', ')} ${url} declares no config.policy. See gateway/server/route-policy.ts.`);
      routes.push(...[method].flat().map((each) => ({ method: each, url, policy })));
    }
  });
  app.addHook('preHandler', async (request, reply) => {
    const { policy } = request.routeOptions.config;
    if (policy === undefined || !isViewerPolicy(policy)) return undefined;
    const viewer = (await sessions?.peek(request))?.viewer ?? null;
    if (viewer === null) return signInFirst(request, reply);
    return admits[policy](viewer) ? undefined : reply.callNotFound();
  });
  return {
    routes,
    readBy: (these) => {
      sessions = these;
    },
  };
}

function signInFirst(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.headers.accept?.includes('text/html') !== true) throw new CieError('SIGN_IN_REQUIRED', 'Sign in first.');
  const back = request.method === 'GET' ? allowedReturn(request.url) : null;
  return reply.redirect(back === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`, 303);
}
