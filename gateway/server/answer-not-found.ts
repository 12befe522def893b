import type { FastifyReply, FastifyRequest } from 'fastify';
import { graphError } from '../graph/graph-route.ts';
import { html } from '../pages/html.ts';
import { PageSender } from '../pages/page.ts';

const pages = new PageSender([]);
const page = {
  title: 'Page not found',
  body: html`<p>If you typed the address, check that it is correct.</p>
<p><a href="/record">Go to your health record</a> or <a href="/">start at the home page</a>.</p>`,
};

/** An address that nothing answers: a page for people, an error with a code for programs. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method === 'GET' && request.headers.accept?.includes('text/html')) return pages.send(reply, 404, page);
  return reply.status(404).send(graphError('NOT_FOUND', 'There is nothing at this address. README.md lists the addresses of the exchange.'));
}
