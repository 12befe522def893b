import type { FastifyInstance } from 'fastify';
import { summary } from '../../desk/staff-parts.ts';
import { MOST_AT_ONCE, outcomeOfBatch, replaySame } from '../../feeds/replay.ts';
import { formOf } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import { sendersOf } from './held-list.store.ts';
import { idOf } from './held-message.store.ts';
import { codeWord } from './held-words.ts';
import { senderKey } from './sender-names.ts';

type Params = { readonly Params: { readonly batch: string } };

/** How long the answer waits for the messages, in milliseconds; a large batch goes on behind it. */
const PATIENCE = 3000;

/** Replaying everything of one sender that waits for one reason, and what came of it, by number. */
export function registerReplayAllRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  const { database } = parts;

  app.post('/feeds/held/replay-all', async (request, reply) => {
    const { actor, scope } = feedReader(request);
    const body = formOf(request);
    const key = body.text('sender', 20);
    const sender = (await sendersOf(database, scope, 'held')).find((each) => senderKey(each) === key);
    // Somebody was faster: nothing of that sender waits any more.
    if (sender === undefined) return reply.redirect('/feeds/held', 303);
    const { batch, count } = await replaySame(database, actor, scope, { code: body.text('reason', 60), sender });
    if (count === 0) return reply.redirect('/feeds/held', 303);
    for (const end = Date.now() + PATIENCE; Date.now() < end && (await outcomeOfBatch(database, batch, scope)).queued > 0;) await new Promise((resolve) => setTimeout(resolve, 100));
    return reply.redirect(`/feeds/replays/${batch}`, 303);
  });

  app.get<Params>('/feeds/replays/:batch', async (request, reply) => {
    const batch = idOf(request.params.batch);
    if (batch === null) return reply.callNotFound();
    const { applied, queued, held, closed } = await outcomeOfBatch(database, batch, feedReader(request).scope);
    const all = applied + queued + closed + held.reduce((sum, { count }) => sum + count, 0);
    // Nobody's, or another organisation's.
    if (all === 0) return reply.callNotFound();
    const rows: (readonly [string, Html | string] | null)[] = [
      ['Replayed', String(all)],
      ['Applied', String(applied)],
      ...held.map(({ code, count }): readonly [string, Html] => [`Held again: ${codeWord(code)}`, html`<a href="/feeds/held?reason=${encodeURIComponent(code)}">${count}</a>`]),
      closed === 0 ? null : ['Mended or closed since', String(closed)],
      queued === 0 ? null : ['Not tried yet', String(queued)],
    ];
    return sendFeedPage(parts, request, reply, 200, 'held', {
      title: 'What came of the replay',
      body: html`${summary(rows.filter((row) => row !== null))}
${queued === 0 ? null : html`<p><a class="nhsuk-button nhsuk-button--secondary" href="/feeds/replays/${batch}">Look again</a></p>`}
${all < MOST_AT_ONCE ? null : html`<p>At most ${MOST_AT_ONCE.toLocaleString('en-GB')} messages are replayed at once. More may be waiting.</p>`}
<p><a href="/feeds/held">Back to the held messages</a></p>`,
    });
  });
}
