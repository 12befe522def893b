import { fastifyApolloHandler } from '@as-integrations/fastify';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import type { Graph } from './graph.ts';
import type { RegisteredOperations } from './registered-operations.ts';
import type { HostSite } from '../embed/host-sites.ts';
import { fromRequest } from '../embed/where-from.ts';
import { viewAsOf } from './view-as.ts';

/** Largest operation with its variables, in bytes. What is smaller and asks for too much is told what is too much (limits.ts). */
const largestRequest = 256 * 1024;

export interface GraphRoutePlan {
  readonly graph: Graph;
  readonly sessions: Sessions;
  readonly operations: RegisteredOperations;
  /** Sites on which our frames may stand. */
  readonly sites: readonly HostSite[];
}

/** POST /graphql: ordered checks, then the graph. */
export function registerGraphRoute(app: FastifyInstance, { graph, sessions, operations, sites }: GraphRoutePlan): void {
  const sessionOf = new WeakMap<FastifyRequest, Session | null>();

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const body = bodyOf(request);
    const session = await sessions.read(request);
    sessionOf.set(request, session);
    void reply.header('cache-control', 'no-store');
    if (session?.client === 'script') {
      refuseForeignSite(request);
      if (typeof body.id === 'string') request.body = registered(body, operations);
      return;
    }
    refuseForeignClient(request);
    request.body = registered(body, operations);
  }

  app.route({
    method: 'POST',
    url: '/graphql',
    config: { policy: 'graph' },
    bodyLimit: largestRequest,
    preHandler: admit,
    handler: fastifyApolloHandler(graph.server, {
      context: async (request) => {
        const viewAs = viewAsOf(request.headers);
        const session = sessionOf.get(request) ?? null;
        const from = fromRequest(request.headers, session?.client ?? null, sites);
        return { access: { requestId: randomUUID(), viewer: session?.viewer ?? null, now: new Date(), ...(viewAs === undefined ? {} : { viewAs }), ...(from === undefined ? {} : { from }) } };
      },
    }),
  });
  app.get('/graphql', { config: { policy: 'public' } }, (_request, reply) =>
    reply.status(405).header('allow', 'POST').send(graphError('METHOD_NOT_ALLOWED', 'Send operations by POST with a JSON body.')));
}

interface OperationBody {
  readonly id?: unknown;
  readonly query?: unknown;
  readonly variables?: unknown;
}

function bodyOf(request: FastifyRequest): OperationBody {
  const { body } = request;
  if (Array.isArray(body)) throw new CieError('BATCH_REFUSED', 'Send one operation a request.');
  if (typeof body !== 'object' || body === null) throw new CieError('BODY_INVALID', 'Send a JSON object with "id" or "query".');
  return body;
}

/** Widgets name an operation by its hash; a text of their own is refused (abuse case 44). */
function registered(body: OperationBody, operations: RegisteredOperations): { query: string; variables: unknown } {
  if (typeof body.id !== 'string') {
    throw new CieError('OPERATION_NOT_REGISTERED', 'Widgets and signed-out clients run only registered operations: send "id", the SHA-256 of the document.');
  }
  return { query: operations.byId(body.id), variables: body.variables ?? {} };
}

/** Cross-site requests carry the cookie of a frame in that partition; browsers mark them and cannot add our header (abuse case 49). */
function refuseForeignClient(request: FastifyRequest): void {
  if (request.headers['x-cie-client'] === undefined || request.headers['sec-fetch-site'] !== 'same-origin') {
    throw new CieError('FOREIGN_SITE', 'Only pages of the exchange may send this request, and scripts with a live session cookie (in a sandbox: npm run cie -- session).');
  }
}

/** Scripts send no Sec-Fetch-Site; a browser that does must be on our own page. */
function refuseForeignSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new CieError('FOREIGN_SITE', 'Only pages of the exchange may send this request.');
  }
}

/** The GraphQL shape of an error that stopped a request before it reached the graph. */
export function graphError(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
