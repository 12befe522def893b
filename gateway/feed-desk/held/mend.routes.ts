import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { adviceOf, queryOf } from '../../desk/staff-parts.ts';
import { storeMended } from '../../feeds/replay.ts';
import { field, form, longField, options, problemOf, type Problem } from '../../pages/controls.ts';
import { formOf } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import { MOST_MENDED, placeWords, type HeldContent, type OpenField } from '../mending/held-content.ts';
import { openContent } from '../mending/open-content.ts';
import { messageAddress, messageOf, stepOf, type HeldParams } from './held-message.routes.ts';
import { readContent, waitUntilDispatched, type DeskMessage } from './held-message.store.ts';

interface Typed {
  readonly value: string;
  readonly why: string;
  readonly keep: boolean;
  readonly seen: string;
}

/** Mending one field: what came stays as it came, the mended message stands beside it and is replayed (ING-4). */
export function registerMendRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  const path = '/feeds/held/:id/mend';

  app.get<HeldParams>(path, async (request, reply) => {
    const found = await contentOf(parts, request, reply);
    if (found === null) return reply;
    const { message, content } = found;
    // What was applied is the record's: nobody of the desk reads it here.
    if (message.state !== 'held') return reply.redirect(messageAddress(message.id), 303);
    const named = queryOf(request).get('field');
    const at = queryOf(request).get('at') ?? (named === null ? null : content.placeOf(named.slice(0, 200)));
    const opened = at === null ? null : content.field(at);
    if (opened === null) return choose(parts, request, reply, message, content, named ?? '', named === null && at === null ? [] : [['field', 'This message has no such field, or it cannot be mended here']]);
    await readContent(parts.database, feedReader(request).actor, message.id, placeWords(opened));
    return show(parts, request, reply, 200, message, content, opened, { value: opened.raw, why: '', keep: false, seen: message.version });
  });

  app.post<HeldParams>(path, async (request, reply) => {
    const found = await contentOf(parts, request, reply);
    if (found === null) return reply;
    const { message, content } = found;
    const body = formOf(request);
    const at = body.text('at', 2000);
    const opened = content.field(at);
    if (opened === null) return reply.callNotFound();
    const typed: Typed = { value: body.text('value', MOST_MENDED + 1), why: body.text('why', 1000), keep: body.all('keep').includes('yes'), seen: body.text('seen', 20) };
    if (typed.why === '') return show(parts, request, reply, 422, message, content, opened, typed, [['why', 'Enter how you know what is right']]);
    try {
      const id = await storeMended(parts.database, stepOf(request, message.id), { ...content.mend(at, typed.value), place: placeWords(opened), why: typed.why, keep: typed.keep });
      if (!typed.keep) await waitUntilDispatched(parts.database, [id]);
      return await reply.redirect(messageAddress(id, typed.keep ? 'kept' : 'mended'), 303);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(parts, request, reply, code === 'HELD_CHANGED' ? 409 : 422, message, content, opened, typed, [['value', text]]);
    }
  });
}

/** A held message and its content; null after the answer that there is nothing to mend. Its bytes are read to be parsed; who sees them is recorded by who shows them. */
async function contentOf(parts: FeedDeskParts, request: FastifyRequest<HeldParams>, reply: FastifyReply): Promise<{ message: DeskMessage; content: HeldContent } | null> {
  const message = await messageOf(parts, request, reply);
  if (message === null) return null;
  const { rows: [row] } = await parts.database.query<{ raw: Buffer }>('select raw from feed_message where id = $1', [message.id]);
  const content = row === undefined ? null : openContent(row.raw);
  if (content !== null) return { message, content };
  reply.callNotFound();
  return null;
}

/** Asks which field, by its name in the standard. */
function choose(parts: FeedDeskParts, request: FastifyRequest, reply: FastifyReply, message: DeskMessage, content: HeldContent, typed: string, items: readonly Problem[]): FastifyReply {
  const problem = problemOf(items, 'field');
  return sendFeedPage(parts, request, reply, items.length === 0 ? 200 : 422, 'held', {
    title: 'Choose a field to mend', items,
    body: html`<form action="/feeds/held/${message.id}/mend" method="get" novalidate>
${field({ name: 'field', label: 'Field', hint: content.placeHint, value: typed, ...(problem === undefined ? {} : { problem }) })}
<button class="nhsuk-button" type="submit">Continue</button>
</form>
<p><a href="${messageAddress(message.id)}">Back to the message</a></p>`,
  });
}

function show(parts: FeedDeskParts, request: FastifyRequest, reply: FastifyReply, status: number, message: DeskMessage, content: HeldContent, opened: OpenField, typed: Typed, items: readonly Problem[] = []): FastifyReply {
  const hint = opened.isPresent ? content.mendingHint : `The message does not have this field yet. ${content.mendingHint}`;
  return sendFeedPage(parts, request, reply, status, 'held', {
    title: 'Mend a field', items,
    body: html`<p><strong>${placeWords(opened)}</strong>${opened.name === null ? '' : ` ${opened.name}`}</p>
${reasonOf(message)}
${form(`/feeds/held/${message.id}/mend`, [
  longField({ name: 'value', label: 'What it should say', hint, value: typed.value, most: MOST_MENDED, problem: problemOf(items, 'value') }),
  longField({ name: 'why', label: 'How do you know?', hint: 'For example: the laboratory says so on the telephone. Never write names or numbers of people.', value: typed.why, problem: problemOf(items, 'why') }),
  options('checkbox', 'keep', 'Is there more to mend?', [{ value: 'yes', label: 'Keep the message waiting, I mend another field before it is replayed', checked: typed.keep }]),
], 'Save and replay', { kept: { at: opened.at, seen: typed.seen } })}
<p>The message as it came is kept. It is closed, and the mended one stands in its place.</p>
<p><a href="${messageAddress(message.id)}">Back to the message</a></p>`,
  });
}

const reasonOf = ({ reason }: DeskMessage): Html => html`<p>Why it waits: ${reason ?? 'nobody knows'}</p>`;
