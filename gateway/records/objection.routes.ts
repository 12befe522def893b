import { CieError } from '@cie/kit/errors.ts';
import { requestTexts, type OthersRequest } from '@cie/kit/records-requests.ts';
import type { AccessContext } from '@cie/kit/access-context.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { orNotFound, visitorOf, type RecordsParts, type WithId } from './records-parts.ts';
import { objectBody } from './request-pages.ts';
import { isRequester } from './request.routes.ts';

/** Pages on which patients object to a copy of their record that somebody else asks for (SAR-1). */
export function registerObjectionRoutes(app: FastifyInstance, parts: RecordsParts): void {
  const { pages, ownOrigin } = parts;
  const ask = askOf(parts.rooms.sharing);
  const visitor = (request: FastifyRequest, reply: FastifyReply) => visitorOf(parts, request, reply, isRequester);

  /** The request to which the reader can object now; for any other, the reply of an address without anything. */
  const objectionable = (reply: FastifyReply, id: string, access: AccessContext): Promise<OthersRequest | null> =>
    orNotFound(reply, id, async () => {
      const found = (await ask<readonly OthersRequest[]>('others-records-requests', {}, access)).find((each) => each.id === id && each.objectedAt === null);
      if (found === undefined) throw new CieError('RECORDS_REQUEST_UNKNOWN', 'There is no such request.');
      return found;
    });

  app.get<WithId>('/records-request/object/:id', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const found = await objectionable(reply, request.params.id, visit.access);
    return found === null ? reply : pages.send(reply, 200, { title: 'Object to a copy of your records', reader: visit.viewer, body: objectBody(found) });
  });

  app.post<WithId>('/records-request/object/:id', async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const found = await objectionable(reply, request.params.id, visit.access);
    if (found === null) return reply;
    await ask('object-to-records-request', { id: found.id, text: formOf(request).text('text', requestTexts.words) }, visit.access);
    return reply.redirect('/records-request?done=objected', 303);
  });
}
