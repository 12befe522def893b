import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { graphError } from '../graph/graph-route.ts';

const statusOfCode: Readonly<Record<string, number>> = { FOREIGN_SITE: 403, SIGN_IN_REQUIRED: 401 };

/** The last handler: an error that no part answered itself. Its text goes out only when it was written for people. */
export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (reply.sent) return;
  if (error instanceof CieError) {
    await reply.status(statusOfCode[error.code] ?? 400).send(graphError(error.code, error.message));
    return;
  }
  const status = statusOf(error);
  // Fastify would close the connection: a client that is still sending then meets a broken pipe instead of this answer. What it
  // goes on sending is read and dropped, for as long as a request may take.
  if (status === 413) await reply.status(413).removeHeader('connection').send(graphError('REQUEST_TOO_LARGE', 'The request is larger than this address takes.'));
  else if (status < 500) await reply.status(status).send(graphError('REQUEST_INVALID', 'The request is not in the form that this address takes.'));
  else {
    request.log.error(errorKind(error), 'a request failed');
    await reply.status(500).send(graphError('INTERNAL_ERROR', 'This cannot be shown right now. Try again in a moment.'));
  }
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
