import fastify, { type FastifyReply } from 'fastify';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { startNotifySimulator } from '../simulators/notify/notify-simulator.ts';
import { Inbox } from './inbox.ts';
import { inboxStyle, listPage, messagePage, missingPage } from './inbox-page.ts';
import { startSmtpSink, type InboxLog } from './smtp-sink.ts';

export interface InboxOptions {
  readonly settings: Settings;
  readonly log: InboxLog;
}

const policy = "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

function send(reply: FastifyReply, status: number, type: string, body: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .type(`${type}; charset=utf-8`)
    .send(body);
}

/**
 * Starts the sandbox's inbox: pages on CIE_PORT + 6, SMTP on CIE_PORT + 7 and GOV.UK Notify on CIE_PORT + 15, all on 127.0.0.1.
 * GET /messages.json, with `to=` for one address or number, is what scripts read.
 */
export async function startInbox({ settings, log }: InboxOptions): Promise<{ close(): Promise<void> }> {
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_500);
  const inbox = new Inbox();
  const pages = fastify({ logger: false });
  pages.get('/', (_request, reply) => send(reply, 200, 'text/html', listPage(inbox.list())));
  pages.get('/inbox.css', (_request, reply) => send(reply, 200, 'text/css', inboxStyle));
  pages.get<{ Querystring: { to?: string } }>('/messages.json', ({ query }, reply) => send(reply, 200, 'application/json', JSON.stringify(inbox.list(query.to))));
  pages.get<{ Params: { id: string } }>('/messages/:id', (request, reply) => {
    const message = inbox.find(request.params.id);
    return message === null ? send(reply, 404, 'text/html', missingPage()) : send(reply, 200, 'text/html', messagePage(message));
  });
  const ways = [await startSmtpSink(inbox, port + 7, log)];
  const close = async (): Promise<void> => {
    await Promise.all(ways.map((way) => way.close()));
  };
  try {
    ways.push(await startNotifySimulator({ port: port + 15, key: required(settings, 'CIE_NOTIFY_KEY'), inbox }));
    await pages.listen({ port: port + 6, host: '127.0.0.1' });
    ways.push(pages);
  } catch (error) {
    await close();
    throw error;
  }
  log.info({ pages: port + 6, smtp: port + 7, notify: port + 15 }, 'the inbox is open');
  return { close };
}
