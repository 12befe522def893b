import { errorKind } from '@cie/kit/errors.ts';
import { roomNames } from '@cie/kit/names.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';

/** OPS-2: `/health` says that the process runs, `/ready` that it and every room can answer. */
export function registerHealth(app: FastifyInstance, rooms: RoomLinks, database: Pool): void {
  app.get('/health', { config: { policy: 'public' } }, () => ({ status: 'up' }));
  app.get('/ready', { config: { policy: 'public' } }, async (request, reply) => {
    const parts = await Promise.allSettled([database.query('select 1'), ...roomNames.map((name) => rooms[name].ready())]);
    const waiting = ['gateway', ...roomNames].filter((_name, index) => parts[index]?.status === 'rejected');
    for (const part of parts) if (part.status === 'rejected') request.log.warn(errorKind(part.reason), 'a part is not ready');
    return reply.status(waiting.length === 0 ? 200 : 503).send({ status: waiting.length === 0 ? 'ready' : 'not ready', waiting });
  });
}
