import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { CieError, errorKind } from '../errors.ts';
import { isPassingFault } from '../passing-fault.ts';
import type { Room, RoomOperation } from '../room.ts';
import type { Settings } from '../settings.ts';
import { createOperationRunner } from './run-operation.ts';
import { accessHeader, createCallVerifier, readAccess, signatureHeader } from './signed-call.ts';

/** Largest call of the gateway to a room, in bytes: a message of the largest accepted size, as base64 with room to spare. */
const largestCall = 48 * 1024 * 1024;

/** Serves a room as a process of its own. Everything but health is refused unless the gateway signed it, `_service` included. */
export async function serveRoom(room: Room, settings: Settings, address: { host: string; port: number }): Promise<FastifyInstance> {
  const app = Fastify({ logger: { level: 'warn', base: { room: room.name } }, bodyLimit: largestCall, keepAliveTimeout: 60_000 });
  const verify = createCallVerifier(settings);
  const run = createOperationRunner(room, (fault) => app.log.error(fault, 'an operation failed'));

  app.removeAllContentTypeParsers();
  // The signature covers the bytes as they came.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => answerError(error, app, reply));

  app.get('/health', () => ({ status: 'up' }));
  app.get('/ready', async () => {
    await room.ready();
    return { status: 'ready' };
  });

  app.post('/graphql', async (request) => {
    const { body, access } = signedParts(request);
    verify({ room: room.name, method: 'POST', path: '/graphql', body, access }, headerOf(request, signatureHeader));
    // Signed by the gateway, which writes both.
    return run(JSON.parse(body.toString('utf8')) as RoomOperation, readAccess(access));
  });

  app.post<{ Params: { name: string } }>('/commands/:name', async (request) => {
    const { body, access } = signedParts(request);
    verify({ room: room.name, method: 'POST', path: request.url, body, access }, headerOf(request, signatureHeader));
    const command = room.commands[request.params.name];
    if (!command) throw new CieError('COMMAND_UNKNOWN', `The room ${room.name} has no command of this name.`);
    return { answer: (await command(JSON.parse(body.toString('utf8')), access === '' ? null : readAccess(access))) ?? null };
  });

  await app.listen(address);
  return app;
}

function signedParts(request: FastifyRequest): { body: Buffer; access: string } {
  return { body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), access: headerOf(request, accessHeader) ?? '' };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function answerError(error: unknown, app: FastifyInstance, reply: FastifyReply): Promise<void> {
  if (error instanceof CieError) {
    await reply.status(error.code === 'CALL_UNSIGNED' ? 401 : 400).send({ code: error.code, message: error.message });
    return;
  }
  app.log.error(errorKind(error), 'a call failed');
  if (isPassingFault(error)) {
    // The feed's dispatcher keeps the message queued on this code, instead of holding it for a person.
    await reply.status(503).send({ code: 'ROOM_UNAVAILABLE', message: 'The room lost its database for a moment. Try again.' });
    return;
  }
  await reply.status(500).send({ code: 'ROOM_FAILED', message: 'The room could not answer. Try again in a moment.' });
}
