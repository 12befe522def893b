import { CieError, errorKind } from '@cie/kit/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { graphError } from '../graph/graph-route.ts';
import { html } from '../pages/html.ts';
import { PageSender } from '../pages/page.ts';

const pages = new PageSender([]);

const statusOfCode: Readonly<Record<string, number>> = {
  FOREIGN_SITE: 403, SIGN_IN_REQUIRED: 401, CALENDAR_UNAVAILABLE: 503, LABEL_UNAVAILABLE: 503, RECORD_UNAVAILABLE: 503, CHANGE_NOT_ALLOWED: 403, FILE_NOT_FOUND: 404, FILE_NOT_SAVED: 403, FILE_TOO_LARGE: 413, UPLOADS_TOO_MANY: 429, DOWNLOAD_UNAVAILABLE: 503,
};

/**
 * The last handler: an error that no part answered itself, as a page for people and with a code for programs. Its text goes out
 * only when it was written for people.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  if (error instanceof CieError) {
    const status = statusOfCode[error.code] ?? (error.code.startsWith('ROOM_') ? 503 : 400);
    answer(request, status === 413 ? reply.removeHeader('connection') : reply, status, error.code, error.message);
    return;
  }
  const status = statusOf(error);
  // Fastify would close the connection: a client that is still sending then meets a broken pipe instead of this answer. What it
  // goes on sending is read and dropped, for as long as a request may take.
  if (status === 413) answer(request, reply.removeHeader('connection'), 413, 'REQUEST_TOO_LARGE', 'The request is larger than this address takes.');
  else if (status < 500) answer(request, reply, status, 'REQUEST_INVALID', 'The request is not in the form that this address takes.');
  else {
    request.log.error(errorKind(error), 'a request failed');
    answer(request, reply, 500, 'INTERNAL_ERROR', 'This cannot be shown right now. Try again in a moment.');
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, code: string, message: string): void {
  if (request.headers.accept?.includes('text/html') !== true) {
    void reply.status(status).type('application/json; charset=utf-8').send(graphError(code, message));
    return;
  }
  const again = code === 'SIGN_IN_REQUIRED' ? html`<a href="/sign-in">Sign in</a>` : html`<a href="/">Start at the home page</a>`;
  pages.send(reply.header('cache-control', 'no-store'), status, { title: 'Sorry, there is a problem', body: html`<p>${message}</p>\n<p>${again}</p>` });
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
