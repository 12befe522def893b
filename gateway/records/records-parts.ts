import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Graph } from '../graph/graph.ts';
import { allowedReturn } from '../sign-in/destination.ts';
import type { PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';

export interface RecordsParts {
  readonly sessions: Pick<Sessions, 'read'>;
  readonly rooms: Pick<RoomLinks, 'sharing' | 'results' | 'documents' | 'appointments'>;
  /** Runs a registered operation. */
  readonly execute: Graph['execute'];
  readonly pages: PageSender;
  readonly ownOrigin: string;
  readonly clock: () => Date;
}

export type WithId = { readonly Params: { readonly id: string } };

/** Who has come to a page for people of one kind, or null once the reply is on its way: signed out to the sign-in, everybody else to nothing. */
export async function visitorOf(parts: RecordsParts, request: FastifyRequest, reply: FastifyReply, isMeant: (viewer: Viewer) => boolean): Promise<{ readonly viewer: Viewer; readonly access: AccessContext } | null> {
  const viewer = (await parts.sessions.read(request))?.viewer ?? null;
  if (viewer === null) {
    const back = request.method === 'GET' ? allowedReturn(request.url) : null;
    void reply.redirect(back === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`, 303);
    return null;
  }
  if (!isMeant(viewer)) {
    reply.callNotFound();
    return null;
  }
  return { viewer, access: { requestId: randomUUID(), viewer, now: parts.clock(), from: { place: 'page' } } };
}

/** What a command answers about one thing, or null when there is none: the reply is then that of an address that does not exist. */
export async function orNotFound<Answer>(reply: FastifyReply, id: string, read: () => Promise<Answer>): Promise<Answer | null> {
  try {
    if (isRecordId(id)) return await read();
  } catch (error) {
    if (!(error instanceof CieError) || error.code !== 'RECORDS_REQUEST_UNKNOWN') throw error;
  }
  reply.callNotFound();
  return null;
}
