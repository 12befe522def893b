import type { FastifyInstance } from 'fastify';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const NOT_YET = 'This exchange offers no FHIR interaction yet. Send HL7 v2 by MLLP or to /hl7.';

/** The FHIR address, which says truthfully that it offers nothing yet (ING-3 follows). Nothing sent to it is read. */
export function registerFhirRoutes(app: FastifyInstance, publicUrl: string, started = new Date()): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      payload.on('end', () => done(null));
    });

    scope.get('/fhir/metadata', async (_request, reply) => reply.type(FHIR_JSON).send(JSON.stringify({
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: started.toISOString(),
      kind: 'instance',
      implementation: { description: 'Care Information Exchange', url: `${publicUrl}/fhir` },
      fhirVersion: '4.0.1',
      format: ['json'],
      rest: [{ mode: 'server', documentation: NOT_YET }],
    })));

    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/fhir',
      handler: async (_request, reply) => reply.code(501).type(FHIR_JSON).send(notSupported()),
    });
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/fhir/*',
      handler: async (_request, reply) => reply.code(501).type(FHIR_JSON).send(notSupported()),
    });
  });
}

function notSupported(): string {
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'not-supported', diagnostics: NOT_YET }],
  });
}
