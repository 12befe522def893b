import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorKind } from '@cie/kit/errors.ts';
import { FhirRefused, refused } from '@cie/kit/fhir/fhir-refused.ts';
import { capabilityStatement } from './fhir/capability.ts';
import { refusalAnswer } from './fhir/fhir-answer.ts';
import type { FhirIntake } from './fhir/fhir-intake.ts';
import { UNAVAILABLE, type FhirReceiver } from './fhir/fhir-receiver.ts';
import { errorOutcome, FHIR_JSON } from './fhir/fhir-outcome.ts';
import type { FhirClaim, FhirSenders } from './fhir/fhir-sender.ts';
import type { FhirTarget } from './fhir/read-fhir-request.ts';
import { declarePolicy } from '../server/route-policy.ts';

const TAKEN = ['application/fhir+json', 'application/json'];

export interface FhirRoutesPlan {
  readonly receiver: FhirReceiver;
  readonly senders: Pick<FhirSenders, 'prove'>;
  readonly intake: FhirIntake;
  readonly maxBytes: number;
  readonly publicUrl: string;
}

/** `/fhir`: bundles and single resources in, answered as FHIR R4 says (ING-3). */
export function registerFhirRoutes(app: FastifyInstance, { receiver, senders, intake, maxBytes, publicUrl }: FhirRoutesPlan, started = new Date()): void {
  app.register(async (scope) => {
    declarePolicy(scope, 'sender');
    // Only here, and no text/plain or form: a page of another site cannot post these types without asking first (abuse case 49).
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(TAKEN, { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) => done(null, body));
    scope.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => send(reply, ...faultOf(error.statusCode ?? 500, maxBytes)));
    scope.addHook('onRequest', async (request, reply) => {
      const refusal = methodRefusal(request);
      if (refusal !== null) return send(reply.header('allow', 'POST, PUT'), 405, errorOutcome('not-supported', refusal));
      if (request.method === 'GET' || request.method === 'HEAD') return undefined;
      // Before a byte of the body: a stranger must not make the exchange hold twenty megabytes (abuse case 46).
      try {
        const sender = await senders.prove(claimOf(request));
        if (intake.enter(request.raw, reply.raw, sender?.key ?? null)) return undefined;
      } catch (error) {
        const { status, headers, body } = refusalAnswer(error instanceof FhirRefused ? error : refused('unavailable', 503, 'transient', UNAVAILABLE));
        if (!(error instanceof FhirRefused)) request.log.warn({ error: errorKind(error) }, 'a sender could not be looked up');
        return send(reply.headers(headers), status, body);
      }
      return send(reply.header('retry-after', '5'), 503, errorOutcome('transient', 'Too much comes in at once. Nothing is wrong with the message: send it again later.'));
    });
    scope.addHook('preParsing', async (request, _reply, body) => intake.count(request.raw, body));

    const take = (target: (request: FastifyRequest) => FhirTarget) => async (request: FastifyRequest, reply: FastifyReply) => {
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const { status, headers, body } = await receiver.receive(bytes, target(request), claimOf(request));
      return send(reply.headers(headers), status, body);
    };
    const base = (): FhirTarget => ({ method: 'POST', type: null, id: null });
    const parameter = (request: FastifyRequest, name: string): string => String(Reflect.get(Object(request.params), name));

    scope.get('/fhir/metadata', { config: { policy: 'public' } }, async (_request, reply) => send(reply, 200, capabilityStatement(publicUrl, started)));
    scope.post('/fhir', { bodyLimit: maxBytes }, take(base));
    scope.post('/fhir/$process-message', { bodyLimit: maxBytes }, take(base));
    scope.post('/fhir/:type', { bodyLimit: maxBytes }, take((request) => ({ method: 'POST', type: parameter(request, 'type'), id: null })));
    scope.put('/fhir/:type/:id', { bodyLimit: maxBytes }, take((request) => ({ method: 'PUT', type: parameter(request, 'type'), id: parameter(request, 'id') })));
    for (const url of ['/fhir', '/fhir/*']) scope.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url, handler: refuseAddress, ...(url === '/fhir' ? { method: ['GET', 'PUT', 'PATCH', 'DELETE'] as const } : {}) });
  });
}

/** Reading is for people, under passes (GraphQL); a feed only brings. Versions are the sender's, so that nothing is to be matched. */
function methodRefusal(request: FastifyRequest): string | null {
  if (request.method === 'GET' || request.method === 'HEAD') return /^\/fhir\/metadata(?:\?|$)/.test(request.url) ? null : 'This address takes resources in and answers no questions. Read the record through GraphQL.';
  if (request.method === 'DELETE' || request.method === 'PATCH') return 'Nothing is deleted or patched here. Send the resource again: a new version, or entered-in-error.';
  if (request.headers['if-match'] !== undefined || request.headers['if-none-exist'] !== undefined || request.headers['if-none-match'] !== undefined) {
    return 'Conditions (If-Match, If-None-Exist, If-None-Match) are not answered. Send without: the same version again changes nothing.';
  }
  return null;
}

async function refuseAddress(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return send(reply, 404, errorOutcome('not-supported', 'This address takes nothing. Post a Bundle to /fhir, a resource to /fhir/{type}, or put one to /fhir/{type}/{id}.'));
}

function claimOf(request: FastifyRequest): FhirClaim {
  const name = request.headers['x-cie-sender'];
  return { token: /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null, name: typeof name === 'string' ? name : null };
}

function faultOf(status: number, maxBytes: number): [number, object] {
  if (status === 503) return [503, errorOutcome('transient', 'Too much comes in at once. Nothing is wrong with the message: send it again later.')];
  if (status === 413) return [413, errorOutcome('too-costly', `The body is larger than ${maxBytes} bytes, the most this exchange takes. Split it.`)];
  if (status === 415) return [415, errorOutcome('not-supported', 'Send FHIR R4 as JSON, with the content type application/fhir+json. XML is not read here.')];
  if (status < 500) return [status, errorOutcome('structure', 'The request could not be read. Send one FHIR R4 resource or Bundle as JSON.')];
  return [500, errorOutcome('exception', 'The exchange failed. Nothing is wrong with the message: send it again later.')];
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type(FHIR_JSON).header('cache-control', 'no-store').send(JSON.stringify(body));
}
