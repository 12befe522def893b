import fastify, { type FastifyReply } from 'fastify';
import { requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { Inbox } from './inbox.ts';
import { inboxStyle, listPage, messagePage, missingPage } from './inbox-page.ts';
import { startSmtpSink, type InboxLog } from './smtp-sink.ts';

export interface InboxOptions {
  readonly settings: Settings;
  readonly log: InboxLog;
}

const policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

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

/** Starts the sandbox's inbox: pages on CIE_PORT + 6, SMTP on CIE_PORT + 7, both on 127.0.0.1. */
export async function startInbox({ settings, log }: InboxOptions): Promise<{ close(): Promise<void> }> {
  const port = requiredNumber(settings, 'CIE_PORT', 1, 65_500);
  const inbox = new Inbox();
  const pages = fastify({ logger: false });
  pages.get('/', (_request, reply) => send(reply, 200, 'text/html', listPage(inbox.list())));
  pages.get('/inbox.css', (_request, reply) => send(reply, 200, 'text/css', inboxStyle));
  pages.get('/messages.json', (_request, reply) => send(reply, 200, 'application/json', JSON.stringify(inbox.list())));
  pages.get<{ Params: { id: string } }>('/messages/:id', (request, reply) => {
    const message = inbox.find(request.params.id);
    return message === null ? send(reply, 404, 'text/html', missingPage()) : send(reply, 200, 'text/html', messagePage(message));
  });
  const sink = await startSmtpSink(inbox, port + 7, log);
  try {
    await pages.listen({ port: port + 6, host: '127.0.0.1' });
  } catch (error) {
    await sink.close();
    throw error;
  }
  log.info({ pages: port + 6, smtp: port + 7 }, 'the inbox is open');
  return {
    close: async () => {
      await Promise.all([pages.close(), sink.close()]);
    },
  };
}
