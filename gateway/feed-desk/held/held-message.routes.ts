import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { adviceOf, nameIn, queryOf } from '../../desk/staff-parts.ts';
import { listSenders } from '../../feeds/sender.store.ts';
import { closeHeld, reopenClosed, replayOne, type HeldStep } from '../../feeds/replay.ts';
import { form, longField, problemOf, type Problem } from '../../pages/controls.ts';
import { formOf } from '../../pages/form-body.ts';
import { html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import { openContent } from '../mending/open-content.ts';
import { messageBody, messageTitle } from './held-message.page.ts';
import { historyOf, readContent, readDeskMessage, waitUntilDispatched, type DeskMessage } from './held-message.store.ts';
import { senderNamer } from './sender-names.ts';

export type HeldParams = { readonly Params: { readonly id: string } };

/** What was just done, by the name in the address. */
const doneWords = {
  replayed: 'The message was replayed. What came of it stands below.',
  mended: 'The mended message was stored and replayed. What came of it stands below.',
  kept: 'The mended message was stored and waits. Mend what is left, then replay it.',
  closed: 'The message is closed. It is kept, with your reason.',
  reopened: 'The message waits again.',
} as const;
const doneNames = ['replayed', 'mended', 'kept', 'closed', 'reopened'] as const;
export type Done = keyof typeof doneWords;

export const messageAddress = (id: string, done?: Done): string => `/feeds/held/${id}${done === undefined ? '' : `?done=${done}`}`;

/** The message that a page is about; null after the answer that there is none. */
export async function messageOf({ database }: FeedDeskParts, request: FastifyRequest<HeldParams>, reply: FastifyReply): Promise<DeskMessage | null> {
  const message = await readDeskMessage(database, feedReader(request).scope, request.params.id);
  if (message === null) reply.callNotFound();
  return message;
}

/** Whose message, as this request's reader saw it. */
export function stepOf(request: FastifyRequest, id: string): HeldStep {
  const { actor, scope } = feedReader(request);
  return { actor, scope, seen: { id, version: formOf(request).text('seen', 20) } };
}

/** One message: its fields and history, replaying, closing, and opening it again (ING-4). */
export function registerHeldMessageRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  const { database } = parts;

  const show = async (request: FastifyRequest, reply: FastifyReply, message: DeskMessage, status: number, items: readonly Problem[] = []): Promise<FastifyReply> => {
    // What was applied is the record's: nothing is left to mend, and nobody of the desk reads it here.
    const isShown = message.state === 'held' || message.state === 'closed';
    const content = isShown ? (openContent(await readContent(database, feedReader(request).actor, message.id)) ?? 'unreadable') : null;
    const [history, senders] = await Promise.all([historyOf(database, message.id), listSenders(database)]);
    const done = nameIn(doneNames, queryOf(request).get('done'));
    return sendFeedPage(parts, request, reply, status, 'held', {
      title: messageTitle(message), body: messageBody({ message, content, history, nameOf: senderNamer(senders), now: parts.clock(), mayAddSenders: feedReader(request).rights.settings === 'every' }), items,
      done: done === null || items.length > 0 ? undefined : doneWords[done],
    });
  };

  app.get<HeldParams>('/feeds/held/:id', async (request, reply) => {
    const message = await messageOf(parts, request, reply);
    return message === null ? reply : show(request, reply, message, 200);
  });

  for (const [path, done, act] of [
    ['replay', 'replayed', async (step: HeldStep) => { await replayOne(database, step); await waitUntilDispatched(database, [step.seen.id]); }],
    ['reopen', 'reopened', (step: HeldStep) => reopenClosed(database, step)],
  ] as const) {
    app.post<HeldParams>(`/feeds/held/:id/${path}`, async (request, reply) => {
      const message = await messageOf(parts, request, reply);
      if (message === null) return reply;
      try {
        await act(stepOf(request, message.id));
      } catch (error) {
        return show(request, reply, message, 409, [['main', adviceOf(error).text]]);
      }
      return reply.redirect(messageAddress(message.id, done), 303);
    });
  }
  registerClosing(app, parts);
}

function registerClosing(app: FastifyInstance, parts: FeedDeskParts): void {
  const show = (request: FastifyRequest, reply: FastifyReply, message: DeskMessage, status: number, why: string, seen: string, items: readonly Problem[] = []): FastifyReply =>
    sendFeedPage(parts, request, reply, status, 'held', {
      title: 'Close a held message', items,
      body: html`<p>A closed message is kept and is not applied. It can be opened again.</p>
${form(`/feeds/held/${message.id}/close`, [longField({ name: 'why', label: 'Why is it closed?', hint: 'For example: the hospital has sent it again. Never write names or numbers of people.', value: why, problem: problemOf(items, 'why') })], 'Close message', { kept: { seen } })}
<p><a href="${messageAddress(message.id)}">Back to the message</a></p>`,
    });

  app.get<HeldParams>('/feeds/held/:id/close', async (request, reply) => {
    const message = await messageOf(parts, request, reply);
    return message === null ? reply : show(request, reply, message, 200, '', message.version);
  });

  app.post<HeldParams>('/feeds/held/:id/close', async (request, reply) => {
    const message = await messageOf(parts, request, reply);
    if (message === null) return reply;
    const step = stepOf(request, message.id);
    const why = formOf(request).text('why', 1000);
    if (why === '') return show(request, reply, message, 422, why, step.seen.version, [['why', 'Enter why it is closed']]);
    try {
      await closeHeld(parts.database, step, why);
    } catch (error) {
      return show(request, reply, message, 409, why, step.seen.version, [['why', adviceOf(error).text]]);
    }
    return reply.redirect(messageAddress(message.id, 'closed'), 303);
  });
}
