import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { organisationName } from '@cie/kit/organisations.ts';
import { dateTime } from '../../desk/shown.ts';
import { adviceOf, nameIn, queryOf, table } from '../../desk/staff-parts.ts';
import { SenderInvalid } from '../../feeds/check-sender.ts';
import type { ConfiguredSender } from '../../feeds/sender.ts';
import { senderChanges, type SenderChange } from '../../feeds/sender.store.ts';
import { form, type Problem } from '../../pages/controls.ts';
import { formOf } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import type { FeedArea } from '../feed-rights.ts';
import { namesOf } from '../held/held-message.store.ts';
import { keyOf, newTokenFor, saveSenderWithin, sendersWithin, senderWithin, strangerOf } from './manage-senders.ts';
import { changedFields } from './sender-changes.ts';
import { itemsOf, newSender, senderForm, senderFrom, typedFrom, typedIn, type TypedSender } from './sender-form.ts';

type Params = { readonly Params: { readonly key: string } };

const doneWords = { saved: 'The sender is saved. It takes effect within a second.' } as const;

/** Systems that may send (ING-1): the list, adding one, changing one with its history, and a new token. */
export function registerSenderRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  app.get('/feeds/senders', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const senders = await sendersWithin(parts.database, area);
    return sendFeedPage(parts, request, reply, 200, 'senders', { title: 'Senders', body: listBody(senders) });
  });
  registerNew(app, parts);
  registerOne(app, parts);
}

/** Whose senders this reader sets up; null after the answer that there is nothing here. */
function areaOf(request: FastifyRequest, reply: FastifyReply): FeedArea | null {
  const { settings } = feedReader(request).rights;
  if (settings === null) reply.callNotFound();
  return settings;
}

const listBody = (senders: readonly ConfiguredSender[]): Html => html`<p>Systems of hospitals that may send to the exchange. Messages of anybody else are kept, and wait until their sender is registered.</p>
<p><a class="nhsuk-button nhsuk-button--secondary" href="/feeds/senders/new">Add a sender</a></p>
${senders.length === 0 ? html`<p>No sender is registered.</p>` : table('Senders', ['Sender', 'Application and facility', 'Organisation', 'State'], senders.map((each) => [
  html`<a href="/feeds/senders/${keyOf(each)}">${each.name === '' ? 'Without a name' : each.name}<span class="nhsuk-u-visually-hidden">, ${each.application}, ${each.facility}</span></a>`,
  `${each.application}, ${each.facility}`, organisationName(each.organisation), each.enabled ? 'In use' : 'Switched off',
]))}`;

function registerNew(app: FastifyInstance, parts: FeedDeskParts): void {
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, area: FeedArea, typed: TypedSender, items: readonly Problem[] = []): FastifyReply =>
    sendFeedPage(parts, request, reply, status, 'senders', {
      title: 'Add a sender', items,
      body: html`${senderForm('/feeds/senders/new', typed, area, true, {}, items)}
<p><a href="/feeds/senders">Back to the senders</a></p>`,
    });

  app.get('/feeds/senders/new', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const stranger = await strangerOf(parts.database, area, queryOf(request).get('held') ?? '');
    return show(request, reply, 200, area, { ...newSender, ...stranger, organisation: area === 'every' ? '' : area.organisation });
  });

  app.post('/feeds/senders/new', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const typed = typedIn(formOf(request), area, null);
    const items = await save(parts, request, area, typed, null);
    if (items.length > 0) return show(request, reply, 422, area, typed, items);
    return reply.redirect(`/feeds/senders/${keyOf(typed)}?done=saved`, 303);
  });
}

/** Saves what was typed; what is wrong with it otherwise. */
async function save({ database, isSandbox }: FeedDeskParts, request: FastifyRequest, area: FeedArea, typed: TypedSender, seen: string | null): Promise<readonly Problem[]> {
  const { sender, items } = senderFrom(typed);
  if (items.length > 0) return items;
  try {
    await saveSenderWithin(database, { actor: feedReader(request).actor, area, seen, isSandbox }, sender);
    return [];
  } catch (error) {
    if (error instanceof SenderInvalid) return itemsOf(error.problems);
    return [['name', adviceOf(error).text]];
  }
}

function registerOne(app: FastifyInstance, parts: FeedDeskParts): void {
  const { database } = parts;

  const show = async (request: FastifyRequest, reply: FastifyReply, status: number, area: FeedArea, sender: ConfiguredSender, typed: TypedSender, seen: string, items: readonly Problem[] = []): Promise<FastifyReply> => {
    const changes = await senderChanges(database, sender);
    const names = await namesOf(database, changes.map(({ changedBy }) => changedBy));
    const done = nameIn(['saved'] as const, queryOf(request).get('done'));
    const key = keyOf(sender);
    return sendFeedPage(parts, request, reply, status, 'senders', {
      title: 'Change a sender', items, done: done === null || items.length > 0 ? undefined : doneWords[done],
      body: html`<p>Application (MSH-3) <strong>${sender.application}</strong>, facility (MSH-4) <strong>${sender.facility}</strong></p>
${senderForm(`/feeds/senders/${key}`, typed, area, false, { seen }, items)}
<h2 class="nhsuk-heading-m">Token for /hl7 and /fhir</h2>
<p>${sender.hasToken ? 'It has a token of its own. A new one replaces it at once.' : 'It has no token of its own.'}</p>
${form(`/feeds/senders/${key}/token`, [], 'Make a new token', { kind: 'secondary' })}
${historyBody(changes, names)}
<p><a href="/feeds/senders">Back to the senders</a></p>`,
    });
  };

  /** The sender of the address; null after the answer that there is none. */
  const senderOf = async (request: FastifyRequest<Params>, reply: FastifyReply): Promise<{ area: FeedArea; sender: ConfiguredSender } | null> => {
    const area = areaOf(request, reply);
    if (area === null) return null;
    const sender = await senderWithin(database, area, request.params.key);
    if (sender !== null) return { area, sender };
    reply.callNotFound();
    return null;
  };

  app.get<Params>('/feeds/senders/:key', async (request, reply) => {
    const found = await senderOf(request, reply);
    return found === null ? reply : show(request, reply, 200, found.area, found.sender, typedFrom(found.sender), found.sender.changedAt.toISOString());
  });

  app.post<Params>('/feeds/senders/:key', async (request, reply) => {
    const found = await senderOf(request, reply);
    if (found === null) return reply;
    const body = formOf(request);
    const [typed, seen] = [typedIn(body, found.area, found.sender), body.text('seen', 40)];
    const items = await save(parts, request, found.area, typed, seen);
    if (items.length > 0) return show(request, reply, 422, found.area, found.sender, typed, seen, items);
    return reply.redirect(`/feeds/senders/${keyOf(found.sender)}?done=saved`, 303);
  });

  app.post<Params>('/feeds/senders/:key/token', async (request, reply) => {
    const found = await senderOf(request, reply);
    if (found === null) return reply;
    const token = await newTokenFor(database, feedReader(request).actor, found.sender);
    return sendFeedPage(parts, request, reply, 200, 'senders', {
      title: 'New token',
      body: html`<p>Give this to the sender in a safe way. It is shown once: only its hash is kept. The token before it does not work any more.</p>
<p><code class="cie-lines">${token}</code></p>
<p><a href="/feeds/senders/${keyOf(found.sender)}">Back to the sender</a></p>`,
    });
  });
}

function historyBody(changes: readonly SenderChange[], names: ReadonlyMap<string, string>): Html {
  if (changes.length === 0) return html`<h2 class="nhsuk-heading-m">Changes</h2><p>It stands as the exchange was set up with.</p>`;
  return html`<h2 class="nhsuk-heading-m">Changes</h2>
<ol class="cie-history">
${changes.map(({ changedBy, changedAt, sender }, index) => html`<li>${changedFields(changes[index + 1]?.sender ?? null, sender).map((line) => html`<span class="cie-lines">${line}</span><br>`)}
<span class="cie-quiet">${names.get(changedBy) ?? 'Somebody whose name is not known'}, ${dateTime(new Date(changedAt).toISOString())}</span></li>`)}
</ol>`;
}
